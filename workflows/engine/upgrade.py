"""换用现行版本: a running case of an edition that is kept no longer goes on by the present one, and the log says so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from workflows.desks.inbox import open_tasks
from workflows.engine import moves
from workflows.engine.law import law_for
from workflows.models import Case
from workflows.people.chain import load_chain
from workflows.proof import log
from workflows.store import flows
from workflows.table import Procedure, Record
from workflows.table.act import Act
from workflows.table.refusals import refuse
from workflows.table.registry import is_stranded, table_of
from workflows.table.registry import procedure as procedure_of

UPGRADED = Record("upgrade", "换用现行版本", "业务程序已修订，办理中的事项由原环节转入现行版本继续办理")


def bring_up(case: Case, at: datetime) -> bool:
    """Move a stranded case to the present edition, its tasks with it; tell whether it was stranded.

    The stage keeps its code; the tasks stay where they are, unless another desk is waited for there now. The caller
    holds the case's unit of work, and may act on it at once.

    Raises:
        Refused: `edition_gone`, naming the case: the present table knows its stage, or what it was returned to, no
            longer; the table of its edition has to be kept.
    """
    if not is_stranded(case):
        return False
    procedure, former = procedure_of(case.procedure), case.edition
    _check_places(procedure, case)
    case.flow_class, case.edition = flows.flow_of(procedure), procedure.edition
    act = calendar_act(case, UPGRADED, timezone.localdate(at), at)
    act.change("edition", "版本", former, procedure.edition)
    flows.carry_over((*act.tasks, *act.asked), case.flow_class, case.stage)
    moves.readdress(act)
    log.append(case, log.line_of(act, stage_from="", stage_to="", answers={}, shown=[]))
    moves.save(act)
    return True


def calendar_act(case: Case, row: Record, on: date, at: datetime) -> Act[Any]:
    """Return what nobody does in person on a case."""
    procedure, found = table_of(case), open_tasks(case)
    return Act(
        procedure=procedure,
        row=row,
        case=case,
        by=None,
        on=on,
        at=at,
        law=law_for(case.organization, on),
        chain=load_chain(case.organization, timezone.localdate(at)),
        facts=procedure.facts.model_validate(case.facts),
        tasks=found.tasks,
        asked=found.asked,
    )


def _check_places(procedure: Procedure, case: Case) -> None:
    known = {place.code for place in procedure.places}
    rows = {row.code for _, row in procedure.acts()}
    needed = [case.stage, *(frame["stage"] for frame in case.returns)]
    if not known.issuperset(needed) or not rows.issuperset(frame["act"] for frame in case.returns):
        raise refuse(
            "edition_gone",
            f"事项 {case.number}（{case.title}）按“{procedure.title}”第 {case.edition} 版办理，"
            f"现行第 {procedure.edition} 版没有它所在的环节（{'、'.join(dict.fromkeys(needed))}），不能转入。"
            "请保留原版本的程序表，直至该事项办结。",
        )
