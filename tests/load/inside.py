"""What is done on the database itself: building the world before the run, proving afterwards that no act was lost.

Usage: python -m tests.load.inside prepare SIZE.json WORLD.json | prove RUN.json PROOF.json
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 -- after setup
from django.core.management import call_command  # noqa: E402
from django.db.models import Count, F  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from tests.benchmarks.ours import joining, world  # noqa: E402
from workflows.models import Case, Entry, Submission, Task  # noqa: E402
from workflows.people.models import Appointment, Organization, Person, Post, Role  # noqa: E402
from workflows.proof import log  # noqa: E402

MARKER = re.compile(r"load[0-9a-f]{32}")
SEEN = 200  # cases that the auditors look through


def prepare(size: dict[str, int]) -> list[dict[str, Any]]:
    """Build the province with cases that wait for introducers, sign everybody in, and return the users."""
    call_command("migrate", verbosity=0, interactive=False)
    world.build(size["committees"], size["branches"], size["people"])
    branches = _spread(size["busy"])
    committees = list(dict.fromkeys(Organization.objects.get_parent(branch) for branch in branches))
    _second_reviewers(committees)
    serial = iter(range(10_000_000))
    users = [one for branch in branches for one in _of_branch(branch, size, serial)]
    return [*users, *_reviewers(committees), *_auditors(size["auditors"])]


def _spread(many: int) -> list[Organization]:
    """Return so many branches, spread evenly over the committees."""
    found = world.branches()
    return [found[number * len(found) // many] for number in range(many)]


def _of_branch(branch: Organization, size: dict[str, int], serial: Iterator[int]) -> Iterator[dict[str, Any]]:
    officers = world.officers(branch)
    for _ in range(size["waiting"]):
        joining._waiting_for_introducers(branch, next(serial), officers[1:])
    for one in officers:
        yield _user("officer", one, branch)
    for _ in range(size["applicants"]):
        yield _user("applicant", world.newcomer(branch, 1_000_000 + next(serial)), branch)


def _second_reviewers(committees: list[Organization]) -> None:
    """Give every second committee another reviewer at the same post, so that two work from one list."""
    for committee in committees[::2]:
        post = Post.objects.get(organization=committee, role=Role.COMMITTEE_REVIEWER)
        second = Person.objects.create(username=f"second_{committee.code}", name="许晴", home=committee, password="!")
        Appointment.objects.create(person=second, post=post, first_on=world.FIRST_ON)


def _reviewers(committees: list[Organization]) -> Iterator[dict[str, Any]]:
    for committee in committees:
        holders = Person.objects.filter(username__endswith=f"_{committee.code}", home=committee).order_by("pk")
        users = [_user("reviewer", one, committee) for one in holders]
        for one in users:
            others = [other["session"] for other in users if other is not one]
            yield {**one, "colleague": next(iter(others), "")}


def _auditors(many: int) -> Iterator[dict[str, Any]]:
    province = Organization.objects.get(depth=1)
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:SEEN])
    post = Post.objects.create(role=Role.AUDITOR, organization=province)
    for number in range(many):
        one = Person.objects.create(username=f"auditor_{number}", name="宋严", home=province, password="!")
        Appointment.objects.create(person=one, post=post, first_on=world.FIRST_ON)
        yield {**_user("auditor", one, province), "cases": cases}


def _user(kind: str, person: Person, place: Organization) -> dict[str, Any]:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    client.get(reverse("messages"))  # the first page of a session notes when it began
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"kind": kind, "key": person.pk, "session": session, "branch": place.pk}


def prove(acts: list[dict[str, Any]]) -> dict[str, Any]:
    """Compare what was answered with what is written; every list is empty where nothing was lost or done twice."""
    written = Counter(
        marker for marker in map(_marker_of, Submission.objects.values_list("answers", flat=True)) if marker
    )
    done = {one["marker"]: one["statuses"].count(302) for one in acts}
    entries = dict(Case.objects.annotate(many=Count("entries")).exclude(many=F("sequence")).values_list("pk", "many"))
    chains = Entry.objects.order_by("chain").values_list("chain", flat=True).distinct()
    return {
        "acts done": sum(done.values()),
        "acts written": sum(written.values()),
        "lost": [one for one, times in done.items() if written[one] < times],
        "done without an answer": [one for one in written if not done.get(one)],
        "done twice": [one for one, times in written.items() if times > 1],
        "races": sum(1 for one in acts if len(one["statuses"]) > 1),
        "races with two winners": [one["marker"] for one in acts if one["statuses"].count(302) > 1],
        "chains": len(chains),
        "broken chains": [chain for chain in chains if log.first_broken(chain) is not None],
        "cases with a gap": entries,
        "posts counted wrong": _miscounted(),
    }


def _marker_of(answers: Any) -> str:
    found = MARKER.search(json.dumps(answers))
    return found[0] if found else ""


def _miscounted() -> list[int]:
    waiting = Counter(Task.objects.filter(finished=None).values_list("post", flat=True))
    claimed = Counter(Task.objects.filter(finished=None).exclude(claimed_by=None).values_list("post", flat=True))
    counted = Post.objects.values_list("pk", "open_tasks", "claimed_tasks")
    return [pk for pk, opened, taken in counted if (opened, taken) != (waiting[pk], claimed[pk])]


def main() -> None:
    """Do what the command line asks for."""
    what, given, answer = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    asked = json.loads(given.read_text("utf-8"))
    answer.write_text(json.dumps(prepare(asked) if what == "prepare" else prove(asked)), "utf-8")


main()
