"""任期与空岗: what of the posts that one keeps runs out or is wanting, each with the act that helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procedures.register.pages.posts import Link, links
from workflows.appointments import watching
from workflows.appointments.keepers import KEEPERS
from workflows.engine.law import law_for
from workflows.pages.reader import Reader, reader
from workflows.people.models import Organization
from workflows.table.common_rules import TERM_ENDS


@dataclass(frozen=True, slots=True)
class Line:
    """A place and a post with what is so there, and the acts that help."""

    place: Organization
    role: str
    acts: tuple[Link, ...]
    person: str = ""
    ending: watching.Ending | None = None


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the terms that run out, the posts that nobody holds, and where everything rests on one person."""
    who = reader(request)
    kept = [one.post.organization for one in who.sight.appointments if one.post.role in KEEPERS]
    own = next((one for one in kept if one), None)
    if own is None:
        raise Http404
    within, back = law_for(own, who.on).number(TERM_ENDS), reverse("posts_watch")
    terms = [_term(who, one, back) for one in watching.ending(who.kept, who.on, within)]
    context = {
        "within": within,
        "terms": terms,
        "vacant": _wanting(who, watching.vacant(who.kept, who.on), back),
        "alone": _wanting(who, watching.alone(who.kept, who.on), back),
        "most": watching.MOST,
    }
    return render(request, "office/watch.html", context)


def _term(who: Reader, one: watching.Ending, back: str) -> Line:
    place = one.held.post.organization
    if place is None:
        raise LookupError(f"post {one.held.post_id} is a person's own desk")
    acts = links(who, place, "appointment", back=back, appointment=one.held.pk)
    return Line(place, str(one.held.post.get_role_display()), acts, one.held.person.name, one)


def _wanting(who: Reader, found: Iterable[watching.Wanting], back: str) -> list[Line]:
    return [
        Line(
            one.organization, one.title, links(who, one.organization, "organisation", "role", back=back, role=one.role)
        )
        for one in found
    ]
