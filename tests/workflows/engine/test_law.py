"""What a committee may set for itself: a stricter value, never a laxer one."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.joining import rules
from workflows.engine.law import NotAdjustable, check_parameter


@pytest.mark.parametrize("months", [3, 4, 12])
def test_a_stricter_value_is_taken(months: int) -> None:
    check_parameter(rules.OBSERVE_MONTHS, months, date(2026, 1, 1))


@pytest.mark.parametrize("months", [0, 1, 2])
def test_a_laxer_value_is_refused(months: int) -> None:
    with pytest.raises(NotAdjustable, match="只能从严"):
        check_parameter(rules.OBSERVE_MONTHS, months, date(2026, 1, 1))
