"""转接的后果, of a refusal and of the appeal against it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.transfer import effects
from tests.procedures.transfer.places import (
    COUNTY,
    HOSP,
    LONE,
    TO_PLANT,
    ZONE,
    between,
)
from workflows.people.models import Organization

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("body", "facts", "appeal_to"),
    [
        (effects.old_committee, TO_PLANT, HOSP),
        (effects.above_old_committee, TO_PLANT, COUNTY),
        (effects.new_committee, TO_PLANT, ZONE),
        (effects.above_new_committee, TO_PLANT, COUNTY),
        (effects.above_new_committee, {"to_organization": COUNTY.pk}, COUNTY),
        (effects.new_committee, {"to_organization": LONE.pk}, COUNTY),
    ],
)
def test_a_refusal_is_kept_with_the_body_that_would_decide_an_appeal(
    body: Any, facts: dict[str, Any], appeal_to: Organization
) -> None:
    act = between("release_branch", DAY, facts=facts)

    effects.refuse_at("started", "原团支部", body)(act)

    assert (act.facts.refused_at, act.facts.refused_by, act.facts.appeal_to) == ("started", "原团支部", appeal_to.pk)


@pytest.mark.parametrize(
    ("decision", "refused_at", "goes_back"),
    [("upheld", "released", True), ("upheld", "started", False), ("dismissed", "released", False),
     ("dismissed", "started", False)],
)  # fmt: skip
def test_an_appeal_that_is_upheld_leads_back_to_where_it_was_refused(
    decision: str, refused_at: str, goes_back: bool
) -> None:
    act = between("decide_appeal", DAY, facts={"refused_at": refused_at}, answers={"decision": decision})

    assert effects.refused_in("released")(act) is goes_back


def test_an_appeal_that_is_upheld_undoes_the_refusal() -> None:
    act = between("decide_appeal", DAY, facts={"refused_at": "released", "refused_by": "接收方", "appeal_to": 1})

    effects.uphold(act)

    assert (act.facts.refused_at, act.facts.refused_by, act.facts.appeal_to) == ("", "", 0)
