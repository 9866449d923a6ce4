"""期满补录: an act that was done before the law's day and is entered after it: the case goes on from where it stood.

Expiry and birthday count by the day of the act, as capacity and versions do. The calendar ends a case on its day all
the same, for it cannot know of papers that nobody has entered.
"""

from __future__ import annotations

from datetime import date, datetime

from workflows.engine import moves, upgrade
from workflows.models import Case, Entry
from workflows.proof import log
from workflows.table import Record, Stage
from workflows.table.registry import table_of

EXPIRE = "expire"
REOPENED = Record("reopen", "恢复办理", "期满以前已经办理，补录的按实际办理日期判断")


def take_up(case: Case, code: str, on: date | None, at: datetime) -> None:
    """Put a case that the law's day has ended back to its stage, for an act of that stage on an earlier day.

    The caller holds the case and does the act in the same transaction: where that is refused, nothing has happened.
    What was ended by people, or has gone on in another case since, stays ended. The register is put back as of the day
    on which it was ended, so that no day is left on which the person was something else.
    """
    ended = _ended_by_time(case, on)
    if ended is None or _has_begun_anew(case):
        return
    place = table_of(case).place(ended.stage_from)
    if not isinstance(place, Stage) or code not in {row.code for row in place.acts}:
        return
    act = upgrade.calendar_act(case, REOPENED, ended.on, at)
    left = case.stage
    moves.go(act, place.code)
    for effect in act.procedure.on_adoption:
        effect(act)
    log.append(case, log.line_of(act, stage_from=left, stage_to=place.code, answers={}, shown=[]))
    moves.save(act)


def _ended_by_time(case: Case, on: date | None) -> Entry | None:
    """Return the entry of the calendar by which a case ended, where an act is of a day before its last."""
    expiry = table_of(case).expiry
    if expiry is None or case.stage != expiry.to or on is None or case.expires_on is None or on >= case.expires_on:
        return None
    last: Entry | None = case.history.order_by("-sequence").first()
    return last if last and last.act == EXPIRE else None


def _has_begun_anew(case: Case) -> bool:
    running = Case.objects.filter(subject=case.subject_id, procedure=case.procedure, matter=case.matter, finished=None)
    return running.exists()
