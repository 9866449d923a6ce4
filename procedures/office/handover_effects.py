"""交接的后果: the list is kept with the ticks of both; once both have confirmed, the post changes hands at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from procedures.office import drawing
from procedures.office.conditions import Office
from procedures.office.facts import Item
from procedures.office.handover_conditions import (
    by_keeper,
    ending,
    first_day,
    items_now,
    money_now,
    seat_taken,
)
from workflows.appointments import appointing


def begin(act: Office) -> None:
    """Keep which post goes to whom from when, and who gives it."""
    given, facts = act.answers, act.facts
    held = given["appointment"]
    facts.role, facts.first_on, facts.last_on = given["role"], given["first_on"], given["last_on"]
    facts.document = given["document"]
    if held is not None:
        facts.giver, facts.ends = held.person.name, held.pk
        facts.outgoing = [] if appointing.over(held, act.recorded_on) else [held.person_id]


def begun_by_keeper(act: Office) -> bool:
    """Tell whether nobody need agree any more: a keeper has begun it."""
    return by_keeper(act)


def shown_to_giver(act: Office) -> Mapping[str, Any]:
    """Return what the giver's form shows: what the register knows, and what is commonly handed over."""
    usual = drawing.usual(act.organization, act.facts.role, act.recorded_on)
    return {"items": [_row(one) for one in (*items_now(act), *usual)]}


def shown_to_successor(act: Office) -> Mapping[str, Any]:
    """Return what the successor's form shows: the list as it was given."""
    return {"items": [_row(one) for one in act.facts.items]}


def _row(one: Item) -> dict[str, Any]:
    return {"code": one.code, "title": one.title, "number": one.number, "note": one.note, "yes": False}


def give(act: Office) -> None:
    """Keep the list as it is given, its numbers of the register as they are now."""
    facts, answers, money = act.facts, act.answers, money_now(act)
    own = [
        Item(code=f"own-{number}", group=drawing.THINGS, title=one["title"], number=one["number"], note=one["note"],
             given=True)
        for number, one in enumerate(row for row in answers["items"] if row["title"] and row["code"].startswith("own-"))
    ]  # fmt: skip
    facts.items = [*(one.model_copy(update={"given": True}) for one in items_now(act)), *own]
    facts.book, facts.book_fen = (money.title, money.fen) if money else ("", None)
    facts.cash_fen, facts.bank_fen = answers["cash"] or 0, answers["bank"] or 0
    facts.why_different, facts.message = answers["reason"], answers["message"]
    if act.by and act.by.pk not in facts.outgoing:
        facts.stood_in = act.by.name


def take_over(act: Office) -> None:
    """End the old term and begin the new one: rights change at the beginning of one day."""
    facts, held, first = act.facts, ending(act), first_day(act)
    facts.items = [one.model_copy(update={"received": True}) for one in facts.items]
    facts.counted_fen, facts.why_counted = act.answers["counted"], act.answers["reason"]
    facts.changed_on = first
    if held is not None and (held.last_on is None or held.last_on >= first):
        appointing.end_appointment(act, held, first - timedelta(days=1), because=f"交接，{act.subject}已点收")
    facts.appointment = appointing.appoint(act, seat_taken(act)).pk
