"""交纳标准: what a basis comes to for a month, in fen; nothing is ever rounded up (rules.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass

from procedures.dues import rules
from procedures.register.models import DuesCategory
from workflows.table.rules import Law

YUAN = 100
EARNERS = (DuesCategory.WAGE, DuesCategory.IRREGULAR_INCOME)


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale under one law, read once for the months and people it is asked for.

    Attributes:
        low_fen, low_rate: what a wage below `wage_from` pays: an amount and so many per mille of it.
        rate: per mille of a wage from `wage_from` on, at most `cap` where there is one.
        fixed: the amount of each category that pays the same whatever it has.
    """

    wage_from: int
    low_fen: int
    low_rate: int
    rate: int
    whole_yuan: bool
    cap: int
    fixed: dict[str, int]

    @classmethod
    def of(cls, law: Law) -> Scale:
        """Return the scale of a law."""
        return cls(
            law.number(rules.WAGE_FROM),
            law.number(rules.LOW_WAGE),
            law.number(rules.LOW_RATE),
            law.number(rules.RATE),
            bool(law[rules.WHOLE_YUAN]),
            law.number(rules.CAP),
            {
                DuesCategory.STUDENT: law.number(rules.STUDENT),
                DuesCategory.FARMER: law.number(rules.FARMER),
                DuesCategory.NO_INCOME: law.number(rules.NO_INCOME),
                DuesCategory.PARTY_MEMBER: 0,
            },
        )

    def monthly(self, category: str, base_fen: int | None) -> int:
        """Return the fen of one month for a category and its after-tax monthly base."""
        if category in self.fixed:
            return self.fixed[category]
        base = base_fen or 0
        if base < self.wage_from:
            return self.low_fen + base * self.low_rate // 1000
        fen = base * self.rate // 1000
        whole = fen // YUAN * YUAN if self.whole_yuan else fen
        return min(whole, self.cap) if self.cap else whole
