"""Rules: which version stands on a day, what an organization may set over it, and how a value is counted and said."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.joining import rules
from workflows.table.registry import procedures
from workflows.table.rules import (
    Confidence,
    ImpossibleRule,
    Law,
    Local,
    Rule,
    Share,
    Value,
    Version,
    is_series,
    numbers_of,
    unchanged,
)

FIRST, SECOND = date(2016, 8, 1), date(2023, 8, 17)
DAY = timedelta(days=1)
SHARES = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1])


def _rule(*begins: date | None) -> Rule:
    versions = tuple(Version(number, f"文件{number}", since) for number, since in enumerate(begins, 1))
    return Rule("trial.months", "TRIAL-MONTHS", "试行期限", Confidence.HIGH, versions, "个月")


def test_a_version_ends_on_the_day_before_the_next_begins() -> None:
    rule = _rule(None, FIRST, SECOND)

    assert [rule.until(version) for version in rule.versions] == [FIRST - DAY, SECOND - DAY, None]
    assert [rule.version(day).value for day in (FIRST - DAY, FIRST, SECOND - DAY, SECOND)] == [1, 2, 2, 3]
    assert [rule.standing(version) for version in rule.versions] == [
        "至2016年7月31日止",
        "自2016年8月1日起施行，至2023年8月16日止",
        "自2023年8月17日起施行",
    ]


def test_the_only_version_of_a_rule_always_stands() -> None:
    rule = _rule(None)

    assert rule.standing(rule.versions[0]) == "一直适用"


def test_before_the_first_version_nothing_stands() -> None:
    rule = _rule(FIRST)

    with pytest.raises(LookupError, match=r"trial.months has no version on 2016-07-31"):
        rule.version(FIRST - DAY)


@pytest.mark.parametrize(
    "begins", [(), (None, None), (FIRST, None), (FIRST, FIRST), (SECOND, FIRST), (None, SECOND, FIRST)]
)
def test_versions_that_overlap_or_have_no_order_cannot_be_written(begins: tuple[date | None, ...]) -> None:
    with pytest.raises(ImpossibleRule, match=r"trial.months"):
        _rule(*begins)


def test_every_rule_of_every_procedure_has_one_version_on_each_day() -> None:
    borders = [
        (rule, version.since)
        for procedure in procedures()
        for rule in procedure.rules
        for version in rule.versions
        if version.since
    ]

    assert borders
    assert [rule.key for rule, since in borders if rule.version(since).since != since] == []


def _of(value: Value, local: Local = Local.FREE, unit: str = "") -> Rule:
    return Rule("trial.rule", "TRIAL-RULE", "试行规则", Confidence.HIGH, unchanged(value, "文件"), unit, local)


def _law(rule: Rule, value: Value) -> Law:
    return Law(SECOND, {rule.key: value})


def test_how_sure_a_rule_is_and_what_may_be_set_are_said_in_chinese() -> None:
    assert {one.value: one.label for one in Confidence} == {
        "H": "有明文",
        "M": "有据，表述待核对",
        "L": "待核实",
        "K": "通行做法",
        "design": "本系统约定",
    }
    assert {one.value: one.label for one in Local} == {
        "fixed": "全国统一", "stricter": "只可从严", "free": "团委可以设定"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "numbers"),
    [("2,3,5", (2, 3, 5)), ("5, 3,2,3", (2, 3, 5)), ("1", (1,)), ("0", ()), ("0,1,4", (1, 4)), (False, ()), (6, (6,))],
)
def test_a_series_is_read_in_order_and_each_number_once(value: Value, numbers: tuple[int, ...]) -> None:
    assert numbers_of(value) == numbers
    assert _law(_of("1"), value).numbers(_of("1")) == numbers


@pytest.mark.parametrize("value", [True, "", "2,,3", "2;3", "1000", "二"])
def test_what_is_no_series_is_refused(value: Value) -> None:
    with pytest.raises(ValueError, match="not a series of numbers"):
        numbers_of(value)


@pytest.mark.parametrize(("text", "series"), [("2", True), ("2,30", True), ("2,", False), (",2", False), ("", False)])
def test_a_series_is_whole_numbers_with_commas_between(text: str, series: bool) -> None:
    assert is_series(text) is series


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "是"),
        (False, "否"),
        (3, "3 个月"),
        (0, "0 个月"),
        ("2,3,5", "2、3、5 个月"),
        (">1/2", "超过半数"),
        (">=2/3", "不少于三分之二"),
        (">4/5", "超过五分之四"),
        (">7/10", "超过十分之七"),
        (">11/20", "超过20分之11"),
        (">=10/11", "不少于11分之十"),
        (">=1", "不少于全部"),
        ("committee", "由团委审定"),
        ("branch", "branch"),
    ],
)
def test_a_value_is_said_in_chinese(value: Value, words: str) -> None:
    versions = unchanged(1, "文件")
    rule = Rule("trial.rule", "T", "试", Confidence.HIGH, versions, "个月", choices={"committee": "由团委审定"})

    assert rule.words(value) == words


def test_a_rule_without_unit_and_choices_says_the_value_alone() -> None:
    rule = Rule("trial.rule", "T", "试", Confidence.HIGH, unchanged(1, "文件"))

    assert [rule.words(5), rule.words("2,3"), rule.words("其他")] == ["5", "2、3", "其他"]


@pytest.mark.parametrize(
    ("local", "here", "stands"),
    [
        (Local.FIXED, 6, 3), (Local.FIXED, 2, 3), (Local.FREE, 6, 6), (Local.FREE, 2, 2),
        (Local.STRICTER, 6, 6), (Local.STRICTER, 3, 3), (Local.STRICTER, 2, 3),
    ],
)  # fmt: skip
def test_a_local_value_goes_before_the_national_one_where_the_rule_lets_it(
    local: Local, here: int, stands: int
) -> None:
    rule = _of(3, local)

    assert _law(rule, here)[rule] == stands
    assert Law(SECOND, {"another": here})[rule] == Law(SECOND)[rule] == 3


def test_a_rule_is_fixed_where_nothing_else_is_said() -> None:
    rule = Rule("trial.rule", "T", "试", Confidence.HIGH, unchanged(3, "文件"))

    assert _law(rule, 6)[rule] == 3


def test_the_law_is_that_of_its_day() -> None:
    rule = _rule(None, FIRST, SECOND)

    assert [Law(day)[rule] for day in (FIRST - DAY, FIRST, SECOND)] == [1, 2, 3]


def test_a_local_value_goes_before_the_national_one_of_its_day() -> None:
    law = Law(date(2026, 1, 1), {"join.observe_months": 6})

    assert law.number(rules.OBSERVE_MONTHS) == 6
    assert law.number(rules.CLASS_HOURS) == 8


@pytest.mark.parametrize(
    ("national", "local", "here", "lifted"),
    [
        (True, Local.FREE, False, True),
        (True, Local.FREE, True, False),
        (True, Local.FREE, None, False),
        (True, Local.FIXED, False, False),
        (False, Local.FREE, None, False),
        (False, Local.FREE, True, False),
        (1, Local.FREE, False, False),
        (3, Local.FREE, 0, False),
    ],
)
def test_only_a_rule_that_is_on_for_the_country_is_lifted_by_an_organization(
    national: Value, local: Local, here: Value | None, lifted: bool
) -> None:
    rule = _of(national, local)

    assert (Law(SECOND) if here is None else _law(rule, here)).lifts(rule) is lifted


@pytest.mark.parametrize("value", [True, False, "3", ">1/2"])
def test_what_is_no_whole_number_is_not_read_as_one(value: Value) -> None:
    with pytest.raises(TypeError, match=r"trial.rule is no whole number"):
        Law(SECOND).number(_of(value))


def test_a_row_stands_under_the_law_in_which_its_rule_has_the_value() -> None:
    rule = _of("committee")
    under = rule.is_("committee")

    assert (under.holds(Law(SECOND)), under.holds(_law(rule, "branch"))) == (True, False)


@pytest.mark.parametrize(
    ("confidence", "doubtful"),
    [(None, False), (Confidence.HIGH, False), (Confidence.MEDIUM, True), (Confidence.LOW, True)],
)
def test_a_version_is_doubtful_that_is_said_to_be_less_sure(confidence: Confidence | None, doubtful: bool) -> None:
    versions = (Version(1, "旧文件", confidence=confidence), Version(2, "新文件", SECOND))
    rule = Rule("trial.rule", "T", "试", Confidence.HIGH, versions)

    assert [rule.is_doubtful(SECOND - DAY), rule.is_doubtful(SECOND)] == [doubtful, False]


@pytest.mark.parametrize(
    ("text", "whole", "least"),
    [
        (">1/2", 0, 1),
        (">1/2", 9, 5),
        (">1/2", 10, 6),
        (">=1/2", 9, 5),
        (">=1/2", 10, 5),
        (">2/3", 9, 7),
        (">2/3", 10, 7),
        (">=2/3", 9, 6),
        (">=2/3", 10, 7),
        (">=1", 10, 10),
    ],
)
def test_a_share_is_exceeded_or_reached_by_the_least_whole_number(text: str, whole: int, least: int) -> None:
    assert Share.parse(text).least(whole) == least
    assert Law(SECOND).share(_of(text)).least(whole) == least


def test_a_share_must_be_exceeded_where_nothing_else_is_said() -> None:
    share = Share(Fraction(1, 2))

    assert (share.least(10), share.words, share.inclusive) == (6, "超过半数", False)


@given(SHARES, st.booleans(), st.integers(0, 500))
def test_the_least_number_satisfies_a_share_and_one_fewer_does_not(
    pair: tuple[int, int], inclusive: bool, whole: int
) -> None:
    part = Fraction(*pair)

    least = Share(part, inclusive).least(whole)

    assert least >= part * whole if inclusive else least > part * whole
    assert not (least - 1 >= part * whole if inclusive else least - 1 > part * whole)


@pytest.mark.parametrize("text", ["1/2", "half", "<1/2", "", ">", ">=", "=1/2"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Share.parse(text)


@pytest.mark.parametrize(
    ("local", "one", "other", "stricter"),
    [
        (Local.STRICTER, 4, 3, True),
        (Local.STRICTER, 3, 3, False),
        (Local.STRICTER, 2, 3, False),
        (Local.STRICTER, "四", 3, False),
        (Local.STRICTER, 4, "三", False),
        (Local.FREE, 4, 3, False),
        (Local.FIXED, 4, 3, False),
    ],
)
def test_the_greater_number_is_stricter_where_only_that_is_open(
    local: Local, one: Value, other: Value, stricter: bool
) -> None:
    assert _of(1, local).is_stricter(one, other) is stricter


@pytest.mark.parametrize(
    ("here", "first_on", "last_on", "overtaking"),
    [
        (5, None, None, [6, 9]),
        (5, None, FIRST - DAY, []),
        (5, None, FIRST, [6]),
        (5, None, SECOND - DAY, [6]),
        (5, None, SECOND, [6, 9]),
        (5, SECOND, None, [9]),
        (5, SECOND - DAY, None, [6, 9]),
        (5, FIRST, SECOND - DAY, [6]),
        (2, None, None, [3, 6, 9]),
        (2, FIRST - DAY, FIRST - DAY, [3]),
        (2, FIRST, None, [6, 9]),
        (2, FIRST - DAY, None, [3, 6, 9]),
        (6, None, None, [9]),
        (9, None, None, []),
    ],
)
def test_a_local_value_is_overtaken_by_the_stricter_versions_of_its_days(
    here: int, first_on: date | None, last_on: date | None, overtaking: list[int]
) -> None:
    versions = (Version(3, "一"), Version(6, "二", FIRST), Version(9, "三", SECOND))
    rule = Rule("trial.rule", "TRIAL-RULE", "试行规则", Confidence.HIGH, versions, "个月", Local.STRICTER)

    assert [one.value for one in rule.overtaking(here, first_on, last_on)] == overtaking
    assert list(_of(9).overtaking(here, first_on, last_on)) == []


@pytest.mark.parametrize(("here", "stands"), [(2, [3, 6]), (5, [5, 6]), (6, [6, 6]), (7, [7, 7])])
def test_what_was_set_here_stands_while_the_country_asks_for_no_more(here: int, stands: list[int]) -> None:
    versions = (Version(3, "一"), Version(6, "二", FIRST))
    rule = Rule("trial.rule", "TRIAL-RULE", "试行规则", Confidence.HIGH, versions, "个月", Local.STRICTER)

    assert [rule.here(here, day) for day in (FIRST - DAY, FIRST)] == stands
