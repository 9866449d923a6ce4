"""任职的文书: how the facts of the 交接清单 are read from the case."""

from __future__ import annotations

from forms.money import yuan
from procedures.office.conditions import Office
from procedures.office.drawing import GROUPS
from procedures.office.papers import HandoverList
from workflows.people.models import Organization
from workflows.people.models.post import title_of
from workflows.table import PaperKind


def handover_list(act: Office, number: str, issuer: Organization) -> HandoverList:
    """Return the facts of the 交接清单."""
    facts = act.facts
    return HandoverList(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        post=title_of(facts.role, act.organization.name),
        giver=facts.giver,
        successor=act.subject.name,
        stood_in=facts.stood_in,
        document=facts.document,
        changed_on=facts.changed_on or act.on,
        last_on=facts.last_on,
        given_on=facts.listed_on,
        received_on=act.on,
        rows=tuple((GROUPS[one.group], one.title, one.number, one.note) for one in facts.items),
        money=_money(act),
        why_different=facts.why_different,
        why_counted=facts.why_counted,
        message=facts.message,
    )


def _money(act: Office) -> tuple[tuple[str, str], ...]:
    facts = act.facts
    if facts.book_fen is None and not facts.given_fen:
        return ()
    book = facts.book_fen or 0
    rows = [
        (f"{facts.book or '账面余额'}（账面）", book),
        ("其中现金", facts.cash_fen),
        ("其中存单位账户", facts.bank_fen),
    ]
    rows += [("现金加存款与账面相差", abs(facts.given_fen - book))] if facts.given_fen != book else []
    rows += [("接任人实收", facts.counted_fen)] if facts.counted_fen is not None else []
    return tuple((title, yuan(fen)) for title, fen in rows)


HANDOVER_LIST = PaperKind("handover_list", "交接清单", HandoverList, handover_list, issuer="branch", word="交")
