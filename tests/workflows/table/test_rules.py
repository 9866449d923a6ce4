"""The versions of a rule leave no day to two of them or to none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workflows.table.registry import procedures
from workflows.table.rules import Confidence, ImpossibleRule, Rule, Version

FIRST, SECOND = date(2016, 8, 1), date(2023, 8, 17)
DAY = timedelta(days=1)


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
