"""A run: find what there is to ask, ask it oddly until the number or the time is up, and shrink what was wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from tests.fuzz.asking import Ask
from tests.fuzz.drawing import Drawing
from tests.fuzz.finding import Finder, Found, Target
from tests.fuzz.judging import Fault, Judge
from tests.fuzz.shrinking import shrunk

KEYS = tuple(str(number) for number in range(1, 30))


@dataclass(slots=True)
class Run:
    """What was asked, and each kind of fault with the shortest request that shows it."""

    judge: Judge
    say: Callable[[str], None] = field(default=lambda _: None)
    asked: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    faults: dict[str, tuple[Ask, Fault]] = field(default_factory=dict)

    def ask(self, asks: Iterable[Ask]) -> None:
        """Send requests, and keep the first of each kind of fault, shrunk."""
        for ask in asks:
            answer = self.judge.put(ask)
            self.asked += 1
            self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
            if answer.fault and answer.fault.key not in self.faults:
                self.keep(ask, answer.fault)

    def keep(self, ask: Ask, fault: Fault) -> None:
        """Keep a fault with the shortest request that shows it."""
        short = shrunk(ask, lambda one: self._key_of(one) == fault.key)
        told = self.judge.put(short).fault or fault
        self.faults[fault.key] = (short, told)
        self.say(_told(fault.key, short, told))

    def _key_of(self, ask: Ask) -> str:
        found = self.judge.put(ask).fault
        return found.key if found else ""

    def told(self) -> str:
        """Return each fault in words: what, the line that shows it, and the traceback."""
        return "\n\n".join(_told(key, ask, fault) for key, (ask, fault) in self.faults.items())


def _told(key: str, ask: Ask, fault: Fault) -> str:
    return f"{key}\n{ask.curl()}\n{fault.told}"


def drawing_of(judge: Judge, seed: int) -> Drawing:
    """Return what draws requests from a seed."""
    return Drawing(Random(seed), KEYS, tuple(judge.clients))


def find(judge: Judge, leads: Iterable[tuple[str, str]], *, each: bool) -> Found:
    """Return what there is to ask."""
    return Finder(judge, leads, each=each).find()


def some(found: Found, drawing: Drawing, number: int) -> Iterator[Ask]:
    """Yield so many requests: each target with all fields odd at once, then targets and ways as they are drawn."""
    targets = list(found.targets)
    drawing.chance.shuffle(targets)
    yield from (drawing.all(target) for target in targets[:number])
    yield from (drawing.any(_weighed(drawing.chance, targets)) for _ in range(number - len(targets)))


def until(found: Found, drawing: Drawing, end: float) -> Iterator[Ask]:
    """Yield requests until a moment of `perf_counter`, each field with each odd value among them."""
    chance, each = drawing.chance, drawing.each(found.targets)
    yield from (drawing.all(target) for target in found.targets)
    while time.perf_counter() < end:
        one = next(each, None) if chance.random() < 0.5 else None
        yield one or drawing.any(_weighed(chance, found.targets))


def _weighed(chance: Random, targets: list[Target]) -> Target:
    return chance.choices(targets, [1 + len(one.form.controls) for one in targets])[0]
