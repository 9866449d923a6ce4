"""A stretch of days: each has its night, and some people who come and do something."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import time_machine

from procedures.register.models import Status
from tests.year import world
from tests.year.answering import Mind
from tests.year.history import Break, Diary
from tests.year.holding import broken
from tests.year.robots import Robot
from workflows.models import Task
from workflows.people.models import Appointment, Person, Role
from workflows.rounds.housekeeping import tidy
from workflows.rounds.sweep import sweep
from workflows.store import rooted

MORNING = time(1)  # UTC: nine o'clock in Shanghai
NIGHT = time(17, 30)  # UTC: half past one in the night after
MONTH = 30  # days
SLOWER = 1.2  # times the first month
ENOUGH = 20  # pages of a kind in a month, from which on its time means something


@dataclass(slots=True)
class Life:
    """Days lived one after another, from the same seed always in the same way."""

    days: int
    seed: int
    sittings: int = 12  # a day
    odd: float = 0.03  # of the answers typed are such as nobody expects
    diary: Diary = field(default_factory=Diary)
    months: list[dict[str, list[float]]] = field(default_factory=list)

    def live(self) -> Diary:
        """Build the world, live all days in it, and return what was done and what broke."""
        with time_machine.travel(_at(world.FIRST_DAY, MORNING), tick=True):
            world.build()
        for number in range(self.days):
            if number % MONTH == 0:
                self.months.append(defaultdict(list))
            self._day(number)
            if (number + 1) % MONTH == 0 or number + 1 == self.days:
                self._look(world.FIRST_DAY + timedelta(days=number))
        return self.diary

    def _day(self, number: int) -> None:
        on, chance = world.FIRST_DAY + timedelta(days=number), Random(f"{self.seed}/{number}")
        with time_machine.travel(_at(on, MORNING), tick=True):
            mind = Mind(chance, on, self.odd)
            for person in self._who_comes(on, chance):
                Robot(person, mind, self.diary, self.months[-1]).sit()
        with time_machine.travel(_at(on, NIGHT), tick=True):
            sweep(on + timedelta(days=1), datetime.now(UTC))
            tidy()

    def _who_comes(self, on: date, chance: Random) -> Iterator[Person | None]:
        """Yield whoever comes on a day: mostly people for whom something waits, in any order."""
        held = list(Appointment.objects.on(on).select_related("person", "post").order_by("pk"))
        busy = [one.person for one in held if one.post.open_tasks]
        own = Task.objects.filter(finished=None, post__role=Role.SELF).order_by("pk").select_related("post__person")
        waited_for = [one.post.person for one in own]
        people = list(Person.objects.select_related("standing").order_by("pk"))
        outside = [one for one in people if one.born and one.standing.status == Status.NONE]
        crowds = (busy, waited_for, [one.person for one in held], outside, people, [None])
        for _ in range(self.sittings):
            (crowd,) = chance.choices(crowds, (10, 4, 3, 1, 2, 0.3))
            yield chance.choice(crowd or people)

    def _look(self, on: date) -> None:
        with time_machine.travel(_at(on, NIGHT), tick=True), rooted.everywhere("a look at the whole world"):
            for one in broken(on + timedelta(days=1)):
                self.diary.note(one)
        for one in self.slower():
            self.diary.note(one)

    def slower(self) -> Iterator[Break]:
        """Yield the last month where its pages took longer than the first month's; each kind counts the same."""
        first, last = self.months[0], self.months[-1]
        kinds = [kind for kind, times in last.items() if min(len(times), len(first[kind])) >= ENOUGH]
        ratios = [statistics.median(last[kind]) / statistics.median(first[kind]) for kind in kinds]
        if ratios and statistics.geometric_mean(ratios) > SLOWER:
            yield Break("pages are as quick as in the first month", f"{statistics.geometric_mean(ratios):.2f} times")


def _at(on: date, hour: time) -> datetime:
    return datetime.combine(on, hour, UTC)
