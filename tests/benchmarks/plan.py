"""What a run does, how large, and in which order; the systems take turns, so that a busy machine slows them alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TURNS = 3  # times that each system does its share of a work
DESKS = 20  # committees, each with one reviewer
STOCK_STARTS = 300  # processes that stock Viewflow starts one by one; its round is extrapolated from them


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of a run.

    Attributes:
        branches, people: of each committee, of each branch.
        cases: joining cases of each system in each turn.
        inbox: numbers of open tasks; `round_`: of members; `entries`: of entries in the log.
        papers: certificates of one job.
        pages: times that a page is read in each turn.
        stock_pages: the same for stock Viewflow's inbox, whose page takes seconds.
        starts: of the whole product by `./run`.
    """

    name: str
    branches: int
    people: int
    cases: int
    inbox: tuple[int, ...]
    round_: tuple[int, ...]
    entries: tuple[int, ...]
    papers: int
    pages: int
    stock_pages: int
    stock_starts: int = STOCK_STARTS
    turns: int = TURNS
    desks: int = DESKS
    starts: int = 5


FULL = Plan(
    "full", 100, 50, 12, (1_000, 10_000, 100_000, 1_000_000), (1_000, 10_000, 100_000), (10_000, 10_000_000),
    1_000, 15, 3
)  # fmt: skip
QUICK = Plan("quick", 10, 50, 5, (1_000, 10_000, 100_000), (1_000, 9_000), (10_000, 1_000_000), 50, 10, 3, 100)
TINY = Plan("tiny", 1, 12, 1, (10, 20), (20,), (100,), 2, 1, 1, 2, 1, 4, 0)


@dataclass(frozen=True, slots=True)
class Turn:
    """One piece of work for one side; what is measured belongs to a work, a size and a system, nothing otherwise."""

    side: str
    call: str
    given: dict[str, int]
    work: str = ""
    size: int = 0
    system: str = ""


def turns(plan: Plan) -> Iterator[Turn]:
    """Yield the work of a run on one database, in order."""
    yield from _prepared(plan)
    yield from _rounds(plan)  # first, while everybody in the province is a member
    yield from _joining(plan)
    yield from _inbox(plan)
    yield from _timeline(plan)


def _prepared(plan: Plan) -> Iterator[Turn]:
    yield Turn("ours", "migrate", {})
    yield Turn("others", "migrate", {})
    yield Turn("ours", "build", {"committees": plan.desks, "branches": plan.branches, "people": plan.people})
    yield Turn("others", "prepare", {"desks": plan.desks})


def _joining(plan: Plan) -> Iterator[Turn]:
    cases = {"cases": plan.cases}
    for _ in range(plan.turns):
        yield Turn("ours", "joining.ours", cases, "act by the engine", 0, "ours")
        yield Turn("others", "joining.stock", cases, "act by the engine", 0, "stock")
        yield Turn("others", "joining.handwritten", cases, "act by the engine", 0, "handwritten")
        yield Turn("others", "joining.bare", cases, "act by the engine", 0, "bare")
        yield Turn("ours", "pages.ours", cases, "act by HTTP", 0, "ours")
        yield Turn("others", "pages.stock", cases, "act by HTTP", 0, "stock")
        yield Turn("others", "pages.handwritten", cases, "act by HTTP", 0, "handwritten")


def _rounds(plan: Plan) -> Iterator[Turn]:
    starts = {"people": plan.stock_starts}
    for size in plan.round_:
        for _ in range(plan.turns):
            people = {"people": size}
            yield Turn("ours", "round.ours", people, "round", size, "ours")
            yield Turn("others", "round.stock", starts, "round", size, "stock")
            yield Turn("others", "round.handwritten", people, "round", size, "handwritten")
            yield Turn("others", "round.bare", people, "round", size, "bare")
    largest = plan.round_[-1]
    yield Turn("ours", "dues.ours", {"people": largest}, "dues month", largest, "ours")


def _inbox(plan: Plan) -> Iterator[Turn]:
    have = 0
    for size in plan.inbox:
        yield Turn("ours", "inbox.fill", {"have": have, "size": size})
        yield Turn("others", "inbox.fill", {"have": have, "size": size, "desks": plan.desks})
        have = size
        for _ in range(plan.turns):
            pages = {"pages": plan.pages}
            yield Turn("ours", "inbox.ours", pages, "inbox", size, "ours")
            yield Turn("others", "inbox.stock", {"pages": plan.stock_pages}, "inbox", size, "stock")
            yield Turn("others", "inbox.handwritten", pages, "inbox", size, "handwritten")
            yield Turn("others", "inbox.bare", pages, "inbox", size, "bare")
            yield Turn("ours", "search.ours", pages, "search", size, "ours")


def _timeline(plan: Plan) -> Iterator[Turn]:
    have = 0
    for size in plan.entries:
        yield Turn("ours", "timeline.fill", {"have": have, "size": size})
        yield Turn("others", "timeline.fill", {"have": have, "size": size})
        have = size
        for _ in range(plan.turns):
            times = {"times": plan.pages}
            yield Turn("ours", "timeline.ours", times, "timeline", size, "ours")
            yield Turn("others", "timeline.bare", times, "timeline", size, "bare")
