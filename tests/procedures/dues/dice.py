"""What might be done with dues on a day, drawn by dice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from procedures.register.months import month_of
from tests.procedures.dues.keeper import BRANCHES, MEMBERS
from workflows.days.dates import add_months

WAGES = (0, 150_000, 199_999, 200_000, 420_000, 450_000, 1_500_000)


def some_act(dice: Random, on: date) -> tuple[Any, ...]:
    """Return an act that somebody might do about a day, or might try to."""
    name, index = dice.choice(MEMBERS), dice.randrange(8)

    def month(back: int = 4, ahead: int = 5) -> str:
        return f"{add_months(month_of(on), dice.randint(-back, ahead)):%Y-%m}"

    def months() -> list[str]:
        first = month_of(on)
        count, begin = dice.randint(1, 6), dice.randint(-3, 2)
        return [f"{add_months(first, begin + number):%Y-%m}" for number in range(count)]

    kinds: dict[str, tuple[int, Callable[[], tuple[Any, ...]]]] = {
        "open": (5, lambda: (dice.choice(("HOSP", "MED", "SURG", "FARB")), month(3, 0), month(0, 4))),
        "pay": (9, lambda: (name, months(), dice.choice((None, None, dice.randint(1, 3000))))),
        "pay ": (5, lambda: (name, [], dice.choice((20, 300, 800, 1600, 2400, dice.randint(1, 5000))))),
        "give": (1, lambda: (name, dice.randint(1, 5000))),
        "take_in": (4, lambda: (dice.choice(BRANCHES), {one: dice.choice((20, 300, 800, 1600)) for one in MEMBERS})),
        "reverse": (6, lambda: (index,)),
        "relief": (3, lambda: (name, month(), dice.randint(0, 5), dice.choice(("reduction", "exemption")))),
        "basis": (8, lambda: (name, month(), dice.choice(WAGES), dice.choice(("wage", "wage", "student")))),
        "fall": (4, lambda: (name,)),
        "move": (4, lambda: (name, dice.choice(BRANCHES))),
        "move_out": (2, lambda: (name,)),
        "come_back": (4, lambda: (name, dice.choice(BRANCHES))),
        "leave": (3, lambda: ("n3",)),
        "restore": (2, lambda: (index,)),
        "refund": (6, lambda: (name, dice.choice((None, None, dice.randint(1, 500))))),
        "take_refund_back": (2, lambda: (index,)),
        "remit": (2, lambda: (dice.choice(("MED", "SURG", "HOSP", "FARB")), dice.choice(("2026-H1", "2026-Q2")))),
        "receive": (2, lambda: (index,)),
    }
    kind = dice.choices(list(kinds), [weight for weight, _ in kinds.values()])[0]
    return (kind.strip(), *kinds[kind][1]())
