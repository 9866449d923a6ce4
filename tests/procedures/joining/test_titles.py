"""Titles of the forms are right for whoever fills them in."""

from __future__ import annotations

from procedures.joining.forms import Approval


def test_the_approval_names_no_level_for_two_may_decide() -> None:
    assert Approval.title == "团委审批意见"
