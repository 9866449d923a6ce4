"""The books over any history: they balance, no month is jumped over, nothing is paid twice, pages show what is booked.

`TUANWU_DUES_HISTORIES=300 pytest tests/procedures/dues/test_histories.py` carries out as many; the number of the one
that fails is the seed of its dice.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from django.db import transaction

from tests.conftest import Play
from tests.procedures.dues.bookcheck import check_accounts, check_nothing_after_leaving
from tests.procedures.dues.dice import some_act
from tests.procedures.dues.keeper import BRANCHES, MEMBERS, WORLD, Keeper

pytestmark = pytest.mark.django_db

HISTORIES = int(os.environ.get("TUANWU_DUES_HISTORIES", "2"))
FROM = int(os.environ.get("TUANWU_DUES_HISTORIES_FROM", "0"))
ACTS = 13


def test_the_books_hold_and_pages_show_what_is_booked_whatever_is_done(play: Play) -> None:
    runner = play(WORLD)
    for seed in range(FROM, FROM + HISTORIES):
        done: list[object] = []
        try:
            with transaction.atomic():
                carry_out(Keeper(runner), Random(seed), done)
                transaction.set_rollback(True)
        except Exception as error:
            error.add_note(f"history {seed}:\n" + "\n".join(str(one) for one in done))
            raise


def carry_out(keeper: Keeper, dice: Random, done: list[object]) -> None:
    keeper.open("HOSP", "2026-01", "2026-03")
    for _ in range(ACTS):
        act, days = some_act(dice, keeper.on), dice.choice((0, 3, 11, 25))
        done.append((f"{keeper.on} + {days}", act))
        if keeper.do(act, days):
            done.append("done")
            keeper.check()
    keeper.check_pages()
    check_nothing_after_leaving(MEMBERS)
    check_accounts([*BRANCHES, "HOSP"], ["2026-Q1", "2026-Q2", "2026-H2", "2027"])
