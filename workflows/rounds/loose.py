"""未入轮次的事项: who has moved out of a round goes on alone until the round of the place where he is takes him in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflows.engine import closing, moves
from workflows.engine.lock import holding
from workflows.models import Case
from workflows.proof import log
from workflows.store import rooted
from workflows.store.keys import among
from workflows.table import Record, RoundRow
from workflows.table.act import Act

JOIN = Record("join_round", "并入所在组织的轮次", "在所在组织统一办理")


def loose_of(act: Act[Any], people: Iterable[int]) -> dict[int, int]:
    """Return the open case of each of some people that is of the round's period and of no round, by person."""
    row = act.row
    if not (isinstance(row, RoundRow) and row.cover and row.period):
        return {}
    cases = Case.objects.filter(among("subject_id", people), procedure=act.procedure.code, period=row.period(act))
    found = cases.filter(round=None, finished=None, subject__isnull=False).values_list("subject_id", "pk")
    return {subject: pk for subject, pk in found if subject}


def take_in(act: Act[Any], loose: Mapping[int, int], covers: Mapping[int, Case]) -> int:
    """Put such cases into the round of the branch where they are, with an entry each, and return how many."""
    with rooted.within(act.case.root):
        cases = Case.objects.filter(pk__in=list(loose.values()), organization__in=list(covers))
    held = cases.select_related("organization", "subject").select_for_update(of=("self",)).order_by("pk")
    found = list(held) if loose else []
    for case in found:
        with holding(case):
            joining = closing.system_act(case, JOIN, act.on, act.at)
            joining.shared.cover = covers[case.organization_id]
            case.round = covers[case.organization_id].round
            moves.readdress(joining)
            log.append(case, log.line_of(joining, stage_from="", stage_to="", answers={}, shown=[]))
            moves.save(joining)
    return len(found)
