"""Which acts are open, and what is said of one that is not: closed, early, done already, of another stage."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflows.engine.gated import (
    DAY,
    TABLE,
    act,
    frames,
    stored,
)
from workflows.engine import offering
from workflows.table.refusals import Refused
from workflows.table.rules import Law

AT_ASKED = ["propose", "chair", "receive", "adopt", "lead", "guide", "object", "tell", "either"]


@pytest.mark.parametrize(
    ("stage", "returned", "here", "codes"),
    [
        ("asked", (), {}, AT_ASKED),
        ("asked", (), {"trial.who": "committee"}, [*AT_ASKED[:-2], "report_up", "either"]),
        ("proposed", (), {}, ["approve"]),
        ("done", (), {}, ["late"]),
        ("proposed", ("ask",), {}, ["ask"]),
        ("proposed", ("report",), {}, ["report"]),
        ("proposed", ("propose",), {}, ["approve"]),
        ("proposed", ("ask", "propose"), {}, ["approve"]),
        ("proposed", ("propose", "ask"), {}, ["ask"]),
        ("proposed", ("propose", "approve", "report"), {}, ["report"]),
    ],
)
def test_the_rows_of_a_stage_are_open_under_its_law_and_what_is_asked_back_alone(
    stage: str, returned: tuple[str, ...], here: dict[str, str], codes: list[str]
) -> None:
    case = act(stage=stage, returns=frames(*returned)).case

    assert [row.code for row in offering.open_rows(TABLE, case, Law(DAY, here))] == codes


@pytest.mark.parametrize(
    ("stage", "code", "found"),
    [
        ("asked", "propose", "提出"),
        ("asked", "object", "异议"),
        ("proposed", "approve", "批准"),
        ("done", "late", "补记"),
        ("asked", "withdraw", "撤回"),
        ("asked", "comment", "评论"),
        ("done", "comment", "评论"),
        ("done", "correct", "更正"),
    ],
)
def test_an_open_act_is_found(stage: str, code: str, found: str) -> None:
    assert offering.find_row(act(stage=stage), code).title == found


@pytest.mark.parametrize("code", ["withdraw", "claim", "propose"])
def test_a_case_that_has_ended_takes_nothing_that_is_not_open_at_its_end(code: str) -> None:
    with pytest.raises(Refused) as refused:
        offering.find_row(act(stage="done"), code)

    assert refused.value.code == "case_closed"
    assert refused.value.finding.sentence == "该事项已办结（已办），不能再办理。如情况有变，请发起新的事项。"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "reason", "refusal", "sentence"),
    [
        ("publish", "", "not_now", "当前环节是“待提出”，不能办理“公布”。现在可以办理：“提出”、“主持”"),
        ("approve", "", "too_soon", "尚未公示。"),
        ("approve", "到期", "not_now", "当前环节是“待提出”，不能办理“批准”。"),
        ("file", "", "later", "以后再说。"),
        ("report_up", "", "not_now", "当前环节是“待提出”，不能办理“上报”。"),
    ],
)
def test_an_act_of_another_stage_is_refused_with_what_is_open(
    code: str, reason: str, refusal: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        offering.find_row(act(reason=reason), code)

    assert refused.value.code == refusal
    assert refused.value.finding.sentence.startswith(sentence)


def test_an_act_that_no_table_has_is_no_refusal() -> None:
    with pytest.raises(LookupError, match="gated has no act 'dance'"):
        offering.find_row(act(), "dance")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entries", "refusal", "sentence"),
    [
        (
            (("propose", "asked", "proposed"),),
            "already_done",
            "周敏已于2026年5月1日办理“第1步”，不必重复办理。请刷新后再看。",
        ),
        (
            (("propose", "asked", "proposed"), ("propose", "asked", "proposed"), ("claim", "", "")),
            "already_done",
            "周敏已于2026年5月2日办理“第2步”，不必重复办理。请刷新后再看。",
        ),
        ((("propose", "asked", "proposed"), ("ask", "", "proposed")), "not_now", "当前环节是“待批准”"),
        ((("propose", "asked", ""),), "not_now", "当前环节是“待批准”"),
    ],
)
def test_what_was_done_last_is_not_done_twice(entries: Any, refusal: str, sentence: str) -> None:
    now = act()
    now.case = stored("proposed", *entries)

    with pytest.raises(Refused) as refused:
        offering.find_row(now, "propose")

    assert refused.value.code == refusal
    assert refused.value.finding.sentence.startswith(sentence)
