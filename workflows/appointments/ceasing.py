"""任职随团籍终止: a branch office ends in the act by which its holder leaves the League or the roll it rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from workflows.appointments.appointing import days_of
from workflows.appointments.keepers import hold
from workflows.days.dates import zh_date
from workflows.engine.following import vacated
from workflows.messages import notify
from workflows.people.models import Appointment, Organization
from workflows.people.models.post import BRANCH_ROLES, not_over
from workflows.proof import log
from workflows.store import writing
from workflows.table.act import Act, Change

CEASED = ("office_ceased", "任职随团籍终止")


def cease(act: Act[Any], *, on: date, asks: Callable[[Organization], bool], because: str) -> None:
    """End the branch offices of the person concerned that `asks` picks by their organization, in the course of a day.

    Own ones and those in which he deputizes; one that has not begun by then never will. Whoever is appointed to a
    committee or by the Party needs no membership for it. Their tasks follow once the act is committed.
    """
    held = Appointment.objects.filter(not_over(on), person=act.subject, post__role__in=BRANCH_ROLES, ceased=False)
    for one in held.select_related("post__organization").order_by("post__organization__path", "pk"):
        place = one.post.organization
        if place is not None and asks(place):
            _cease(act, one, place, on, because)


def _cease(act: Act[Any], held: Appointment, place: Organization, on: date, because: str) -> None:
    hold(place)
    before = days_of(held)
    held.last_on, held.ceased = max(on, held.first_on), True
    writing.update(held, "last_on", "ceased")
    vacated(act).append(held.post_id)
    act.change("appointment", f"任职（{held.post.title}）", before, f"{zh_date(on)}{because}，终止")
    line = log.Line(
        procedure="organization", act=CEASED[0], title=CEASED[1], on=on, recorded_at=act.at, actor=act.by,
        actor_name=act.by.name if act.by else "系统", capacity=act.capacity, subject=act.subject,
        changes=[Change(held.post.role, f"{held.post.title}·{act.subject}", before, days_of(held))], reason=because,
    )  # fmt: skip
    log.append_to_book(f"organization/{place.pk}", place.root, line)
    text = f"您在{held.post.title}的任职因{because}于{zh_date(on)}终止，该岗位的待办转由他人办理。"
    notify.tell_people(act, [act.subject.pk], text)
