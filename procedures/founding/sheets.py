"""建团的文书: how their facts are read from the case."""

from __future__ import annotations

from datetime import timedelta

from procedures.common import ballot
from procedures.founding import papers
from procedures.founding.conditions import Founding
from workflows.days.dates import add_months, zh_date
from workflows.people.models import Kind, Organization, Person, Role
from workflows.table import PaperKind


def founding_reply(act: Founding, number: str, issuer: Organization) -> papers.FoundingReply:
    """Return the facts of the reply that agrees."""
    facts, organiser = act.facts, act.answers["organiser"]
    return papers.FoundingReply(
        number=number, signed_by=issuer.name, signed_on=act.on, to=facts.unit or facts.name, name=facts.name,
        kind="临时团支部" if facts.temporary else str(Kind(facts.kind).label), members=facts.number,
        organiser=organiser.name if organiser else "", until=facts.until if facts.temporary else None,
        opinion=act.answers["opinion"],
    )  # fmt: skip


def result_reply(act: Founding, number: str, issuer: Organization) -> papers.ResultReply:
    """Return the facts of the reply on who holds office."""
    facts = act.facts
    first_on = facts.first_on or act.on
    names = dict(Person.objects.filter(pk__in=list(facts.duties)).values_list("pk", "name"))
    order = list(Role)
    duties = sorted(facts.duties.items(), key=lambda row: order.index(Role(row[1])))
    term = add_months(first_on, act.law.number(ballot.TERM)) - timedelta(days=1)
    met = (
        f"{zh_date(facts.met_on)}选举大会应到 {facts.should_attend} 人，实到 {facts.present} 人" if facts.met_on else ""
    )
    return papers.ResultReply(
        number=number, signed_by=issuer.name, signed_on=act.on, name=facts.name, code=facts.code,
        kind=str(Kind(facts.kind).label), first_on=first_on, last_on=facts.until if facts.temporary else term,
        officers=tuple(f"{Role(role).label} {names[pk]}" for pk, role in duties), ballot=met,
        designated=facts.temporary,
    )  # fmt: skip


FOUNDING_REPLY = PaperKind("founding_reply", "同意组建批复", papers.FoundingReply, founding_reply, word="批建")
RESULT_REPLY = PaperKind("result_reply", "选举结果批复", papers.ResultReply, result_reply, word="批选")
