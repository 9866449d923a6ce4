"""消息: what the reader was told, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from workflows.models import Message
from workflows.pages.reader import reader
from workflows.pages.words import key_in
from workflows.store import rooted

PAGE = 30


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Show a page of messages; `before` is the last one of the page above."""
    told = Message.objects.filter(person=reader(request).person).order_by("-id")
    before = key_in(request.GET.get("before", ""))
    if before is not None:
        told = told.filter(pk__lt=before)
    rows = list(told[: PAGE + 1])
    following = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return render(request, "work/messages.html", {"rows": rows[:PAGE], "following": following})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one message, or all, as read; a message of a case leads on to the case."""
    who = reader(request)
    one = key_in(request.POST.get("message", ""))
    for root in rooted.roots():
        with rooted.within(root):
            unread = Message.objects.filter(person=who.person, read_at=None)
            (unread if one is None else unread.filter(pk=one)).update(read_at=who.at)
    case = key_in(request.POST.get("case", ""))
    return redirect("messages") if case is None else redirect("case", pk=case)
