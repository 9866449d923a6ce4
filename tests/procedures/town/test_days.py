"""The demo's stories are told in days before the demo's day; they can be played whatever day that is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time

import pytest
from django.db import transaction

from procedures.town.life import bring_to_life

# A day in another half of another year than that of `test_town.py`; a longer form asks for more (dates, with commas).
DAYS = os.environ.get("TUANWU_TEST_DAYS", "2027-07-02").split(",")


@pytest.mark.slow
@pytest.mark.any_database  # the day differs here and nothing else; `test_town.py` builds the town on both
@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_the_town_can_be_built_on_any_day(day: str) -> None:
    today = date.fromisoformat(day)

    with transaction.atomic():
        built = bring_to_life(today, datetime.combine(today, time(2), tzinfo=UTC))
        transaction.set_rollback(True)

    assert built is not None
    assert built.acts > 800
