"""Opening the year's case for everybody under some committees: case, task and chained entry for each, in chunks."""

from __future__ import annotations

import tracemalloc

from tests.benchmarks.measuring import Measures, measure, peak_megabytes, timed
from tests.benchmarks.ours import trial, world
from workflows import engine, rounds
from workflows.days import clock
from workflows.models import Case, Round
from workflows.people.models import Organization, Person
from workflows.proof import log
from workflows.rounds import chunks
from workflows.table import registry


def round_of(people: int) -> Measures:
    """Carry out one round and check what it wrote; then a short one more, to read what a chunk holds in memory."""
    if "bench_year" not in {one.code for one in registry.procedures()}:
        trial.install()
    begun, before = _begun(people), peak_megabytes()
    took, _ = timed(lambda: rounds.run(begun.pk, begun.root))
    found = Round.objects.get(pk=begun.pk)
    _check(found)
    grown = round(peak_megabytes() - before, 1)
    memory = {"peak_megabytes": round(peak_megabytes()), "grown_megabytes": grown, "chunk_megabytes": _traced(people)}
    return [measure("a case", [took / found.opened], people=found.opened, **memory)]


def _traced(people: int) -> float:
    """Return the most memory that a chunk's own objects take; the tracing slows it, so that it is not timed."""
    begun = _begun(min(people, chunks.CHUNK))
    tracemalloc.start()
    try:
        rounds.run(begun.pk, begun.root)
        return round(tracemalloc.get_traced_memory()[1] / 1024 / 1024, 1)
    finally:
        tracemalloc.stop()


def _begun(people: int) -> Round:
    """Begin the round over so many people, those of the province's branches from the front."""
    root = Organization.objects.get(code="PROV")
    by = world.reviewer(None)
    request = engine.Request("open", by, clock.today(), clock.now(), {}, insist=True)
    act, _ = engine.prepare(trial.YEAR, rounds.row_of(trial.YEAR, "open"), request)
    begun = rounds.begin(act, {})
    period = f"r{begun.pk}"  # the same people again, in another year
    Case.objects.filter(procedure="bench_year", finished=None).update(finished=clock.now(), stage="closed")
    Round.objects.filter(pk=begun.pk).update(period=period, concerned=people, cursor=_cursor(root, people))
    return Round.objects.get(pk=begun.pk)


def _cursor(root: Organization, people: int) -> int:
    """Return the key after which so many people are left."""
    last = Person.objects.filter(home__path__startswith=root.path).order_by("-pk").values_list("pk", flat=True)
    found = list(last[people : people + 1])
    return found[0] if found else 0


def _check(found: Round) -> None:
    """Look whether everybody has a case, and some chains are sound."""
    cases = list(Case.objects.filter(round=found).values_list("pk", flat=True).order_by("pk")[:5])
    if found.status != "done" or Case.objects.filter(round=found).count() != found.opened:
        raise AssertionError(f"round {found.pk} is {found.status} with {found.opened}")
    if any(log.first_broken(f"case/{pk}") for pk in cases):
        raise AssertionError("a chain of the round is broken")
