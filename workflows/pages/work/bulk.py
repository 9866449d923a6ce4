"""批量办理: one act on several tasks of the same stage, each in its own transaction; never one with a warning.

What the rules say of each case stands beside it. A case against which anything stands, a warning too, is opened and
decided on its own page; here it cannot be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forms.base import PaperForm
from forms.day import ActDay
from workflows import engine
from workflows.days.dates import zh_date
from workflows.engine import outlook
from workflows.engine.once import entry_of
from workflows.engine.outlook import State, Verdict
from workflows.messages import sending
from workflows.models import Case, Task
from workflows.pages import nonces
from workflows.pages.reader import Reader, reader
from workflows.pages.said import said
from workflows.pages.words import key_in
from workflows.pages.work.tasks import PAGE
from workflows.table import Record
from workflows.table.refusals import NeedsReason, Refused
from workflows.table.registry import procedure as procedure_of

AGAINST = (State.UNMET, State.WARNS)


@dataclass(frozen=True, slots=True)
class Line:
    """A chosen case under the chosen act: what stands against it, else what the machine has checked."""

    task: Task
    against: tuple[str, ...]
    checked: tuple[Verdict, ...] = ()

    @property
    def case(self) -> Case:
        """The case."""
        return self.task.case


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case: `refusal` is empty where the act was done, `again` where the same form did it before."""

    case: Case
    refusal: str = ""
    again: bool = False


@dataclass(slots=True)
class Desk:
    """What one request works with."""

    request: HttpRequest
    who: Reader
    tasks: tuple[Task, ...]
    gone: tuple[Task, ...]
    day: ActDay

    @property
    def rows(self) -> tuple[Record, ...]:
        """The acts that can be done on several cases at once, and that the reader may do on one of these."""
        found: dict[str, Record] = {}
        for task in self.tasks:
            try:
                act = engine.prospect(task.case, self.who.person, on=self.day.day, at=self.who.at)
            except Refused:  # the line of this case says why
                continue
            found |= {one.row.code: one.row for one in outlook.options_of(act) if one.may and self._fits(one.row)}
        return tuple(found.values())

    def _fits(self, row: Record) -> bool:
        """Tell whether one form can be filled for all: no file, and no choices of one organization for several."""
        if row.together is not None:
            return False
        if row.asks is None:
            return True
        files = any(isinstance(field, forms.FileField) for field in row.asks.base_fields.values())
        narrow = row.asks.narrow is not PaperForm.narrow
        return not files and not (narrow and len({task.case.organization_id for task in self.tasks}) > 1)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Offer the acts for the chosen tasks, show the form of one with each case's verdicts, or do it on each."""
    who = reader(request)
    tasks, gone = _chosen(who, request.POST.getlist("task"))
    day = ActDay(request.POST if "on" in request.POST else None, today=who.on)
    desk = Desk(request, who, tasks, gone, day)
    code = request.POST.get("act", "")
    if gone and not tasks:
        return _page_of(desk, _row_of(gone[0], code) if code else None, [])
    if len({(task.procedure, task.case.stage) for task in tasks}) != 1:
        told = _("请勾选同一业务、同一环节的事项。") if tasks else _("请先勾选要办理的事项。")
        messages.warning(request, told)
        return redirect("inbox")
    if not code:
        return render(request, "work/bulk_choose.html", {"tasks": (*tasks, *gone), "rows": desk.rows})
    row = next((one for one in desk.rows if one.code == code), None)
    if row is None:
        raise Http404
    return _do(desk, row) if request.POST.get("do") == "act" else _show(desk, row, _form(desk, row, bound=False))


def _chosen(who: Reader, given: Sequence[str]) -> tuple[tuple[Task, ...], tuple[Task, ...]]:
    """Return the chosen tasks that are the reader's own to do, and those that he may see and that are so no more."""
    keys = [key for one in given if (key := key_in(one)) is not None][:PAGE]
    sole = [desk.post for desk in who.desks if desk.sole]
    chosen = Task.objects.filter(pk__in=keys).order_by("rank", "id")
    chosen = chosen.select_related("process__organization", "process__subject", "post__organization", "claimed_by")
    own = tuple(chosen.filter(Q(post__in=sole) | Q(claimed_by=who.person), finished=None))
    left = chosen.exclude(pk__in=[task.pk for task in own])
    gone = left.filter(process__in=who.sight.cases()) if len(own) < len(set(keys)) else ()
    return own, tuple(gone)


def _row_of(task: Task, code: str) -> Record:
    try:
        return procedure_of(task.procedure).row(code)
    except LookupError as error:
        raise Http404 from error


