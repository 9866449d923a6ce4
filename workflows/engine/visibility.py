"""Who may see what: the one place that says it, for cases, people, papers and files. Default is no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from workflows.models import Attachment, Case, Entry, Paper, Round, Task
from workflows.people.models import Appointment, Organization, Person, Role
from workflows.people.models.person import has_relatives
from workflows.people.models.post import BRANCH_ROLES, COMMITTEE_ROLES
from workflows.people.reach import led_by, parted, reached_from
from workflows.store.prepared import Prepared
from workflows.store.rooted import NOWHERE

CASE_READERS = frozenset({*BRANCH_ROLES, *COMMITTEE_ROLES, Role.AUDITOR})
PEOPLE_READERS = CASE_READERS | {Role.REGISTRAR}


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see on one day.

    `appointments` are the posts held; somebody without a post sees himself and his own cases.
    """

    person: Person
    on: date
    appointments: tuple[Appointment, ...]

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(one.post.role for one in self.appointments)

    @property
    def roots(self) -> tuple[str, ...]:
        """The roots in which there may be anything that the person may see; never none, which would be all."""
        home = self.person.home
        places = [home, *(one.post.organization for one in self.appointments)]
        told = [getattr(self.person, "reaches", ""), *(text for one in self.appointments for text in _told(one))]
        former = parted(self.person.former_root)  # who has moved outside still sees what concerns him
        return tuple(sorted({one.root for one in places if one} | parted(*told) | former)) or NOWHERE

    def cases(self) -> QuerySet[Case]:
        """Return the cases that concern the person, run under his organizations, or wait or waited at his desks."""
        return Case.objects.filter(self._sees())

    def cases_of(self, subject: Person) -> QuerySet[Case]:
        """Return all cases of one person, marked: `seen` are those of `cases`, `opened` those with all their papers."""
        seen, opened = (ExpressionWrapper(test, BooleanField()) for test in (self._sees(), self._opens()))
        return Case.objects.filter(subject=subject).annotate(seen=seen, opened=opened)

    def case(self, pk: int) -> Case | None:
        """Return one of these cases; who waits or waited at which desk is asked only where nothing nearer says yes."""
        found = next(iter(_case(pk)), None)
        if found is None or self.person.pk in (found.subject_id, found.starter_id) or self._reads(found):
            return found
        return found if self.cases().filter(pk=pk).exists() else None

    def people(self) -> QuerySet[Person]:
        """Return the person himself and the people on the rolls under his organizations."""
        return Person.objects.filter(Q(pk=self.person.pk) | _under(self._paths(PEOPLE_READERS), "home__path"))

    def papers(self) -> QuerySet[Paper]:
        """Return the papers handed to the person, and those of cases of others that he sees in office or started."""
        others = Case.objects.filter(self._opens())
        return Paper.objects.filter(Q(person=self.person) | Q(case__in=others.values("pk")))

    def rounds(self) -> QuerySet[Round]:
        """Return the rounds begun at or under the person's organizations."""
        return Round.objects.filter(_under(self._paths(CASE_READERS), "path"))

    def papers_of(self, case: Case, *, insider: bool) -> QuerySet[Paper]:
        """Return the papers of one case that the person sees: the same as `papers` would, asked of that case alone."""
        papers = Paper.objects.filter(case=case)
        started = case.starter_id == self.person.pk and case.subject_id != self.person.pk
        return papers if insider or started else papers.filter(person=self.person)

    def attachments(self) -> QuerySet[Attachment]:
        """Return the files of the cases that the person sees."""
        return Attachment.objects.filter(case__in=self.cases().values("pk"))

    def organizations(self, roles: frozenset[Role] = PEOPLE_READERS) -> QuerySet[Organization]:
        """Return the organizations at and under those where the person holds one of the roles."""
        found: QuerySet[Organization] = Organization.objects.filter(_under(self._paths(roles), "path"))
        return found

    def cover_of(self, case: Case) -> int | None:
        """Return the key of the cover under which a member's case runs, for who reads the branch's cases in office."""
        in_round = case.round_id is not None and case.subject_id is not None
        reads = any(case.path.startswith(path) for path in self._paths(CASE_READERS))
        return case.cover if in_round and reads else None

    def is_insider(self, case: Case) -> bool:
        """Tell whether the person sees a case in office: never the one concerned, nor who only has an act of his own.

        In office is who reads cases at or above its organization, or holds a post at which it waits or waited.
        """
        if case.subject_id == self.person.pk:
            return False
        if self._reads(case):
            return True
        return bool(self._posts) and Task.objects.filter(process=case, post__in=self._posts).exists()

    def entries(self, case: Case, *, insider: bool) -> QuerySet[Entry]:
        """Return the entries of a case, oldest first; who is no insider does not get what only reviewers may read."""
        entries = Entry.objects.filter(chain=f"case/{case.pk}").select_related("submission").order_by("sequence")
        if insider:
            return entries
        return entries.exclude(act="comment", submission__answers__visible_to="reviewers")

    def _reads(self, case: Case) -> bool:
        """Tell whether the person reads cases at or above one of the case's organizations."""
        places = (case.path, case.other_path)
        return any(place.startswith(path) for path in self._paths(CASE_READERS) for place in places)

    @property
    def _posts(self) -> list[int]:
        return [one.post_id for one in self.appointments]

    def _sees(self) -> Q:
        """Return the test for the cases that the person sees."""
        mine = Q(subject=self.person) | Q(starter=self.person)
        own_desk = Exists(Task.objects.filter(post__person=self.person, process=OuterRef("pk"), root=OuterRef("root")))
        return mine | self._in_office() | Q(own_desk)

    def _opens(self) -> Q:
        """Return the test for the cases of which the person sees all papers: those of others, in office or started."""
        return (self._in_office() | Q(starter=self.person)) & ~Q(subject=self.person)

    def _in_office(self) -> Q:
        at_post = Exists(Task.objects.filter(post__in=self._posts, process=OuterRef("pk"), root=OuterRef("root")))
        paths = self._paths(CASE_READERS)
        return _under(paths, "path") | _under(paths, "other_path") | Q(at_post)

    def _paths(self, roles: frozenset[Role]) -> list[str]:
        return [
            one.post.organization.path for one in self.appointments if one.post.role in roles and one.post.organization
        ]


