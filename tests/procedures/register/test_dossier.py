"""The dossier tells what the tables tell, each part in one statement, and marks what its reader may see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.register import offices
from procedures.register.dossier import Dossier
from procedures.register.models import Discipline, StatusSpan
from tests.dossiers import own_dossier
from tests.worlds import TODAY, Place, hospital
from workflows.engine.visibility import visible_to
from workflows.models import Case
from workflows.people.models import Appointment, Person, Post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def appoint(place: Place, who: str, role: str, code: str, first_on: date, last_on: date | None = None) -> Appointment:
    post, _ = Post.objects.get_or_create(role=role, organization=place.organization(code))
    return Appointment.objects.create(person=place.person(who), post=post, first_on=first_on, last_on=last_on)


@pytest.mark.parametrize("reader", ["wang", "sec", "dep", "hosp", "county", "zone", "plant", "aud", "admin"])
def test_seen_are_the_cases_and_papers_that_the_reader_sees(reader: str) -> None:
    place = hospital(until="approve")
    wang, sight = place.person("wang"), visible_to(place.person(reader), TODAY)
    Case.objects.create(
        **{name: getattr(place.case, name) for name in ("flow_class", "root", "organization", "path", "opened_on")},
        procedure="exit", subject=wang, starter=place.person("plant"),
    )  # fmt: skip

    known = Dossier(wang, sight)

    assert {one.case.pk for one in known.cases if one.seen} == set(
        sight.cases().filter(subject=wang).values_list("pk", flat=True)
    )
    assert set(known.seen_papers) == set(sight.papers().filter(case__subject=wang))
    assert {one.case.pk for one in known.cases} == set(wang.cases.values_list("pk", flat=True))
    assert set(known.papers) == set(wang.papers.all())


def test_a_case_says_every_desk_at_which_it_waits_and_stands_once() -> None:
    place = hospital(until="appoint_introducers")

    (filed,) = own_dossier(place.person("wang"), TODAY).cases

    waiting = filed.case.task_set.filter(finished=None).order_by("pk")
    assert filed.desks == tuple(task.post.title for task in waiting)
    assert "王晓梅（本人）" in filed.desks


def test_the_history_is_read_at_once_with_the_newest_first() -> None:
    place = hospital()
    sec = place.person("sec")
    for year in (2019, 2021, 2020):
        Discipline.objects.create(person=sec, kind="warning", first_on=date(year, 1, 1))
        StatusSpan.objects.create(person=sec, status="probation", first_on=date(year, 1, 1), last_on=date(year, 2, 1))
    known = own_dossier(sec, TODAY)

    with CaptureQueriesContext(connection) as captured:
        history = known.history

    assert len(captured) == 1
    assert [one.first_on.year for one in history.disciplines if one.first_on] == [2021, 2020, 2019]
    assert [(one.title, one.first_on and one.first_on.year) for one in history.statuses] == [
        ("留团察看", 2020), ("留团察看", 2021), ("留团察看", 2019), ("团员", 2015),
    ]  # fmt: skip
    assert [(one.title, one.place) for one in history.posts] == [("第一团支部·支部书记", "第一团支部")]
    assert [(one.place, one.last_on) for one in history.spans] == [("第一团支部", None)]
    assert [one.first_on for one in history.memberships] == [date(2015, 5, 4)]


def test_a_deputy_is_told_for_whom() -> None:
    place = hospital()
    one = appoint(place, "org", "branch_deputy", "SURG", TODAY)
    Appointment.objects.filter(pk=one.pk).update(deputizing_for=place.person("dep"))

    deputy, _ = own_dossier(place.person("org"), TODAY).history.posts

    assert (deputy.title, deputy.note, deputy.office) == ("第一团支部·支部副书记", "何立", "")


@pytest.mark.parametrize("groups", [True, False])
@pytest.mark.parametrize("who", ["wang", "sec", "org", "admin", "young"])
def test_the_offices_of_a_day_are_those_that_the_register_finds_for_many(who: str, groups: bool) -> None:
    place = hospital()
    appoint(place, "wang", "branch_deputy", "SURG", TODAY - DAY, TODAY)
    appoint(place, "org", "branch_deputy", "MED", TODAY, TODAY + DAY)
    place.organization("MED").kind = "group"
    place.organization("MED").save(update_fields=["kind"])
    person: Person = place.person(who)
    history = own_dossier(person, TODAY).history

    for day in (TODAY - 2 * DAY, TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY):
        held = history.offices_on(day, groups=groups)
        found = {person.pk: offices.latest(one.last_on for one in held)} if held else {}
        assert found == offices.until_of([person], day, groups=groups)


def test_a_person_whom_the_register_has_not_met_stands_outside_and_is_not_asked_for_twice() -> None:
    place = hospital()
    stranger = Person.objects.create_user("stranger", None, name="生人", home=place.organization("SURG"))
    read = Person.objects.select_related("home", "standing").get(pk=stranger.pk)
    known = own_dossier(read, TODAY)

    with CaptureQueriesContext(connection) as captured:
        assert known.standing.status == "none"

    assert len(captured) == 0
