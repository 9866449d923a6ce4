"""超龄扫描: the round that opens a case for everybody whose exit is due, month by month and every night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from procedures.exit import due, rules
from procedures.exit.due import Coming
from procedures.exit.facts import ExitFacts
from workflows.days.dates import zh_date
from workflows.people.models import Organization, Person
from workflows.table import Placed, Skipped
from workflows.table.act import Act

Exit = Act[ExitFacts]


def who(act: Exit) -> QuerySet[Person]:
    """Return the members who complete the age by the end of the month, late ones too, under the organization."""
    years = act.law.number(rules.EXIT_AGE)
    return due.members_of_age(_scope(act).path, act.answers["month"], years).select_related("home")


def places(act: Exit, people: Sequence[Person]) -> Iterator[Placed | Skipped]:
    """Put each at the first stage, or say why not: an office keeps him, or the month's case has ended."""
    found = due.coming(people, act.on, act.law)
    ended = due.closed_before(people)
    for person in people:
        one = found.get(person.pk)
        if one is None:
            yield Skipped(person, "no_birth_date", "名册中没有出生日期，无法核对年龄，请先补全。")
        elif one.kept:
            yield Skipped(person, due.KEPT, _kept_sentence(one))
        elif person.pk in ended and due.still_stands(ended[person.pk], person.home_id, act.on):
            yield _as_ended(person, ended[person.pk].stage, ExitFacts.model_validate(ended[person.pk].facts))
        else:
            yield Placed(person, "due", facts_of(one, act.on))


def facts_of(one: Coming, on: date) -> ExitFacts:
    """Return what a new case knows: birthday, the day on which it was due, whether that is long past."""
    late = due.first_of(due.month_text(on)) > one.due_on
    return ExitFacts(birthday_on=one.birthday_on, due_on=one.due_on, late=late)


def each_night(on: date) -> Mapping[str, Any]:
    """Look every night for whom the month at hand brings, whose office has ended, and who was missed."""
    return {"month": due.month_text(on)}


def period(act: Exit) -> str:
    """Return the month, in which a person has one case; a night's work opens the next one when an office ends."""
    return str(act.answers["month"]) if act.by else ""


def _scope(act: Exit) -> Organization:
    """Return the organization asked for, else the committee whose officer scans, with all below it."""
    asked: Organization | None = act.answers.get("organisation")
    return asked or act.chain.committee or act.organization


def _kept_sentence(one: Coming) -> str:
    if one.until is None:
        return f"{zh_date(one.birthday_on)}满龄，担任团内职务，未定任期；任职终止次日发起离团事项。"
    return f"{zh_date(one.birthday_on)}满龄，担任团内职务至{zh_date(one.until)}；次日发起离团事项。"


def _as_ended(person: Person, stage: str, facts: ExitFacts) -> Skipped:
    if stage == due.WITHDRAWN:
        return Skipped(person, due.WITHDRAWN, "本月的离团事项已撤回，下月重新列出。")
    until = f"至{zh_date(facts.office_until)}" if facts.office_until else "，未写明任期，下月重新列出"
    return Skipped(person, due.KEPT, f"支部核实担任团内职务{until}。")
