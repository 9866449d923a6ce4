"""What the robots did, kept so that a break can be told by the requests that led to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

CASE = re.compile(r"/cases/(\d+)/")
SHOWN = 120  # characters of an answer


@dataclass(frozen=True, slots=True)
class Deed:
    """One form that was sent: by whom, where, with which answers, and what came of it."""

    on: date
    who: str
    address: str
    fields: tuple[tuple[str, str], ...]
    status: int
    led_to: str = ""
    said: str = ""

    @property
    def case(self) -> int | None:
        """The key of the case that it was about or that it opened."""
        found = CASE.search(self.address) or CASE.search(self.led_to)
        return int(found[1]) if found else None

    @property
    def kind(self) -> str:
        """Its address without keys: the same for every case."""
        return re.sub(r"\d+", "N", self.address.partition("?")[0])

    def told(self) -> str:
        """Return it in one line."""
        answers = " ".join(f"{name}={value[:SHOWN]!r}" for name, value in self.fields if value)
        came = f"-> {self.led_to}" if self.led_to else f"said {self.said[: 2 * SHOWN]!r}"
        return f"{self.on} {self.who} POST {self.address} {answers} [{self.status} {came}]"


@dataclass(frozen=True, slots=True)
class Break:
    """Something that must hold and does not: what, about which case or person, and how it came to be."""

    rule: str
    what: str
    case: int | None = None
    history: tuple[str, ...] = ()

    def told(self) -> str:
        """Return it with its history, a line each."""
        return "\n".join((f"BROKEN {self.rule}: {self.what}", *(f"    {line}" for line in self.history)))


@dataclass(slots=True)
class Diary:
    """Every form that was sent, and how long pages took, month by month."""

    deeds: list[Deed] = field(default_factory=list)
    breaks: dict[tuple[str, str], Break] = field(default_factory=dict)
    pages: int = 0

    def note(self, found: Break) -> None:
        """Keep a break once, with the deeds that were done on its case."""
        history = tuple(self.of(found.case)) if found.case else found.history
        self.breaks.setdefault((found.rule, found.what), Break(found.rule, found.what, found.case, history))

    def of(self, case: int) -> Iterator[str]:
        """Yield what was done on a case and was not refused."""
        return (one.told() for one in self.deeds if one.case == case and one.status == 302)

    def counts(self) -> Sequence[tuple[str, int, int]]:
        """Return for each kind of form how often it was taken and how often not, the most frequent first."""
        sent = Counter(one.kind for one in self.deeds)
        taken = Counter(one.kind for one in self.deeds if one.status == 302)
        return [(kind, taken[kind], many - taken[kind]) for kind, many in sent.most_common()]
