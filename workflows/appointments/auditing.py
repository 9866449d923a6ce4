"""审计分设: whoever audits an organization holds no post that decides in it, nor keeps it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from workflows.appointments.appointing import Seat, days_of
from workflows.appointments.keepers import KEEPERS
from workflows.people.models import Appointment, Role
from workflows.people.models.post import DECIDING_ROLES, not_over
from workflows.table.refusals import Finding

APART = frozenset({*DECIDING_ROLES, *KEEPERS})


def decides_what_he_audits(seat: Seat) -> Finding | None:
    """Return `auditor_decides`, where the person would audit what he decides in or keeps in the same days."""
    if seat.role == Role.AUDITOR:
        other = _held(seat).filter(_audited_from(seat.organization.path), post__role__in=APART).first()
    elif seat.role in APART:
        other = _held(seat).filter(post__organization__path__in=_above(seat), post__role=Role.AUDITOR).first()
    else:
        return None
    if other is None:
        return None
    return Finding(
        "auditor_decides",
        f"{seat.person}同时任{other.post.title}（{days_of(other)}）；监督审计员不在所审计的组织担任办理、决定或者管理的岗位。"
        "请先结束其中一个任职，或者另选人员。",
        field="role",
    )


def _held(seat: Seat) -> QuerySet[Appointment]:
    term = seat.term
    started = Q(first_on__lte=term.last_on) if term.last_on else Q()
    held = Appointment.objects.filter(started, not_over(term.first_on), person=seat.person)
    return held.select_related("post__organization").order_by("pk")


def _audited_from(path: str) -> Q:
    """Return the test for posts in what is audited from a place, and of the Party that leads there."""
    place = "post__organization"
    return Q(**{f"{place}__path__startswith": path}) | Q(**{f"{place}__leads__path__startswith": path})


def _above(seat: Seat) -> set[str]:
    """Return the paths from which the organization of a post is audited; the Party's, from those that it leads."""
    place = seat.organization
    places = list(place.leads.all()) if place.is_party else [place]
    return {path for one in places for path in one.above_paths}
