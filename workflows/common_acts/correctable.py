"""可以更正的内容: which recorded answers somebody may put right, who keeps a record, and what is done instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django import forms

from workflows.common_acts.recorded import Recorded, recorded
from workflows.common_acts.returns import returnable, undecided
from workflows.desks.routing import conflicted, is_barred
from workflows.engine import gate, offering
from workflows.engine.outlook import option_of
from workflows.people.actors import BRANCH, COMMITTEE, Actor, Level
from workflows.people.models import Appointment
from workflows.table import Instead
from workflows.table.act import Act
from workflows.table.condition import Condition, unmet
from workflows.table.refusals import Finding
from workflows.table.registry import common

REMARK = "请用“评论”写明正确的内容和依据；已出具的证书、记录有误的，作废后补发"
ONE_LINE = (
    forms.CharField, forms.IntegerField, forms.DateField, forms.BooleanField, forms.ChoiceField, forms.ModelChoiceField,
)  # fmt: skip
SEVERAL = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


def desk_for(act: Act[Any], found: Recorded) -> Appointment | Finding:
    """Return the capacity in which somebody puts a record right, or why he may not.

    The desk that recorded it does, or the committee; what the Party recorded stays with the Party.
    """
    actors = _keepers(act, found)
    office = gate.office_of(act, actors)
    if office is None:
        titles = "、".join(dict.fromkeys(actor.title for actor in actors))
        return unmet(f"“{found.row.title}”的记录由{titles}更正。请向其说明，或用“评论”提出。")
    meant, capacity = office
    kin, named = conflicted(act.case, act.facts, act.procedure.conflicts, meant.level)
    if is_barred(capacity, kin | named if found.row.decides else kin):
        return Finding("must_recuse", "办理人是当事人本人、其入团介绍人或申报的亲属，须回避，不能更正此项记录。")
    return capacity


def _keepers(act: Act[Any], found: Recorded) -> tuple[Actor, ...]:
    """Return who keeps a record: what somebody wrote in person is kept by the branch."""
    waited = found.stage.waits_for(act.facts, cover=act.case.is_cover) if found.stage else BRANCH
    actors = (found.row.actor or waited, *found.row.also)
    keepers = tuple(one for one in actors if one.level not in (Level.PERSON, Level.ANYWHERE)) or (BRANCH,)
    return keepers if any(one.level is Level.PARTY for one in keepers) else (*keepers, COMMITTEE)


def may_be_named(act: Act[Any], found: Recorded, name: str) -> bool:
    """Tell whether an answer can be put right by itself.

    A file is handed in anew, who is concerned never changes, what was done on many cases at once is the same on all of
    them, and a table may keep further answers as they are.
    """
    field = found.row.asks.base_fields[name] if found.row.asks else None
    kept = name in (act.procedure.subject_field, "organisation") or isinstance(field, forms.FileField)
    listed = found.row.corrects is None or name in found.row.corrects
    return found.row.together is None and listed and not kept


def instead(act: Act[Any], found: Recorded) -> str:
    """Say what mends an answer that cannot be put right by itself: the way that is open now, and who goes it."""
    title = found.row.title
    together = f"“{title}”是对多件事项一并办理的，" if found.row.together else f"“{title}”的这一栏目"
    if undecided.judge(act) is None and any(row.code == found.row.code for row in returnable(act)):
        return f"{together}不能单独更正，请{_returner(act)}退回“{title}”重新办理。"
    again = _who(act, found.row.code)
    if again is not None:
        return f"{together}不能单独更正，请{again}再次办理“{title}”，以新的记录为准。"
    return f"{together}不能单独更正，也不能再退回。{_mends(act, found.row.instead)}。"


def _mends(act: Act[Any], instead: Instead | None) -> str:
    """Return what the table names where that is open here, else what is open on every case."""
    if instead is None or not _hold(act, instead.needs):
        return REMARK
    if not instead.act:
        return instead.words
    who = _who(act, instead.act)
    title = act.procedure.row(instead.act).title
    return REMARK if who is None else f"请{who}办理“{title}”，{instead.words}"


def _hold(act: Act[Any], needs: Iterable[Condition]) -> bool:
    return all(finding is None or finding.met for finding in (need.judge(act) for need in needs))


def _returner(act: Act[Any]) -> str:
    """Return who can give the case back, to stand after 请: nobody in particular where this person can."""
    row = common("return")
    if row and option_of(_prospect(act), row).may:
        return ""
    return _by(task.post.title for task in act.tasks)


def _who(act: Act[Any], code: str) -> str | None:
    """Return the same of an act of the table; None where it is not open on the case, whoever asks."""
    row = next((row for row in offering.open_rows(act.procedure, act.case, act.law) if row.code == code), None)
    if row is None:
        return None
    now = _prospect(act)
    option = option_of(now, row)
    if not all(finding.met for finding in option.findings):
        return None
    return "" if option.may else _by(actor.title for actor in gate.actors_of(now))


def _by(titles: Iterable[str]) -> str:
    names = "、".join(dict.fromkeys(titles))
    return f"由{names}" if names else ""


def _prospect(act: Act[Any]) -> Act[Any]:
    """Return the act in prospect of something else on the same case, which leaves this one as it is."""
    return replace(act, kept={}, answers={})


def offered(act: Act[Any]) -> Iterator[Recorded]:
    """Yield what was recorded on the case and this person may put right, latest first, with the names of its fields.

    What was left blank may be filled in. Left out is what one line cannot hold: repeated rows, several people.
    """
    known: dict[tuple[tuple[Actor, ...], bool], bool] = {}
    for one in recorded(act):
        key = _keepers(act, one), one.row.decides
        if key not in known:
            known[key] = isinstance(desk_for(act, one), Appointment)
        names = tuple(name for name in one.names if may_be_named(act, one, name) and _in_one_line(one, name))
        if known[key] and names:
            yield replace(one, names=names)


def _in_one_line(found: Recorded, name: str) -> bool:
    field = found.row.asks.base_fields[name] if found.row.asks else None
    if isinstance(field, SEVERAL):
        return False
    if found.is_blank(name):
        return isinstance(field, ONE_LINE) and not field.widget.is_hidden
    return isinstance(found.answers[name], (str, int, bool))
