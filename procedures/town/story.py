"""Stories of the demo as data: who, where, what was done how many days ago. A procedure tells its own in `demo.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class OfRoll:
    """A number of voters: so many percent of 应到 on the day of the act, rounded down, less some."""

    percent: int
    less: int = 0


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day of an answer, relative to the demo's day.

    `month` gives its month instead, written 2026-11, and `back` the one so many months before, which no days count.
    """

    day: int
    month: bool = False
    back: int = 0


@dataclass(frozen=True, slots=True)
class EachOf:
    """Everybody on the roll who has a dues basis and is no Party member, but each n-th: the deed is done for each."""

    but_every: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that is uploaded with a form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Left:
    """An earlier membership and how it ended, in days before the demo's day."""

    joined: int
    left: int
    status: str


@dataclass(frozen=True, slots=True)
class Someone:
    """The person a story is about.

    Attributes:
        age: completed years on the demo's day.
        birthday_in: days until the next birthday.
        kin: reference to a declared relative, such as `@branch_secretary`.
        joined: days before the demo's day on which a member joined; 0 for nobody of the League.
        party_stage, party_since, party_applied: Party facts, the days before the demo's day.
    """

    name: str
    sex: str = "female"
    age: int = 20
    birthday_in: int = 100
    ethnicity: str = "汉族"
    work: str = ""
    kin: str = ""
    left: Left | None = None
    joined: int = 0
    party_stage: str = ""
    party_since: int = 0
    party_applied: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """One act.

    Attributes:
        day: relative to the demo's day, so below 0 in a finished story.
        by: `@applicant`, a role at the story's branch or above it (`@branch_secretary`, `@committee_reviewer`,
            `@superior`), `@member1` for a member without office, `@branch_secretary:CODE` for another organization,
            empty for a visitor without an account; the act `sweep` is the calendar's.
        with_: the answers; references are as in `by`, `#CODE` is an organization.
        of: whose case of a round, or of those the calendar opened, it is done on: a person, or `#CODE` for the cover
            of a branch; `@each` as `by` and `of` does it on every open case of the round that waits at somebody's own
            desk, each by himself.
    """

    day: int
    act: str
    by: str = ""
    with_: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    of: str = ""
    procedure: str = ""

    def on(self, day: int) -> Deed:
        """Return the same deed on another day."""
        return replace(self, day=day)

    def beside(self, procedure: str) -> Deed:
        """Return the same deed as one of another procedure."""
        return replace(self, procedure=procedure)

    def answering(self, **answers: Any) -> Deed:
        """Return the same deed with some answers changed."""
        return replace(self, with_={**self.with_, **answers})


@dataclass(frozen=True, slots=True)
class Story:
    """One case, or a round: its first deed opens it, a later one the next when it has ended.

    `others` are more people whom it is about, by a word of its own.
    Without `who` it is about the people who are there anyway.
    """

    title: str
    who: Someone | None
    at: str
    deeds: tuple[Deed, ...]
    others: Mapping[str, Someone] = field(default_factory=dict)


def ending(deeds: tuple[Deed, ...], upto: str, ago: int) -> tuple[Deed, ...]:
    """Return the deeds up to the last one of an act, so shifted that it was done so many days ago."""
    last = max(index for index, deed in enumerate(deeds) if deed.act == upto)
    shift = -ago - deeds[last].day
    return tuple(deed.on(deed.day + shift) for deed in deeds[: last + 1])
