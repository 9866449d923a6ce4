"""本人: what the League knows of whoever looks: standing, dues, grades, offices, papers, and what procedures add."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procedures.register.dossier import Dossier
from procedures.register.panels import panels_of
from workflows.pages.reader import reader

SHOWN = 20


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show the reader's own record; numbers are masked."""
    who = reader(request)
    known = Dossier(who.person, who.sight)
    context = {
        "person": known.person,
        "on": known.on,
        "standing": known.standing,
        "history": known.history,
        "papers": known.papers[:SHOWN],
        "panels": panels_of(known),
    }
    return render(request, "register/me.html", context)
