"""交接页旁: who gives, who takes, what changes at which moment; the money as it was given, and what the giver says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.money import yuan
from procedures.office.conditions import Office
from procedures.office.handover_conditions import ending, first_day, money_now
from workflows.people.models.post import title_of
from workflows.table.rows import SidePanel


def _change(act: Office) -> Mapping[str, Any]:
    facts, held = act.facts, ending(act)
    money = money_now(act) if facts.listed_on is None else None
    book = facts.book_fen if facts.listed_on else (money.fen if money else None)
    differs = facts.listed_on is not None and book is not None and facts.given_fen != book
    return {
        "post": title_of(facts.role, act.organization.name) if facts.role else "",
        "giver": facts.giver,
        "giver_there": held is not None,
        "successor": act.subject.name,
        "document": facts.document,
        "listed_on": facts.listed_on,
        "stood_in": facts.stood_in,
        "first_day": first_day(act),
        "last_day": facts.last_on,
        "tasks": next((one.number for one in facts.items if one.code == "tasks"), ""),
        "book": yuan(book) if book is not None else "",
        "cash": yuan(facts.cash_fen) if facts.listed_on and book is not None else "",
        "bank": yuan(facts.bank_fen) if facts.listed_on and book is not None else "",
        "differs": yuan(abs(facts.given_fen - (book or 0))) if differs else "",
        "why_different": facts.why_different,
        "message": facts.message,
    }


CHANGE = SidePanel("office/change.html", _change)
