"""欠交提醒: a member and the branch are told of unpaid months in a row, once at each step (rules.md 5.4).

Nothing is opened and nothing decided. From as many months as make a lapse on, a case speaks instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from forms.money import yuan
from procedures.lapse import rules
from procedures.lapse.facts import LapseFacts
from procedures.register import arrears
from procedures.register.arrears import Run
from procedures.register.models import MEMBERS_STATUSES, ArrearsReminder
from procedures.register.months import months_between, zh_months
from workflows.days.dates import add_months, zh_date
from workflows.engine import law
from workflows.messages import sending
from workflows.people.models import Appointment, Organization, Person, Role
from workflows.store.keys import among
from workflows.table import Skipped
from workflows.table.act import Act, once
from workflows.table.rules import numbers_of
from workflows.table.word import Word

Lapse = Act[LapseFacts]

OFFICERS = (Role.BRANCH_SECRETARY, Role.ORG_COMMISSIONER)
DEPUTY = Role.BRANCH_DEPUTY
MESSAGE = 300  # characters


@dataclass(frozen=True, slots=True)
class Step:
    """The months in a row that somebody owes, and the number of months at which he is told."""

    run: Run
    months: int


def due(act: Lapse) -> QuerySet[Person]:
    """Return who has reached a step under the organization of which nobody has been told yet."""
    return Person.objects.filter(among("id", _steps(act))).select_related("home")


def remind(act: Lapse, people: Sequence[Person]) -> Iterable[Skipped]:
    """Tell each and his branch, and keep of which months; leaves nobody out."""
    steps = _steps(act)
    owing = [(person, steps[person.pk]) for person in people if person.home]
    ArrearsReminder.objects.bulk_create(
        ArrearsReminder(
            root=person.home.root, person=person, first=step.run.first, last=step.run.last, step=step.months,
            told_on=act.on,
        )
        for person, step in owing
        if person.home
    )  # fmt: skip
    sending.send([*_to_members(act, owing), *_to_branches(act, owing)], by=None)
    return ()


@once
def _steps(act: Lapse) -> Mapping[int, Step]:
    """Return the step that each has reached untold, by the person's key; read once for an act."""
    here = law.set_of(rules.WARN_MONTHS, act.on)
    national = rules.WARN_MONTHS.version(act.on).value
    least = min((one for value in (national, *here.values()) for one in numbers_of(value)), default=None)
    if least is None:
        return {}
    owing = arrears.with_unpaid_months(act.organization.path, least, act.on)
    members = Person.objects.filter(pk__in=owing, standing__status__in=MEMBERS_STATUSES)
    homes = dict(members.values_list("pk", "home__path"))
    runs, told = arrears.unpaid_runs(homes, act.on), _told(homes)
    lapses = act.law.number(rules.LAPSE_MONTHS)
    found = {}
    for person, ones in runs.items():
        run, months = ones[-1], numbers_of(law.nearest(rules.WARN_MONTHS, here, homes[person] or "", act.on))
        reached = max((one for one in months if one <= run.months < lapses), default=None)
        if reached and not any(_names(one, run, reached) for one in told[person]):
            found[person] = Step(run, reached)
    return found


def _told(people: Iterable[int]) -> Mapping[int, list[ArrearsReminder]]:
    told: dict[int, list[ArrearsReminder]] = defaultdict(list)
    for one in ArrearsReminder.objects.filter(among("person_id", people)):
        told[one.person_id].append(one)
    return told


def _names(told: ArrearsReminder, run: Run, months: int) -> bool:
    """Tell whether a reminder of this step, or of a later one, has named the month with which it was reached.

    A payment that shortens a run therefore brings no reminder of months already named; a month more, or anew, does.
    """
    return told.step >= months and told.first <= add_months(run.first, months - 1) <= told.last


def _to_members(act: Lapse, owing: Sequence[tuple[Person, Step]]) -> Iterator[Word]:
    lapses = act.law.number(rules.LAPSE_MONTHS)
    for person, step in owing:
        text = (
            f"{person.name}同志：你{_months(step.run)}的团费尚未交纳，连续 {step.run.months} 个月，"
            f"共 {yuan(step.run.fen)} 元。请尽快向团支部交纳；有困难的，可以申请减免。"
            f"没有正当理由连续 {lapses} 个月不交纳团费的，以自行脱团论（团章第八条）；"
            f"仍不交纳的，{zh_date(add_months(step.run.first, lapses))}起按此处理。"
        )
        yield Word(person.pk, person.home.root if person.home else "", None, text, act.at)


def _to_branches(act: Lapse, owing: Sequence[tuple[Person, Step]]) -> Iterator[Word]:
    """Yield one message to each officer of a branch, with everybody of it whom a message can hold."""
    by_branch: dict[Organization, list[tuple[Person, Step]]] = defaultdict(list)
    for person, step in owing:
        if person.home:
            by_branch[person.home].append((person, step))
    officers = _officers(act, by_branch)
    for branch, ones in by_branch.items():
        text = _branch_text(branch, ones)
        for officer in officers[branch.pk]:
            yield Word(officer, branch.root, None, text, act.at)


def _officers(act: Lapse, branches: Iterable[Organization]) -> Mapping[int, set[int]]:
    """Return who is secretary or keeps the dues of each branch, the deputy where nobody does."""
    held = Appointment.objects.on(act.on).filter(
        among("post__organization_id", (one.pk for one in branches)), post__role__in=(*OFFICERS, DEPUTY)
    )
    rows = list(held.values_list("post__organization", "post__role", "person"))
    found: dict[int, set[int]] = defaultdict(set)
    for roles in (OFFICERS, (DEPUTY,)):
        known = set(found)
        for branch, role, person in rows:
            if branch and branch not in known and role in roles:
                found[branch].add(person)
    return found


def _branch_text(branch: Organization, ones: Sequence[tuple[Person, Step]]) -> str:
    text = (
        f"{branch.name}有 {len(ones)} 名团员连续未交团费，系统已提醒本人，请支部也提醒交纳，"
        "有困难的告知可以申请减免。可转发："
    )
    for number, (person, step) in enumerate(ones):
        line = f"{'；' if number else ''}{person.name}（{_months(step.run)}，{yuan(step.run.fen)} 元）"
        if len(text) + len(line) > MESSAGE - 2:
            return f"{text}等。"
        text += line
    return f"{text}。"


def _months(run: Run) -> str:
    return zh_months(months_between(run.first, run.last))
