"""What a condition may say of an act, whom it lets pass, and which one is not asked after another."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import get_type_hints

import pytest

from tests.acting import acting
from workflows.table.condition import Condition, condition, judge_all, met, unmet
from workflows.table.refusals import Finding, Told
from workflows.table.rules import Confidence, Local, Rule, Version, unchanged

SAID_BY_THE_CONDITION = {"code", "sentence", "met"}
DAY = date(2026, 5, 28)
SURE_SINCE = DAY
RULE = Rule("trial.asked", "TRIAL-ASKED", "试行", Confidence.HIGH, unchanged(True, "文件"), local=Local.FREE)
OTHER = Rule("trial.other", "TRIAL-OTHER", "另一条", Confidence.HIGH, unchanged(3, "文件"))
ONCE_DOUBTFUL = Rule(
    "trial.doubtful", "TRIAL-DOUBTFUL", "旧文件不明", Confidence.HIGH,
    (Version(1, "旧文件", confidence=Confidence.MEDIUM), Version(2, "新文件", SURE_SINCE)),
)  # fmt: skip
MEETING = "joining.hold_meeting"


def says(code: str, finding: Finding | None, after: tuple[Condition, ...] = ()) -> Condition:
    return Condition(code, "试", lambda act: finding, after=after)


def test_what_a_finding_may_tell_are_its_own_fields_with_their_own_types() -> None:
    told, own = get_type_hints(Told), get_type_hints(Finding)

    assert told == {one.name: own[one.name] for one in fields(Finding) if one.name not in SAID_BY_THE_CONDITION}


def test_a_word_that_no_finding_has_cannot_be_told() -> None:
    with pytest.raises(TypeError, match=r"max"):
        unmet("预交 7 个月，最多 6 个月。", max=6)  # type: ignore[call-arg]  # what the type check refuses too


@pytest.mark.parametrize("finding", [met("齐全。", have=3), unmet("不全。", have=2, need=3), None])
def test_a_finding_takes_the_code_and_rule_of_its_condition(finding: Finding | None) -> None:
    found = Condition("not_whole", "试", lambda act: finding, RULE).judge(acting(MEETING, DAY))

    assert (found is None) is (finding is None)
    if finding and found:
        assert (found.code, found.rule, found.met) == ("not_whole", RULE, finding.met)
        assert (found.sentence, found.have, found.need) == (finding.sentence, finding.have, finding.need)


def test_a_finding_keeps_a_code_and_rule_of_its_own() -> None:
    own = Finding("own_code", "不全。", rule=OTHER)

    found = Condition("not_whole", "试", lambda act: own, RULE).judge(acting(MEETING, DAY))

    assert found is not None
    assert (found.code, found.rule) == ("own_code", OTHER)


@pytest.mark.parametrize(
    ("rule", "here", "finding", "said"),
    [
        (RULE, {RULE: False}, unmet("不全。"), None),
        (RULE, {RULE: False}, met("齐全。"), True),
        (RULE, {RULE: True}, unmet("不全。"), False),
        (RULE, {}, unmet("不全。"), False),
        (None, {}, unmet("不全。"), False),
    ],
)
def test_what_a_lifted_rule_asks_is_not_asked(
    rule: Rule | None, here: dict[Rule, bool], finding: Finding, said: bool | None
) -> None:
    found = Condition("not_whole", "试", lambda act: finding, rule).judge(acting(MEETING, DAY, set_here=here))

    assert (found.met if found else None) is said


def test_a_condition_refuses_where_nothing_else_is_said() -> None:
    plain = condition("not_whole", "试")(lambda act: unmet("不全。"))

    assert plain == Condition("not_whole", "试", plain.test)
    assert (plain.rule, plain.after) == (None, ())
    assert [plain.warns, plain.asks, plain.waivable, plain.firm] == [False] * 4
    assert not plain.lets_pass(acting(MEETING, DAY))
    assert [one.default for one in fields(Condition)[4:7]] == [False] * 3
    assert Condition("not_whole", "试", plain.test).firm is False


def test_each_word_of_a_condition_is_kept() -> None:
    first = says("first", None)
    whole = condition("not_whole", "试", RULE, warns=True, asks=True, waivable=True, after=(first,), firm=True)

    made = whole(lambda act: None)

    assert (made.rule, made.warns, made.asks, made.waivable, made.after, made.firm) == (
        RULE, True, True, True, (first,), True
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "warns", "firm", "on", "passes"),
    [
        (None, False, False, DAY, False),
        (None, True, False, DAY, True),
        (RULE, False, False, DAY, False),
        (RULE, True, False, DAY, True),
        (ONCE_DOUBTFUL, False, False, SURE_SINCE - timedelta(days=1), True),
        (ONCE_DOUBTFUL, False, False, SURE_SINCE, False),
        (ONCE_DOUBTFUL, False, True, SURE_SINCE - timedelta(days=1), False),
        (ONCE_DOUBTFUL, True, True, SURE_SINCE, True),
    ],
)
def test_an_act_goes_on_where_the_condition_warns_or_its_text_was_doubtful_on_that_day(
    rule: Rule | None, warns: bool, firm: bool, on: date, passes: bool
) -> None:
    one = Condition("not_whole", "试", lambda act: unmet("不全。"), rule, warns=warns, firm=firm)

    assert one.lets_pass(acting(MEETING, on)) is passes


def test_every_condition_is_judged_whatever_those_before_it_found() -> None:
    needs = (says("a", unmet("甲。")), says("b", met("乙。")), says("c", None), says("d", unmet("丁。")))

    judged = list(judge_all(acting(MEETING, DAY), needs))

    assert [one for one, _ in judged] == list(needs)
    assert [finding and finding.met for _, finding in judged] == [False, True, None, False]


@pytest.mark.parametrize(("first", "asked"), [(unmet("甲。"), False), (met("甲。"), True), (None, True)])
def test_a_condition_after_one_that_fails_is_left_out_and_so_is_whatever_follows_it(
    first: Finding | None, asked: bool
) -> None:
    a = says("a", first)
    b = says("b", met("乙。"), after=(a,))
    c = says("c", unmet("丙。"), after=(b,))
    d = says("d", met("丁。"))

    judged = [one.code for one, _ in judge_all(acting(MEETING, DAY), (a, b, c, d))]

    assert judged == (["a", "b", "c", "d"] if asked else ["a", "d"])


def test_what_is_left_out_is_not_even_asked() -> None:
    def never(act: object) -> Finding:
        raise AssertionError("asked after one that fails")

    a = says("a", unmet("甲。"))
    b = Condition("b", "试", never, after=(a,))

    assert [one.code for one, _ in judge_all(acting(MEETING, DAY), (a, b))] == ["a"]


def test_a_finding_is_met_or_not() -> None:
    assert (met("齐全。").met, unmet("不全。").met) == (True, False)