def visible_to(person: Person | AnonymousUser, on: date) -> Sight:
    """Return what a person may see on a day, with one statement for the posts held and how many people hold each.

    Raises:
        PermissionError: nobody is signed in.
    """
    if not isinstance(person, Person):
        raise PermissionError("nobody is signed in")
    return Sight(person, on, tuple(_held(on, person.pk)))


def _held_on(on: date, person: int) -> QuerySet[Appointment]:
    at_post = Appointment.objects.on(on).filter(post=OuterRef("post")).order_by().values("post")
    return (
        Appointment.objects.on(on)
        .filter(person=person)
        .select_related("post__organization", "deputizing_for")
        .annotate(
            holders=Subquery(at_post.annotate(number=Count("person", distinct=True)).values("number")),
            reaches=reached_from("post__organization__path"),
            leads=led_by("post__organization"),
        )
    )


_held = Prepared(_held_on)


def _told(appointment: Any) -> tuple[str | None, ...]:
    """Return what the statement of the posts held has told of other roots."""
    return appointment.reaches, appointment.leads


def _with_people(pk: int) -> QuerySet[Case]:
    cases = Case.objects.filter(pk=pk).select_related("organization", "subject", "starter", "round")
    same = {name: OuterRef(name) for name in ("root", "procedure", "period", "organization")}
    covers = Case.objects.filter(**same, subject=None, round__isnull=False)
    noted = {"has_kin": has_relatives(OuterRef("subject")), "cover": Subquery(covers.values("pk")[:1])}
    found: QuerySet[Case] = cases.annotate(**noted).defer("organization__seal")
    return found


_case = Prepared(_with_people)


def _under(paths: list[str], column: str) -> Q:
    """Return the test that a path lies at or under one of the given; nothing lies under none."""
    test = Q(pk__in=[])
    for path in paths:
        test |= Q(**{f"{column}__startswith": path})
    return test
