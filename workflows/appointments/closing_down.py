"""任职随组织终止: posts end with their organization, or with a change of it, in the act that makes the change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from workflows.appointments.appointing import days_of
from workflows.appointments.keepers import hold
from workflows.days.dates import zh_date
from workflows.engine.following import vacated
from workflows.messages import notify
from workflows.people.models import Appointment, Organization
from workflows.people.models.post import not_over
from workflows.proof import log
from workflows.store import writing
from workflows.table.act import Act, Change

ENDED = ("office_closed", "任职随组织调整终止")


def posts_at(place: Organization, last_on: date) -> list[Appointment]:
    """Return the appointments at an organization that are not over by the end of a day, in the order of the posts."""
    held = Appointment.objects.filter(not_over(last_on), post__organization=place, ceased=False)
    rows = held.exclude(last_on=last_on).select_related("person", "post__organization", "deputizing_for")
    return list(rows.order_by("post__role", "first_on", "pk"))


def end_posts(act: Act[Any], held: Iterable[Appointment], *, last_on: date, because: str) -> None:
    """Give appointments a last day; one that would only begin after it never holds. Their tasks follow the act."""
    for one in held:
        place = one.post.organization
        if place is None:
            raise LookupError(f"post {one.post_id} is a person's own desk")
        _end(act, one, place, last_on, because)


def _end(act: Act[Any], held: Appointment, place: Organization, last_on: date, because: str) -> None:
    hold(place)
    before = days_of(held)
    held.ceased = held.first_on > last_on
    held.last_on = max(last_on, held.first_on)
    writing.update(held, "last_on", "ceased")
    vacated(act).append(held.post_id)
    label = f"{held.post.title}·{held.person}"
    after = "不再到任" if held.ceased else days_of(held)
    act.change("appointment", label, before, after)
    line = log.Line(
        procedure="organization", act=ENDED[0], title=ENDED[1], on=act.on, recorded_at=act.at, actor=act.by,
        actor_name=act.by.name if act.by else "系统", capacity=act.capacity, subject=held.person,
        changes=[Change(held.post.role, label, before, after)], reason=because,
    )  # fmt: skip
    log.append_to_book(f"organization/{place.pk}", place.root, line)
    text = f"您在{held.post.title}的任职因{because}至{zh_date(held.last_on)}为止，该岗位的待办转由他人办理。"
    notify.tell_people(act, [held.person_id], text)
