"""What a condition may say of an act."""

from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

import pytest

from workflows.table.condition import unmet
from workflows.table.refusals import Finding, Told

SAID_BY_THE_CONDITION = {"code", "sentence", "met"}


def test_what_a_finding_may_tell_are_its_own_fields_with_their_own_types() -> None:
    told, own = get_type_hints(Told), get_type_hints(Finding)

    assert told == {one.name: own[one.name] for one in fields(Finding) if one.name not in SAID_BY_THE_CONDITION}


def test_a_word_that_no_finding_has_cannot_be_told() -> None:
    with pytest.raises(TypeError, match=r"max"):
        unmet("预交 7 个月，最多 6 个月。", max=6)  # type: ignore[call-arg]  # what the type check refuses too
