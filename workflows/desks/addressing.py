"""在等谁: at which desks a case waits in a stage: of its detour, of a return, of the whole branch, or its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from workflows.days.dates import add_months
from workflows.days.working_days import end_of_period
from workflows.desks import inbox, recusal
from workflows.models import Case
from workflows.people.actors import Actor
from workflows.table import Stage
from workflows.table.act import Act


def task_rows(act: Act[Any], stage: Stage) -> list[dict[str, Any]]:
    """Return the columns of the tasks at which a stage waits now: of its detour, of a return, or its own."""
    if act.case.is_cover:
        return _rows_for(act, stage.together, stage.title, _due(act, stage)) if stage.together else []
    detour = next((one for one in stage.detours if one.when(act.facts)), None)
    if detour:
        return _rows_for(act, detour.actor, detour.title, None if detour.unlimited else _due(act, stage))
    if act.case.returns:
        asked = act.procedure.row(act.case.returns[-1]["act"])
        return _rows_for(act, asked.actor or stage.actor, f"{asked.title}（退回补正）", None)
    if act.case.round_id and stage.together is stage.actor and not _cover_is_past(act, stage):
        return []
    return _rows_for(act, stage.actor, stage.title, _due(act, stage))


def _cover_is_past(act: Act[Any], stage: Stage) -> bool:
    """Tell whether the branch has gone on without this case, so that it is waited for on its own."""
    covers = Case.objects.filter(round=act.case.round_id, subject=None, organization=act.case.organization_id)
    cover = act.shared.cover or covers.only("stage").first()
    order = [place.code for place in act.procedure.places]
    return cover is None or order.index(cover.stage) > order.index(stage.code)


def _rows_for(act: Act[Any], actor: Actor, title: str, due: date | None) -> list[dict[str, Any]]:
    """Return the columns of one task at each desk of an actor."""
    return [inbox.columns(act.case, desk, title, act.recorded_on, due) for desk in recusal.desks(act, actor)]


def _due(act: Act[Any], stage: Stage) -> date | None:
    if stage.within is None:
        return None
    length = act.law.number(stage.within.rule)
    last = add_months(act.on, length) if stage.within.unit == "months" else act.on + timedelta(days=length)
    known = act.shared.ends
    if last not in known:
        known[last] = end_of_period(last)
    return known[last]
