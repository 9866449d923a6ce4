"""收件箱: 待办, 可认领, 已办."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from workflows import engine
from workflows.models import Task
from workflows.pages.reader import Reader, reader
from workflows.pages.words import key_in, searched
from workflows.pages.work import deeds, tasks
from workflows.table.refusals import Refused
from workflows.table.registry import procedures


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the tasks that are the reader's own."""
    who, wanted = reader(request), _wanted(request)
    return _show(request, "mine", {"page": tasks.mine(who, wanted), "wanted": wanted})


@require_safe
def claimable(request: HttpRequest) -> HttpResponse:
    """Show the tasks of the posts that the reader shares with others."""
    who, wanted = reader(request), _wanted(request)
    return _show(request, "claimable", {"page": tasks.claimable(who, wanted), "wanted": wanted})


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show what the reader has done."""
    wanted = _wanted(request)
    found, following = deeds.done(reader(request), wanted)
    return _show(request, "done", {"deeds": found, "following": following, "wanted": wanted})


@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Claim the chosen tasks, each by its own act; what somebody else was quicker at is said."""
    who = reader(request)
    chosen = [key for pk in request.POST.getlist("task") if (key := key_in(pk)) is not None][: tasks.PAGE]
    posts = [desk.post for desk in who.shared]
    found = list(Task.objects.filter(pk__in=chosen, post__in=posts, finished=None).select_related("claimed_by"))
    refusals = [told for told in (_claim(task, who) for task in found) if told]
    taken = len(found) - len(refusals)
    if taken:
        messages.success(request, _("已认领 %(number)s 项，现在在“待办”里。") % {"number": taken})
    for told in refusals:
        messages.error(request, told)
    if not chosen:
        messages.warning(request, _("请先勾选要认领的事项。"))
    return redirect("inbox" if taken else "inbox_claimable")


def _claim(task: Task, who: Reader) -> str:
    """Claim the task of a case; return why not, or nothing. What another is at is taken over on its own page alone."""
    if task.claimed_by and task.claimed_by != who.person:
        told: str = _("%(name)s已认领此事项；确需由您办理的，请打开事项“接手”。") % {"name": task.claimed_by}
        return told
    try:
        engine.act(task.process_id, engine.Request(act="claim", by=who.person, on=who.on, at=who.at))
    except Refused as refused:
        return refused.finding.sentence
    return ""


def _wanted(request: HttpRequest) -> tasks.Wanted:
    given = request.GET
    known = {one.code for one in procedures()}
    asked = given.get("procedure", "")
    return tasks.Wanted(asked if asked in known else "", searched(given), given.get("after", ""))


def _show(request: HttpRequest, tab: str, facts: dict[str, object]) -> HttpResponse:
    who = reader(request)
    common = {
        "tab": tab,
        "waiting": who.waiting,
        "mine": who.mine,
        "claimable": who.claimable,
        "procedures": tuple(procedures()),
    }
    wanted = facts["wanted"]
    search = wanted.text if isinstance(wanted, tasks.Wanted) else ""
    return render(request, "work/inbox.html", {**common, **facts, "search": search})
