"""A process of its own that prepares a round or carries one out; started and killed by the test of kills.

Usage: python -m tests.workflows.rounds.round_worker prepare MEMBERS | run ROUND | check ROUND
"""

from __future__ import annotations

import json
import sys
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- after setup

from procedures.register.entering import Known, enter_people  # noqa: E402
from procedures.scenarios.runner import noon  # noqa: E402
from tests.killing import READY, say  # noqa: E402
from tests.workflows.trial import DAY, answers, installed  # noqa: E402
from tests.worlds import hospital  # noqa: E402
from workflows import engine, rounds  # noqa: E402
from workflows.models import Case, Entry, Round, Task  # noqa: E402
from workflows.people.models import Person, Post  # noqa: E402
from workflows.proof.log import first_broken  # noqa: E402

CHUNK = 7


def prepare(members: int) -> int:
    """Build a world with so many members in one branch, and a round that has not reached anybody yet."""
    call_command("migrate", verbosity=0, interactive=False)
    place = hospital()
    branch = place.organization("SURG")
    more = [
        Person(username=f"m{number}", name=f"团员{number}", born=date(2003, 1, 1), home=branch)
        for number in range(members)
    ]
    Person.objects.bulk_create(more)
    enter_people([Known(person, "active", date(2018, 5, 4)) for person in more])
    asked = engine.Request("open", place.person("hosp"), DAY, noon(DAY), answers(branch), insist=True)
    rounds.AT_ONCE = 0
    return rounds.start("trial", asked).round.pk


def check(pk: int) -> dict[str, object]:
    """Return what must be so after the round, however often it was killed."""
    found = Round.objects.get(pk=pk)
    cases = Case.objects.filter(round=found, subject__isnull=False)
    entries = Entry.objects.filter(case__in=cases.values("pk"))
    tasks = Task.objects.filter(process__in=cases.values("pk"), finished=None)
    return {
        "status": found.status,
        "cases": cases.count(),
        "people": cases.values("subject").distinct().count(),
        "covers": Case.objects.filter(round=found, subject=None).count(),
        "entries": entries.count(),
        "tasks": tasks.count(),
        "counted": sum(Post.objects.filter(person__isnull=False).values_list("open_tasks", flat=True)),
        "broken": [case.pk for case in cases if first_broken(f"case/{case.pk}")],
        "numbers": cases.values("number").distinct().count(),
    }


def main() -> None:
    rounds.CHUNK = CHUNK
    what, number = sys.argv[1], int(sys.argv[2])
    with installed():
        if what == "prepare":
            say(prepare(number))
        elif what == "run":
            say(READY)
            say(rounds.run(number, Round.objects.get(pk=number).root))
        else:
            say(json.dumps(check(number)))


main()
