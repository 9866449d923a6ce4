"""Shares and laws keep their promises for every value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.joining import rules
from workflows.engine.law import NotAdjustable, check_parameter
from workflows.table.rules import Law, Share

SHARES = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1])


@given(SHARES, st.booleans(), st.integers(0, 500))
def test_the_least_number_satisfies_a_share_and_one_fewer_does_not(
    pair: tuple[int, int], inclusive: bool, whole: int
) -> None:
    part = Fraction(*pair)

    least = Share(part, inclusive).least(whole)

    assert least >= part * whole if inclusive else least > part * whole
    assert not (least - 1 >= part * whole if inclusive else least - 1 > part * whole)


@pytest.mark.parametrize("text", ["1/2", "half", "<1/2", "", ">"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Share.parse(text)


def test_a_local_value_goes_before_the_national_one_of_its_day() -> None:
    law = Law(date(2026, 1, 1), {"join.observe_months": 6})

    assert law.number(rules.OBSERVE_MONTHS) == 6
    assert law.number(rules.CLASS_HOURS) == 8


@given(st.integers(0, 12))
def test_a_stricter_value_is_taken_and_a_laxer_one_refused(months: int) -> None:
    if months >= 3:
        check_parameter(rules.OBSERVE_MONTHS, months, date(2026, 1, 1))
        return
    with pytest.raises(NotAdjustable):
        check_parameter(rules.OBSERVE_MONTHS, months, date(2026, 1, 1))
