"""依据: a rule of the regulations as a versioned value.

A condition never holds a number of its own: it asks `law[RULE]`, and the law of an act is that of the act's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from workflows.days.dates import zh_date

Value = int | str | bool


class Confidence(StrEnum):
    """How sure the text of a rule is (rules.md): only H refuses without a parameter to lift it."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"
    KNOWN = "K"
    DESIGN = "design"

    @property
    def label(self) -> str:
        """The Chinese words that pages and papers show."""
        return _CONFIDENCE[self.value]


class Local(StrEnum):
    """What a deploying committee may set for itself."""

    FIXED = "fixed"
    STRICTER = "stricter"
    FREE = "free"

    @property
    def label(self) -> str:
        """The Chinese words that pages and papers show."""
        return _LOCAL[self.value]


SERIES = re.compile(r"[0-9]{1,3}(,[0-9]{1,3})*")


def is_series(text: str) -> bool:
    """Tell whether a value is a series of whole numbers: `2,3,5`; `0` stands for none."""
    return bool(SERIES.fullmatch(text))


def numbers_of(value: Value) -> tuple[int, ...]:
    """Return the numbers of a series, in order and each once; none of `0`, nor of a rule switched off.

    Raises:
        ValueError: the value is no series.
    """
    if value is False:
        return ()
    text = str(value).replace(" ", "")
    if not is_series(text):
        raise ValueError(f"not a series of numbers: {value!r}")
    return tuple(sorted({int(one) for one in text.split(",")} - {0}))


_CONFIDENCE = {"H": "有明文", "M": "有据，表述待核对", "L": "待核实", "K": "通行做法", "design": "本系统约定"}
_LOCAL = {"fixed": "全国统一", "stricter": "只可从严", "free": "团委可以设定"}


@dataclass(frozen=True, slots=True)
class Version:
    """A value with the first day on which it stands; it ends with the day before the next version begins.

    `confidence` is said where its text is surer, or less sure, than the rule's others.
    """

    value: Value
    source: str
    since: date | None = None
    confidence: Confidence | None = None


def unchanged(value: Value, source: str) -> tuple[Version]:
    """Return the one version of a rule that has stood for as long as anybody asks."""
    return (Version(value, source),)


