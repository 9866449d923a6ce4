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
from workflows.table import Record
from workflows.table.act import Act
from workflows.table.refusals import refuse
from workflows.table.registry import is_stranded, table_of
from workflows.table.registry import procedure as procedure_of

UPGRADED = Record("upgrade", "换用现行版本", "业务程序已修订，办理中的事项由原环节转入现行版本继续办理")


def bring_up(case: Case, at: datetime) -> bool:
    """See that the table of a case has its stage; move a stranded case to the present edition, its tasks with it.

    Return whether it was stranded. The stage keeps its code; the tasks stay where they are, unless another desk is
    waited for there now. The caller holds the case's unit of work, and may act on it at once.

    Raises:
        Refused: `edition_gone`, naming the case: its table knows its stage, or what it was returned to, no longer.
    """
    check_places(case)
    if not is_stranded(case):
        return False
    procedure, former = procedure_of(case.procedure), case.edition
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


def check_places(case: Case) -> None:
    """See that the table by which a case runs, or would be brought up to run, has its stage and what it returns to.

    Raises:
        Refused: `edition_gone`, naming the case and what to do.
    """
    table = table_of(case)
    known = {place.code for place in table.places}
    rows = {row.code for _, row in table.acts()}
    needed = [case.stage, *(frame["stage"] for frame in case.returns)]
    if not known.issuperset(needed) or not rows.issuperset(frame["act"] for frame in case.returns):
        raise refuse(
            "edition_gone",
            f"事项 {case.number}（{case.title}）按“{table.title}”第 {case.edition} 版办理，"
            f"第 {table.edition} 版的程序表没有它所在的环节（{'、'.join(dict.fromkeys(needed))}），不能继续办理。"
            "请告诉系统管理员：保留该事项开始时的程序表（editions.py），直至该事项办结。",
        )
