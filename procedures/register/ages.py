"""年龄的依据: from when and until when one may be a member; joining, exit, letters and rosters ask the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from procedures.register.sources import CHARTER
from workflows.days.dates import age, zh_date
from workflows.table.rules import Confidence, Rule, Version

_TOO_OLD = (Version(28, f"{CHARTER}第一条、第六条"),)

MIN_AGE = Rule("join.min_age", "JOIN-AGE", "最低年龄", Confidence.HIGH, (Version(14, f"{CHARTER}第一条"),), "周岁")
MAX_AGE = Rule("join.max_age_exclusive", "JOIN-AGE-MAX", "年龄上限（不含）", Confidence.HIGH, _TOO_OLD, "周岁")
EXIT_AGE = Rule("exit.age", "EXIT-AGE", "超龄离团的年龄", Confidence.HIGH, _TOO_OLD, "周岁")

NUMBERED_FROM, PIONEERS_UNTIL = date(2017, 1, 1), date(2018, 12, 31)


@dataclass(frozen=True, slots=True)
class JoinedAt:
    """The age at which somebody is said to have joined, in words, and what is to be said of it.

    code: empty where nothing is; `joined_early` is recognized all the same, the other two are not.
    """

    years: int
    words: str
    code: str = ""


def joined_at(born: date, joined_on: date) -> JoinedAt:
    """Hold the day of joining against the day of birth (rules.md 3.6, 16: at 12 or 13 before 2017, 13 until 2018)."""
    years = age(born, joined_on)
    youngest, oldest = (int(rule.version(joined_on).value) for rule in (MIN_AGE, MAX_AGE))
    words = f"入团时 {max(years, 0)} 周岁（{zh_date(born)}出生，{zh_date(joined_on)}入团）"
    if years >= oldest:
        return JoinedAt(years, words, "joined_at_28")
    if years >= youngest:
        return JoinedAt(years, words)
    early = 2 if joined_on < NUMBERED_FROM else 1
    recognized = joined_on <= PIONEERS_UNTIL and years >= youngest - early
    return JoinedAt(years, words, "joined_early" if recognized else "joined_below_14")
