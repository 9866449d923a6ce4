"""Worlds to be fuzzed: one in which a case stands in every stage of every procedure, and for the long form the town."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procedures.register.entering import Known, enter_people
from procedures.register.models import Status
from procedures.town.life import bring_to_life
from tests.worlds import Place, hospital
from workflows.models import Attachment, Entry, Paper, PaperFile, Task
from workflows.people.models import Appointment, Kind, Organization, Person, Post, Role
from workflows.rounds import adoption
from workflows.store import bulk
from workflows.table import Procedure
from workflows.table.registry import procedures, table_of

NOW = datetime(2026, 6, 12, 2, tzinfo=UTC)
TODAY = NOW.date()
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
    Attachment.keep(place.case, entry, "scan", SimpleUploadedFile("会议记录.pdf", b"%PDF-1.7 scan"))
    _printed()


def _printed() -> None:
    """Let each paper have been printed: to print takes a process of its own, which is asked nothing odd."""
    PaperFile.objects.bulk_create(
        [PaperFile(paper=one, content=b"%PDF-1.7") for one in Paper.objects.filter(file=None)]
    )


def _party(place: Place) -> None:
    """Let a Party committee with a reviewer lead the hospital's."""
    party = Organization.objects.add_root({"code": "HOSPP", "name": "江北市人民医院党委", "kind": Kind.PARTY_COMMITTEE})
    Organization.objects.filter(code="HOSP").update(led_by=party)
    post = Post.objects.create(role=Role.PARTY_REVIEWER, organization=party)
    Appointment.objects.create(person=place.person("zone"), post=post, first_on=date(2020, 1, 1))


def _facts(procedure: Procedure, number: int) -> dict[str, object]:
    """Return what a case might know: each day is yesterday, each number one that is a committee's key too."""
    known: dict[str, object] = {}
    for name, field in procedure.facts.model_fields.items():
        if field.annotation in (date, date | None):
            known[name] = TODAY - timedelta(days=1)
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


def cast(on: date) -> Iterator[tuple[str, Person | None]]:
    """Yield who asks: nobody signed in, who holds the busiest post of each role, whoever a case waits for himself."""
    for role in Role:
        held = Appointment.objects.on(on).filter(post__role=role).order_by("-post__open_tasks", "pk").first()
        if held is not None:
            yield str(role.value), held.person
    known = set()
    own = Task.objects.filter(finished=None, post__role=Role.SELF).order_by("pk")
    for task in own.select_related("process", "post__person"):
        place = f"own {task.case.procedure} {task.case.stage}"
        if place not in known:
            known.add(place)
            yield place, task.post.person
    yield "anonymous", None


def leads() -> Iterator[tuple[str, str]]:
    """Yield the page of each act of each stage, and who may open it: whoever the case waits for there."""
    known = set()
    for task in Task.objects.filter(finished=None).select_related("process", "post__person").order_by("pk"):
        case, role = task.case, task.post.role
        who = f"own {case.procedure} {case.stage}" if role == Role.SELF else str(role)
        for act in table_of(case).place(case.stage).acts:
            if (case.procedure, case.stage, act.code, who) not in known:
                known.add((case.procedure, case.stage, act.code, who))
                yield who, reverse("act", kwargs={"pk": case.pk, "code": act.code})
