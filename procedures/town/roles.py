"""Who can be played in the demo, and what waits for each: asked in a few statements, whatever the town's size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from workflows.models import Case
from workflows.people.models import Appointment, Kind, Organization, Person, Post, Role
from workflows.store import rooted
from workflows.table.registry import table_of

APPLICANTS = "当事人"
SHOWN = 12  # people concerned: one for each state of a case that tells something of its own
WHY = "who chooses a part is nobody yet, and may choose one of any root"
WATCHING = {Role.AUDITOR: "查阅全县的人员和办理记录", Role.REGISTRAR: "维护组织和任职，导入名册"}
MIDDLE = (Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE, Kind.PARTY_COMMITTEE)


@dataclass(frozen=True, slots=True)
class Part:
    """One person to play.

    Attributes:
        sees: what there is to see, such as 有 5 项待办.
        waiting: number of open tasks.
    """

    person: int
    name: str
    post: str
    organization: str
    sees: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Group:
    """The parts under one committee."""

    title: str
    parts: tuple[Part, ...]  # those for whom something waits first


@rooted.everywhere(WHY)
def groups(on: date) -> tuple[Group, ...]:
    """Return the parts by committee in the order of the tree, then some people concerned, each in another state.

    A branch where nothing waits is left out where its committee has many.
    """
    committees = list(Organization.objects.filter(kind__in=MIDDLE).order_by("path"))
    offices = _offices(on)
    found = [Group(one.name, _busy_first(_parts(one, committees, offices))) for one in committees]
    return (*(group for group in found if group.parts), Group(APPLICANTS, _busy_first(_telling())))


@rooted.everywhere(WHY)
def can_be_played(pk: int, on: date) -> bool:
    """Tell whether somebody has a part: an office on the day, or a case of his own."""
    played = Q(appointments__in=Appointment.objects.on(on)) | Q(cases__isnull=False)
    return Person.objects.filter(played, pk=pk, is_active=True, is_superuser=False).exists()


def _busy_first(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda one: not one.waiting))


def _offices(on: date) -> list[Appointment]:
    held = Appointment.objects.on(on).select_related("person", "post__organization", "deputizing_for")
    return list(held.order_by("post__organization__path", "id"))


def _parts(
    committee: Organization, committees: Iterable[Organization], offices: Iterable[Appointment]
) -> Iterable[Part]:
    below = [one.path for one in committees if one.path != committee.path and one.path.startswith(committee.path)]
    mine = [one for one in offices if _is_under(one, committee.path, below)]
    many = len(mine) > 40
    for one in mine:
        at_branch = one.post.organization_id != committee.pk
        if not (many and at_branch and not one.post.open_tasks):
            yield _part(one)


def _is_under(one: Appointment, path: str, below: list[str]) -> bool:
    organization = one.post.organization
    if organization is None or not organization.path.startswith(path):
        return False
    return not any(organization.path.startswith(deeper) for deeper in below)


def _part(one: Appointment) -> Part:
    post = one.post
    deputy = _("（代 %(deputizing_for)s）") % {"deputizing_for": one.deputizing_for.name} if one.deputizing_for else ""
    waiting = _("有 %(number)s 项待办") % {"number": post.open_tasks} if post.open_tasks else _("没有待办")
    sees = _(WATCHING[Role(post.role)]) if post.role in WATCHING else waiting
    place = post.organization.name if post.organization else ""
    return Part(one.person_id, one.person.name, f"{_(post.get_role_display())}{deputy}", place, sees, post.open_tasks)


def _telling() -> list[Part]:
    """Return the newest of each state: first one of each procedure, then the second, until there are enough."""
    states: set[tuple[str, str]] = set()
    turns: list[tuple[int, Part]] = []
    of_procedure: Counter[str] = Counter()
    for part in _concerned():
        if (part.post, part.sees) not in states:
            states.add((part.post, part.sees))
            turns.append((of_procedure[part.post], part))
            of_procedure[part.post] += 1
    return [part for _turn, part in sorted(turns, key=lambda one: one[0])[:SHOWN]]


def _concerned() -> Iterable[Part]:
    cases = Case.objects.filter(subject__isnull=False).select_related("subject", "organization").order_by("-id")
    desks = dict(Post.objects.filter(person__isnull=False).values_list("person", "open_tasks"))
    seen: set[int] = set()
    for case in cases:
        if case.subject is None or case.subject_id in seen:
            continue
        seen.add(case.subject.pk)
        procedure = table_of(case)
        waiting = desks.get(case.subject.pk, 0)
        stage = _(procedure.place(case.stage).title)
        sees = stage + _("，有 %(number)s 项待办") % {"number": waiting} if waiting else stage
        yield Part(case.subject.pk, case.subject.name, _(procedure.case_title), case.organization.name, sees, waiting)
