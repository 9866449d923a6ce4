"""Moving every running case of an edition that is kept no longer, before the site serves by the present tables.

A case that stays on its edition is asked for its stage as well: somebody may have changed that table in its place.
"""

from __future__ import annotations

from datetime import datetime

from workflows.engine import upgrade
from workflows.engine.lock import unit_of_work
from workflows.models import Case
from workflows.people.reach import league_roots, parted
from workflows.store import rooted
from workflows.table.refusals import Refused
from workflows.table.registry import editions, procedures, tables


def upgrade_all(at: datetime) -> tuple[int, list[str]]:
    """Move them root by root, each in its own transaction; return how many, and the sentences of those that cannot."""
    moved, stuck = 0, []
    for root in league_roots():
        with rooted.within(root.root, *parted(root.reaches)):
            for pk in _to_ask():
                try:
                    with unit_of_work(pk) as case:
                        moved += upgrade.bring_up(case, at)
                except Refused as refused:
                    stuck.append(refused.finding.sentence)
    return moved, stuck


def _to_ask() -> list[int]:
    found: list[int] = []
    for table in tables():
        kept = Case.objects.filter(procedure=table.code, edition=table.edition, finished=None)
        gone = kept.exclude(stage__in=[place.code for place in table.places])
        found += gone.order_by("pk").values_list("pk", flat=True)
    for procedure in procedures():
        running = Case.objects.filter(procedure=procedure.code, finished=None)
        found += running.exclude(edition__in=editions(procedure.code)).order_by("pk").values_list("pk", flat=True)
    return found
