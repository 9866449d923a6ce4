"""The dues of a month: runs as soon as the procedure of dues is installed."""

from __future__ import annotations

from tests.benchmarks.measuring import Measures, measure, timed
from tests.benchmarks.ours import world
from workflows import clock, engine, registry, rounds
from workflows.models import Round


def month(people: int) -> Measures:
    """Compute the charges of one month for everybody; nothing where the procedure is not installed."""
    installed = {one.code: one for one in registry.procedures()}
    if "dues" not in installed:
        return []
    return charges_of(installed["dues"], people)


def charges_of(procedure: object, people: int) -> Measures:
    """Carry out the round of the procedure that writes into its own books, over the whole province."""
    row = next(one for one in procedure.rounds if one.writes is not None)  # type: ignore[attr-defined]
    day = clock.today()
    answers = row.nightly(day.replace(day=1)) if row.nightly else {}
    request = engine.Request(row.code, world.reviewer(None), day, clock.now(), answers or {}, insist=True)
    act, form = engine.prepare(procedure, row, request)  # type: ignore[arg-type]
    begun = rounds.begin(act, form.plain() if form else {})
    took, _ = timed(lambda: rounds.run(begun.pk))
    found = Round.objects.get(pk=begun.pk)
    return [measure("a charge", [took / max(found.done, 1)], people=found.done)]
