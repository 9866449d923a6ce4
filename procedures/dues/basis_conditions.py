"""团费基数的条件: whose basis is confirmed without saying how much, and what is confirmed then."""

from __future__ import annotations

from forms.money import yuan
from procedures.dues import rules
from procedures.dues.conditions import Dues
from procedures.dues.filled import approved
from procedures.dues.scale import EARNERS
from procedures.register.models import DuesCategory
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding


def confirmed(act: Dues) -> tuple[str, int | None]:
    """Return category and base in fen as the branch confirms them: what it leaves open stays as declared."""
    category = act.answers.get("category") or act.facts.category
    base = act.answers.get("base")
    if base is None and (category in EARNERS or not act.answers.get("category")):
        base = act.facts.base
    return category, base


@condition("base_missing", "按收入计算的有月基数", rules.BASIS, asks=True)
def base_known(act: Dues) -> Finding | None:
    """Who earns pays by what he earns: somebody must say how much, the member or the branch."""
    category, base = confirmed(act)
    if not approved(act) or category not in EARNERS:
        return None
    if base is None:
        return unmet(f"申报时没有填写月基数，{DuesCategory(category).label}按收入计算，请填写月基数。", field="base")
    return met(f"月基数 {yuan(base)} 元。")
