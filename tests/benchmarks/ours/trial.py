"""A year's case for every member, in the table's words alone: nothing of a procedure's own is measured with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from procedures.register.models import Standing, Status
from workflows.engine.lock import case_lock
from workflows.models import Case, Task
from workflows.people.actors import APPLICANT, COMMITTEE
from workflows.people.models import Person
from workflows.store import flows
from workflows.store.facts import Facts
from workflows.store.keys import among
from workflows.table import Ending, Fate, Moved, Procedure, Stage, Step, Way, registry
from workflows.table.act import Act
from workflows.table.check import check_table
from workflows.table.rows import Placed, RoundRow, Skipped


class YearFacts(Facts):
    """What the case keeps: nothing yet."""


def who(act: Act[YearFacts]) -> QuerySet[Person]:
    """Return everybody under the organization who is no officer above the branches."""
    return Person.objects.filter(home__path__startswith=act.organization.path)


def places(act: Act[YearFacts], people: Sequence[Person]) -> Iterable[Placed | Skipped]:
    """Place the members, and say of the others why not."""
    asked = among("person_id", (person.pk for person in people))
    members = set(Standing.objects.filter(asked, status=Status.ACTIVE).values_list("person_id", flat=True))
    for person in people:
        yield (
            Placed(person, "writing", YearFacts()) if person.pk in members else Skipped(person, "no_member", "不是团员")
        )


YEAR = Procedure(
    code="bench_year", title="年度", title_en="Year", case_title="年度事项", edition=1, source="试", facts=YearFacts,
    withdrawn="gone",
    rounds=(
        RoundRow("open", "发起", "试", None, COMMITTEE, who=who, places=places, period=lambda act: "2026",
                 ways=(Way("writing"),)),
    ),
    stages=(
        Stage("writing", "总结", APPLICANT, steps=(
            Step("write", "总结", "试", None, APPLICANT, decides=True, ways=(Way("closed"),)),
        )),
    ),
    moved=(Moved(Fate.STAYS, "试"),),
    endings=(Ending("closed", "已办结", good=True), Ending("gone", "已撤回")),
)  # fmt: skip


def install() -> None:
    """Install the procedure in this process."""
    check_table(YEAR)
    registry.register(YEAR)
    flows.compile_flow(YEAR, Case, Task, case_lock)
