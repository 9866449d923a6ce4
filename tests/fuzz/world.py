"""Worlds to be fuzzed: one in which a case stands in every stage of every procedure, and for the long form the town."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from procedures.register.entering import Known, enter_people
from procedures.register.models import Status
from procedures.register.roster import uploads
from procedures.town.life import bring_to_life
from tests.fuzz.finding import ANYBODY
from tests.procedures.register.roster.sheets import row, workbook
from tests.worlds import Place, hospital
from workflows.accounts.recovery import links
from workflows.models import Attachment, Case, Entry, Paper, PaperFile, PublicNotice, Round, Skip, Task
from workflows.people.models import Appointment, Kind, Organization, Person, Post, Role
from workflows.rounds import adoption
from workflows.store import bulk
from workflows.table import Procedure
from workflows.table.registry import procedures, table_of

NOW = datetime(2026, 6, 12, 2, tzinfo=UTC)
TODAY = NOW.date()
ZONE = "江北开发区团工委"
TOWN_NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


def every_stage() -> None:
    """Build the hospital, where one person has been admitted, with another person's case in each stage."""
    place = hospital(until="approve")
    _party(place)
    found = [(one, stage.code) for one in procedures() for stage in one.stages]
    home, subjects = place.organization("SURG"), _subjects(place, found)
    for (procedure, stage), subject in zip(found, subjects, strict=True):
        facts = _facts(procedure, place.organization("HOSP").pk)
        adoption.adopt(procedure.code, stage=stage, facts=facts, subject=subject, organization=home, on=TODAY, at=NOW)
    entry = Entry.objects.get(case=place.case, act="hold_meeting")
    PublicNotice.objects.update(ends_on=TODAY, closed_on=None)
    _round(place)
    Attachment.keep(place.case, entry, "scan", SimpleUploadedFile("会议记录.pdf", b"%PDF-1.7 scan"))
    _printed()


def _round(place: Place) -> None:
    """Keep a round that reached the case of the one who was admitted and left somebody out."""
    top = place.organization("HOSP")
    begun = Round.objects.create(
        procedure="exit", act="scan", title="轮次", organization=top, path=top.path, root=top.root, on=TODAY,
        started_at=NOW, moved_at=NOW, concerned=2, done=2, opened=1, skipped=1, status="done",
    )  # fmt: skip
    Case.objects.filter(pk=place.case.pk).update(round=begun)
    Skip.objects.create(round=begun, person=place.person("sec"), code="office", sentence="任职")


def _printed() -> None:
    """Let each paper have been printed: to print takes a process of its own, which is asked nothing odd."""
    PaperFile.objects.bulk_create(
        [PaperFile(paper=one, root=one.root, content=b"%PDF-1.7") for one in Paper.objects.filter(file=None)]
    )


def _party(place: Place) -> None:
    """Let a Party committee with a reviewer lead the hospital's."""
    party = Organization.objects.add_root({"code": "HOSPP", "name": "江北市人民医院党委", "kind": Kind.PARTY_COMMITTEE})
    Organization.objects.filter(code="HOSP").update(led_by=party)
    post = Post.objects.create(role=Role.PARTY_REVIEWER, organization=party)
    Appointment.objects.create(person=place.person("zone"), post=post, first_on=date(2020, 1, 1))


def _facts(procedure: Procedure, number: int) -> dict[str, object]:
    """Return what a case might know.

    Each day is yesterday, each month this one, each number one that is a committee's key too.
    """
    known: dict[str, object] = {}
    for name, field in procedure.facts.model_fields.items():
        if field.annotation in (date, date | None):
            known[name] = TODAY.replace(day=1) if "month" in name else TODAY - timedelta(days=1)
        elif field.annotation in (int, int | None):
            known[name] = TODAY.year if name == "year" else number
    return known


def _subjects(place: Place, found: list[tuple[Procedure, str]]) -> list[Person]:
    home = place.organization("SURG")
    people = []
    for number, (procedure, stage) in enumerate(found):
        name = f"某{number}"
        person = Person(username=f"{procedure.code}_{stage}", name=name, born=date(2000, 3, 1), home=home, password="!")
        person.keep_indexes()
        people.append(person)
    bulk.insert(people)
    for person, (procedure, _) in zip(people, found, strict=True):
        joins = procedure.code == "joining"
        enter_people(
            [Known(person) if joins else Known(person, Status.ACTIVE, date(2015, 5, 4), f"20154200{person.pk:04}")]
        )
    return people


def town() -> None:
    """Build the demo town: a case in every stage and ending that came there by acts."""
    bring_to_life(TOWN_NOW.date(), TOWN_NOW)
    _printed()


def cast(on: date) -> dict[str, Person | None]:
    """Return who asks: who holds the busiest post of each role, whoever is waited for somewhere, and nobody."""
    found: dict[str, Person | None] = {}
    for role in Role:
        held = Appointment.objects.on(on).filter(post__role=role).order_by("-post__open_tasks", "pk").first()
        if held is not None:
            found[_called(held.post, held.person)] = held.person
    found |= {_called(task.post, person): person for task, person in _waited_for(on)}
    return {**found, ANYBODY: None}


def leads(people: Mapping[str, Person | None], on: date) -> Iterator[tuple[str, str]]:
    """Yield pages to which no link leads those who may open them: by a letter's code, after an upload, of each act."""
    for notice in PublicNotice.objects.filter(closed_on=None).order_by("-pk")[:3]:
        yield ANYBODY, reverse("notice", kwargs={"token": notice.token})
    roster = workbook([row(1, committee=ZONE), row(2, name="\u202e", committee=ZONE)])
    for name, person in people.items():
        if person is not None:
            token = uploads.keep(roster, person, timezone.now())
            yield name, reverse("roster_preview", kwargs={"token": token, "code": "-"})
            key = urlsafe_base64_encode(str(person.pk).encode())
            given = {"uidb64": key, "token": links.make_token(person)}
            yield ANYBODY, reverse("first_sign_in", kwargs=given)
    for task, person in _waited_for(on):
        for act in table_of(task.case).place(task.case.stage).acts:
            yield _called(task.post, person), reverse("act", kwargs={"pk": task.case.pk, "code": act.code})


def _waited_for(on: date) -> Iterator[tuple[Task, Person]]:
    """Yield a task for each stage and role that waits, with who may do it."""
    holders = {one.post_id: one.person for one in Appointment.objects.on(on).select_related("person").order_by("-pk")}
    known = set()
    for task in Task.objects.filter(finished=None).select_related("process", "post__person").order_by("pk"):
        place, person = (task.case.procedure, task.case.stage, task.post.role), task.post.person
        who = person or holders.get(task.post_id)
        if who is not None and place not in known:
            known.add(place)
            yield task, who


def _called(post: Post, person: Person) -> str:
    return f"{post.role} {person.username}"