class ImpossibleRule(ValueError):
    """The versions of a rule leave a day on which nobody could say which of them stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One number or choice of the regulations.

    Attributes:
        key: the parameter's name, as in rules.md 14 (`join.observe_months`).
        code: how a refusal names it (`JOIN-OBSERVE`).
        versions: oldest first; only the first may have no first day. The end of each is the beginning of the next.
        local: whether a committee may override the value; a `STRICTER` one, always a number, may only be raised.
        choices: the Chinese words for each value of a rule that is a choice.
    """

    key: str
    code: str
    title: str
    confidence: Confidence
    versions: tuple[Version, ...]
    unit: str = ""
    local: Local = Local.FIXED
    choices: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.versions:
            raise ImpossibleRule(f"{self.key} has no version")
        begins = [version.since for version in self.versions]
        if any(since is None for since in begins[1:]):
            raise ImpossibleRule(f"{self.key}: only the first version may have no first day")
        for earlier, later in pairwise(begins):
            if earlier and later and later <= earlier:
                raise ImpossibleRule(f"{self.key}: the version of {later} follows that of {earlier}")
        if self.local is Local.STRICTER and not all(isinstance(version.value, int) for version in self.versions):
            raise ImpossibleRule(f"{self.key}: only of numbers can be said which is stricter")

    def words(self, value: Value) -> str:
        """Say a value in Chinese: 3 个月, 2、3、5 个月, 超过半数, 是, 由团委审定."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int):
            return f"{value} {self.unit}".strip()
        if value.startswith(">"):
            return Share.parse(value).words
        if is_series(value):
            return f"{value.replace(',', '、')} {self.unit}".strip()
        return self.choices.get(value, value)

    def version(self, on: date) -> Version:
        """Return the version in force on a day.

        Raises:
            LookupError: the rule has no version for that day.
        """
        for version in reversed(self.versions):
            if version.since is None or version.since <= on:
                return version
        raise LookupError(f"{self.key} has no version on {on}")

    def is_stricter(self, one: Value, other: Value) -> bool:
        """Tell whether a value asks for more than another where only that is open to a committee: the greater does."""
        is_number = isinstance(one, int) and isinstance(other, int)
        return self.local is Local.STRICTER and is_number and one > other  # type: ignore[operator]

    def here(self, local: Value, on: date) -> Value:
        """Return what stands on a day where an organization has set a value: the national one where it is stricter."""
        national = self.version(on).value
        return national if self.local is Local.FIXED or self.is_stricter(national, local) else local

    def overtaking(self, local: Value, first_on: date | None, last_on: date | None) -> Iterator[Version]:
        """Yield the versions stricter than a local value that stand on some of its days; None for no first or last."""
        for version in self.versions:
            until = self.until(version)
            begins_later = version.since is not None and last_on is not None and version.since > last_on
            ended_before = until is not None and first_on is not None and until < first_on
            if self.is_stricter(version.value, local) and not begins_later and not ended_before:
                yield version

    def until(self, version: Version) -> date | None:
        """Return the last day of one of its versions: the day before the next; None for the one that stands last."""
        following = self.versions[self.versions.index(version) + 1 :]
        return following[0].since - timedelta(days=1) if following and following[0].since else None

    def standing(self, version: Version) -> str:
        """Say in Chinese from and until when one of its versions stands."""
        until = self.until(version)
        parts = [f"自{zh_date(version.since)}起施行"] if version.since else []
        parts += [f"至{zh_date(until)}止"] if until else []
        return "，".join(parts) or "一直适用"

    def is_doubtful(self, on: date) -> bool:
        """Tell whether the version of a day is less sure than its rule: what it asks is said, and refuses nobody."""
        confidence = self.version(on).confidence
        return confidence is not None and confidence is not Confidence.HIGH

    def is_(self, value: Value) -> Under:
        """Return the condition "where this rule has that value", for a row of a table."""
        return Under(self, value)


@dataclass(frozen=True, slots=True)
class Under:
    """The law under which a row of a table stands."""

    rule: Rule
    value: Value

    def holds(self, law: Law) -> bool:
        """Tell whether the row stands under that law."""
        return law[self.rule] == self.value


@dataclass(frozen=True, slots=True)
class Law:
    """The rules as they stand for one organization on one day."""

    on: date
    overrides: Mapping[str, Value] = field(default_factory=dict)

    def __getitem__(self, rule: Rule) -> Value:
        """Return the local value where the organization set one that stands beside the national one, else that."""
        if rule.local is not Local.FIXED and rule.key in self.overrides:
            return rule.here(self.overrides[rule.key], self.on)
        return rule.version(self.on).value

    def lifts(self, rule: Rule) -> bool:
        """Tell whether the organization has switched off a rule that may be lifted locally."""
        return rule.version(self.on).value is True and self[rule] is False

    def number(self, rule: Rule) -> int:
        """Return the value of a rule that is a whole number."""
        value = self[rule]
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{rule.key} is no whole number: {value!r}")
        return value

    def numbers(self, rule: Rule) -> tuple[int, ...]:
        """Return the numbers of a rule that is a series of them, in order and each once; none where it is lifted."""
        return numbers_of(self[rule])

    def share(self, rule: Rule) -> Share:
        """Return the value of a rule that is a share, such as `>1/2`."""
        return Share.parse(str(self[rule]))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole that must be exceeded, or reached where `inclusive`."""

    part: Fraction
    inclusive: bool = False

    @classmethod
    def parse(cls, text: str) -> Share:
        """Read `>1/2` or `>=1/2`.

        Raises:
            ValueError: the text is neither.
        """
        inclusive = text.startswith(">=")
        if not text.startswith(">"):
            raise ValueError(f"not a share: {text!r}")
        return cls(Fraction(text.removeprefix(">=" if inclusive else ">")), inclusive)

    def least(self, whole: int) -> int:
        """Return the smallest whole number that satisfies the share."""
        exact = self.part * whole
        floor = exact.numerator // exact.denominator
        return floor if self.inclusive and exact == floor else floor + 1

    @property
    def words(self) -> str:
        """Say the share in Chinese: 超过二分之一, 不少于三分之二."""
        verb = "不少于" if self.inclusive else "超过"
        return f"{verb}{_fraction_words(self.part)}"


def _fraction_words(part: Fraction) -> str:
    if part == Fraction(1, 2):
        return "半数"
    return "全部" if part == 1 else f"{_figure(part.denominator)}分之{_figure(part.numerator)}"


def _figure(number: int) -> str:
    """Say a number: in Chinese up to ten, beyond it in figures."""
    digits = "零一二三四五六七八九十"
    return digits[number] if number < len(digits) else str(number)