def _became(task: Task) -> str:
    """Say what became of a task that is the reader's to do no more."""
    if task.finished is None:
        by = task.claimed_by
        return _("已由%(by)s认领。") % {"by": by} if by else _("现在由%(post)s办理。") % {"post": said(task.post.title)}
    last = task.case.history.exclude(stage_to="").order_by("-sequence").first()
    if last is None:
        return _("此事项已不在您的待办中。")
    facts = {"by": last.actor_name, "on": said(zh_date(last.on)), "title": _(last.title)}
    return _("%(by)s已于%(on)s办理“%(title)s”，不再等待您办理。") % facts


def _form(desk: Desk, row: Record, *, bound: bool) -> PaperForm | None:
    if row.asks is None:
        return None
    places = {task.case.organization_id: task.case.organization for task in desk.tasks}
    context: dict[str, Any] = {
        "on": desk.day.day,
        "organization": next(iter(places.values())) if len(places) == 1 else None,
    }
    return row.asks(desk.request.POST, **context) if bound else row.asks(**context)


def _line(desk: Desk, row: Record, task: Task) -> Line:
    try:
        act = outlook.enter(task.case, row.code, desk.who.person, on=desk.day.given, at=desk.who.at)
    except Refused as refused:
        return Line(task, tuple(one.cited(desk.day.day) for one in refused.findings))
    verdicts = outlook.verdicts(act)
    against = tuple(one.finding.cited(act.on) for one in verdicts if one.finding and one.state in AGAINST)
    return Line(task, against, tuple(one for one in verdicts if one.state is State.MET))


def _show(desk: Desk, row: Record, form: PaperForm | None, status: int = 200) -> HttpResponse:
    lines = [_line(desk, row, task) for task in desk.tasks]
    context = {
        "row": row,
        "form": form,
        "day": desk.day,
        "ready": [one for one in lines if not one.against],
        "alone": [one for one in lines if one.against],
        "gone": [Result(task.case, _became(task)) for task in desk.gone],
        "chosen": desk.gone,
    }
    return render(desk.request, "work/bulk.html", context, status=status)


def _do(desk: Desk, row: Record) -> HttpResponse:
    form = _form(desk, row, bound=True)
    if (desk.day.is_bound and not desk.day.is_valid()) or (form is not None and not form.is_valid()):
        return _show(desk, row, form, 422)
    with sending.gathered():
        results = [_result(desk, row, task) for task in desk.tasks]
    return _page_of(desk, row, results)


def _page_of(desk: Desk, row: Record | None, results: Sequence[Result]) -> HttpResponse:
    """Show what became of every case that was chosen."""
    came = [*results, *(_first(desk, row, task) or Result(task.case, _became(task)) for task in desk.gone)]
    context = {
        "row": row,
        "done": [one for one in came if not one.refusal],
        "refused": [one for one in came if one.refusal],
        "again": sum(one.again for one in came),
    }
    return render(desk.request, "work/bulk_result.html", context)


def _result(desk: Desk, row: Record, task: Task) -> Result:
    """Do the act on one case; whatever the engine asks a reason for is left for its own page."""
    line = _line(desk, row, task)
    if line.against:
        return _first(desk, row, task) or Result(task.case, "".join(line.against))
    try:
        with sending.gathered():
            outcome = engine.act(task.case.pk, _asked(desk, row, task))
    except NeedsReason as wants:
        return Result(task.case, wants.warnings[0].cited(desk.day.day))
    except Refused as refused:
        return Result(task.case, refused.cited(desk.day.day))
    return Result(task.case, again=outcome.again)


def _asked(desk: Desk, row: Record, task: Task) -> engine.Request:
    """Return what is asked for one case: the answers alone, not which others were chosen with it."""
    seen = key_in(desk.request.POST.get(f"seen-{task.pk}", ""))
    answers = desk.request.POST.copy()
    for name in list(answers):
        if name in ("act", "task") or name.startswith("seen-"):
            del answers[name]
    nonce = nonces.of_act(desk.who.person, task.case.pk, row.code, seen)
    return engine.Request(row.code, desk.who.person, desk.day.given, desk.who.at, answers, seen=seen, nonce=nonce)


def _first(desk: Desk, row: Record | None, task: Task) -> Result | None:
    """Return what came of a case of which the same form has been handed in before; None where it has not."""
    try:
        done = row and entry_of(_asked(desk, row, task), task.case.pk)
    except Refused as refused:
        return Result(task.case, refused.cited(desk.day.day))
    return Result(task.case, again=True) if done else None
