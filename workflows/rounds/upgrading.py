"""Moving every running case of an edition that is kept no longer, before the site serves by the present tables."""

from __future__ import annotations

from datetime import datetime

from workflows.engine import upgrade
from workflows.engine.lock import unit_of_work
from workflows.models import Case
from workflows.people.reach import league_roots, parted
from workflows.store import rooted
from workflows.table.refusals import Refused
from workflows.table.registry import editions, procedures


def upgrade_all(at: datetime) -> tuple[int, list[str]]:
    """Move them root by root, each in its own transaction; return how many, and the sentences of those that cannot."""
    moved, stuck = 0, []
    for root in league_roots():
        with rooted.within(root.root, *parted(root.reaches)):
            for pk in _stranded():
                try:
                    with unit_of_work(pk) as case:
                        moved += upgrade.bring_up(case, at)
                except Refused as refused:
                    stuck.append(refused.finding.sentence)
    return moved, stuck


def _stranded() -> list[int]:
    found: list[int] = []
    for procedure in procedures():
        running = Case.objects.filter(procedure=procedure.code, finished=None)
        found += running.exclude(edition__in=editions(procedure.code)).order_by("pk").values_list("pk", flat=True)
    return found
