"""缴费表入账的条件: what a sheet is compared with before it is posted, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from forms.money import yuan
from procedures.dues import rules
from procedures.dues.conditions import Dues
from procedures.dues.models import Payment
from workflows.days.dates import zh_date
from workflows.store.keys import among
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

NAMED = 5


@condition("row_posted_before", "各行近期没有入过账", rules.SAME_ROW, warns=True)
def no_row_posted_before(act: Dues) -> Finding:
    """A file saved anew is another file, whose rows are the same: who has paid twice is told from that by a person."""
    rows = {row["person"]: row for row in act.facts.rows if row.get("person")}
    since = act.on - timedelta(days=act.law.number(rules.SAME_ROW))
    posted = Payment.objects.filter(
        among("person_id", rows),
        organization=act.organization,
        case__matter="import",
        posting__reversed_by=None,
        on__gte=since,
    ).order_by("-on")
    again = [
        f"{rows[person]['name']} {yuan(fen)} 元（{zh_date(on)}已入账）"
        for person, fen, on in posted.values_list("person_id", "fen", "on")
        if rows[person]["fen"] == fen
    ]
    if again:
        return unmet(
            f"本表有 {len(again)} 行与近期入账的相同：{_named(again)}。确是另一次交纳的，请说明情况。", have=len(again)
        )
    return met("各行近期没有入过账。")


def _named(rows: Sequence[str]) -> str:
    return "、".join(rows[:NAMED]) + ("等" if len(rows) > NAMED else "")
