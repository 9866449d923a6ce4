"""本人: what the League knows of whoever looks: standing, dues, grades, offices, papers, and what procedures add."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procedures.register.history import history_of
from procedures.register.verbs import standing_of
from workflows.models import Paper
from workflows.pages.panels import panels_of
from workflows.pages.reader import reader

SHOWN = 20


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show the reader's own record; numbers are masked."""
    who = reader(request)
    person = who.person
    papers = Paper.objects.filter(person=person).select_related("organization").defer("facts").order_by("-id")
    context = {
        "standing": standing_of(person),
        "history": history_of(person),
        "person": person,
        "on": who.on,
        "papers": papers[:SHOWN],
        "panels": panels_of(person, who.on),
    }
    return render(request, "register/me.html", context)
