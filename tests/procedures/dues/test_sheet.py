"""Amounts of a list of payments that no person means settle nothing, and months that no calendar has are refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from procedures.dues.fields import MonthsField
from procedures.dues.sheet import read_pasted


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-inf", "1e999999", "1E+300", "0.001", "-8", "9" * 400])
def test_a_row_whose_amount_is_none_settles_nothing(amount: str) -> None:
    assert [line.fen for line in read_pasted(f"王晓梅 {amount}")] == [None]


@pytest.mark.parametrize("months", ["9999-12", "9999-01至9999-12", "0000-05", "0001-01"])
def test_no_months_are_paid_of_a_year_that_nobody_means(months: str) -> None:
    with pytest.raises(ValidationError, match="不是年月"):
        MonthsField().clean(months)
