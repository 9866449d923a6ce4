"""消息: what the reader was told, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from workflows.models import Message
from workflows.pages.reader import reader

PAGE = 30


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Show a page of messages; `before` is the last one of the page above."""
    told = Message.objects.filter(person=reader(request).person).order_by("-id")
    before = request.GET.get("before", "")
    if before.isdecimal():
        told = told.filter(pk__lt=int(before))
    rows = list(told[: PAGE + 1])
    following = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return render(request, "work/messages.html", {"rows": rows[:PAGE], "following": following})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one message, or all, as read; a message of a case leads on to the case."""
    who = reader(request)
    unread = Message.objects.filter(person=who.person, read_at=None)
    one = request.POST.get("message", "")
    if one.isdecimal():
        unread = unread.filter(pk=int(one))
    unread.update(read_at=who.at)
    case = request.POST.get("case", "")
    return redirect("case", pk=int(case)) if case.isdecimal() else redirect("messages")
