"""维护: who keeps an organization and what belongs to it; each change of it leaves an entry in its book.

Whoever keeps it decides no case by that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from workflows.days.dates import zh_date
from workflows.models import Entry
from workflows.people.models import Appointment, Organization, Person, Role
from workflows.proof import log
from workflows.table.act import Change, Stamp
from workflows.table.refusals import refuse

KEEPERS = frozenset({Role.REGISTRAR, Role.COMMITTEE_SECRETARY})


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who keeps the organizations here, by which post, on which day, at which moment, and by which form.

    Attributes:
        seen: the sequence of the organization's book on the page that the change comes from.
    """

    by: Person
    capacity: Appointment
    on: date
    at: datetime
    stamp: Stamp | None = None
    seen: int | None = None


def administered(person: Person, on: date) -> QuerySet[Organization]:
    """Return the organizations that a person keeps: those under his posts and the Party's that lead one of them."""
    held = Appointment.objects.on(on).filter(person=person, post__role__in=KEEPERS)
    return kept_under(held.values_list("post__organization__path", flat=True))


def kept_under(paths: Iterable[str]) -> QuerySet[Organization]:
    """Return the organizations at and under some paths, and the Party's that lead one of them."""
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(path__startswith=path) | Q(leads__path__startswith=path)
    found: QuerySet[Organization] = Organization.objects.filter(under).distinct()
    return found


def keeping(organization: Organization, *, by: Person, on: date, at: datetime, stamp: Stamp | None = None) -> Keeping:
    """Return the capacity in which a person keeps an organization.

    Raises:
        Refused: `not_your_task`.
    """
    held = Appointment.objects.on(on).filter(person=by, post__role__in=KEEPERS).select_related("post__organization")
    paths = [organization.path, *organization.leads.values_list("path", flat=True)]
    for one in held:
        if one.post.organization and any(path.startswith(one.post.organization.path) for path in paths):
            return Keeping(by, one, on, at, stamp)
    raise refuse("not_your_task", f"{organization}由其本级或上级的管理员、团委书记维护。")


def hold(organization: Organization) -> None:
    """Let one change of an organization at a time through, so that its entries follow each other."""
    Organization.objects.select_for_update().get(pk=organization.pk)


def check_seen(organization: Organization, kept: Keeping, act: str, label: str = "") -> None:
    """Refuse a change from a page on which a later one of the same is not seen yet; the caller holds the organization.

    Args:
        label: that of the change, where an act changes different things.

    Raises:
        Refused: `page_overtaken`, with what has been saved.
    """
    if kept.seen is None:
        return
    book = Entry.objects.filter(chain=f"organization/{organization.pk}", root=organization.root, act=act)
    for entry in book.filter(sequence__gt=kept.seen).order_by("-sequence"):
        if any(label in ("", one["label"]) for one in entry.changes):
            raise refuse(
                "page_overtaken",
                f"此页打开以后，{entry.actor_name}已于{zh_date(entry.on)}办理“{entry.title}”（{entry.changed}）。"
                "您所填的还没有保存，请与上述内容核对；仍要改的，再提交一次。",
            )


def note(
    organization: Organization,
    kept: Keeping,
    act: tuple[str, str],
    changes: list[Change],
    *,
    subject: Person | None = None,
    because: str = "",
) -> Entry:
    """Append a change of an organization to its book; the caller holds the organization's row."""
    line = log.Line(
        procedure="organization",
        act=act[0],
        title=act[1],
        on=kept.on,
        recorded_at=kept.at,
        actor=kept.by,
        capacity=kept.capacity,
        subject=subject,
        changes=changes,
        reason=because,
        stamp=kept.stamp,
    )
    return log.append_to_book(f"organization/{organization.pk}", organization.root, line)
