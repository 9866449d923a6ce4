"""A member and his branch are told of two, three and five months in a row, once each, in words ready to be sent on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.register.models import ArrearsReminder, Charge, DuesCategory, Less, Standing
from procedures.scenarios.runner import noon
from tests.worlds import Place, hospital
from workflows import engine, rounds
from workflows.days.dates import add_months
from workflows.models import Case, Entry, Message, Parameter, Round
from workflows.people.models import Appointment, Person
from workflows.rounds import sweep

pytestmark = pytest.mark.django_db

JANUARY = date(2026, 1, 1)
MARCH = date(2026, 3, 1)


@pytest.fixture
def place() -> Place:
    return hospital()


def owe(place: Place, who: str, months: int, first: date = JANUARY, **given: Any) -> Person:
    """Charge somebody for months in a row, nothing paid unless it is said."""
    person = place.person(who)
    charge(person, months, first, **given)
    return person


def charge(person: Person, months: int, first: date = JANUARY, **given: Any) -> None:
    assert person.home
    Charge.objects.bulk_create(
        Charge(
            person=person, organization=person.home, root=person.home.root, month=add_months(first, number),
            category=DuesCategory.WAGE, opened_on=first, **{"fen": 300, **given},
        )
        for number in range(months)
    )  # fmt: skip


def pay(person: Person, *months: date) -> None:
    Charge.objects.filter(person=person, month__in=months).update(paid_fen=300)


def night(on: date) -> int:
    """Run a night, and return how many messages it sent, but those of a week's terms and vacancies."""
    sent = Message.objects.exclude(text__endswith="请在“任期与空岗”中办理。")
    before = sent.count()
    assert sweep.sweep(on, noon(on)).opened == 0
    return sent.count() - before


def steps(person: Person) -> list[int]:
    return list(ArrearsReminder.objects.filter(person=person).order_by("pk").values_list("step", flat=True))


def told(person: Person) -> list[str]:
    return list(Message.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def test_two_months_are_over_on_the_first_day_of_the_third(place: Place) -> None:
    dep = owe(place, "dep", 12)

    assert night(date(2026, 2, 28)) == 0
    assert night(MARCH) > 0
    assert steps(dep) == [2]


@pytest.mark.parametrize(
    ("on", "step"), [(MARCH, 2), (date(2026, 4, 1), 3), (date(2026, 5, 31), 3), (date(2026, 6, 1), 5)]
)
def test_a_night_that_comes_late_tells_the_highest_step_alone(place: Place, on: date, step: int) -> None:
    dep = owe(place, "dep", 12)

    night(on)
    night(on)

    assert steps(dep) == [step]


def test_each_step_is_told_once_and_six_months_are_the_case_s_to_say(place: Place) -> None:
    dep = owe(place, "dep", 12)

    for month in range(2, 13):
        on = date(2026, month, 1)
        sweep.sweep(on, noon(on))
        sweep.sweep(on, noon(on))

    assert steps(dep) == [2, 3, 5]
    assert Case.objects.filter(procedure="lapse", subject=dep).count() == 1


def test_the_member_reads_the_months_the_sum_and_from_which_day_it_is_a_lapse(place: Place) -> None:
    dep = owe(place, "dep", 3)

    night(date(2026, 4, 1))

    assert told(dep)[0] == (
        f"{dep.name}同志：你2026年1月至3月的团费尚未交纳，连续 3 个月，共 9.00 元。"
        "请尽快向团支部交纳；有困难的，可以申请减免。"
        "没有正当理由连续 6 个月不交纳团费的，以自行脱团论（团章第八条）；仍不交纳的，2026年7月1日起按此处理。"
    )


def test_the_branch_s_officers_read_all_names_in_one_message(place: Place) -> None:
    sec, org = place.person("sec"), place.person("org")
    dep = owe(place, "dep", 2)
    owe(place, "org", 2)

    night(MARCH)

    (text,) = told(sec)
    assert "有 2 名团员连续未交团费" in text
    assert f"{dep.name}（2026年1月至2月，6.00 元）" in text
    assert f"{org.name}（2026年1月至2月，6.00 元）" in text
    assert text in told(org)
    assert len(told(org)) == 2


def test_a_long_list_of_names_is_cut_between_two_of_them(place: Place) -> None:
    home = place.organization("SURG")
    for number in range(30):
        charge(Person.objects.create(username=f"p{number}", name=f"欧阳团员{number:02}", home=home), 2)
    Standing.objects.bulk_create(
        Standing(person=one, status="active") for one in Person.objects.filter(username__regex=r"^p\d+$")
    )

    night(MARCH)

    (text,) = told(place.person("sec"))
    assert "有 30 名团员" in text
    assert len(text) <= 300
    assert text.endswith("6.00 元）等。")


def test_the_deputy_is_told_where_neither_post_is_held(place: Place) -> None:
    org = owe(place, "org", 2)
    deputy = place.person("dep")
    Appointment.objects.filter(post__role__in=("branch_secretary", "org_commissioner")).delete()

    night(MARCH)

    assert [text[:5] for text in told(deputy)] == [f"{org.home}有 1"[:5]]


@pytest.mark.parametrize(
    "broken", [{"paid_fen": 300}, {"paid_fen": 100}, {"less": Less.values[0]}, {"fen": 0}], ids=str
)
def test_a_month_paid_exempt_or_relieved_begins_a_new_run(place: Place, broken: dict[str, Any]) -> None:
    dep = owe(place, "dep", 6)
    night(date(2026, 4, 1))
    Charge.objects.filter(person=dep, month=date(2026, 4, 1)).update(**broken)

    assert night(date(2026, 6, 30)) == 0
    assert night(date(2026, 7, 1)) > 0
    assert steps(dep) == [3, 2]


def test_paying_the_oldest_month_brings_no_reminder_of_months_already_named(place: Place) -> None:
    dep = owe(place, "dep", 12)
    night(date(2026, 4, 1))
    pay(dep, JANUARY)

    assert night(date(2026, 4, 2)) == 0
    assert steps(dep) == [3]


def test_arrears_paid_whole_and_run_up_again_are_told_again(place: Place) -> None:
    dep = owe(place, "dep", 12)
    night(date(2026, 4, 1))
    pay(dep, *(date(2026, month, 1) for month in range(1, 7)))

    assert night(date(2026, 8, 31)) == 0
    night(date(2026, 9, 1))
    night(date(2026, 10, 1))

    assert steps(dep) == [3, 2, 3]


def test_a_payment_that_is_reversed_brings_nothing_anew(place: Place) -> None:
    dep = owe(place, "dep", 3)
    night(date(2026, 4, 1))
    pay(dep, JANUARY, date(2026, 2, 1), MARCH)
    night(date(2026, 4, 2))
    Charge.objects.filter(person=dep).update(paid_fen=0)

    assert night(date(2026, 4, 3)) == 0
    assert steps(dep) == [3]


def test_who_is_no_member_any_more_is_not_reminded(place: Place) -> None:
    dep = owe(place, "dep", 3)
    standing = Standing.objects.get(person=dep)
    standing.leave("removed")
    standing.save()

    assert night(date(2026, 4, 1)) == 0


def test_a_committee_below_sets_its_own_months_and_another_is_not_concerned(place: Place) -> None:
    dep = owe(place, "dep", 4)
    given = {"key": "dues.warn_months", "set_at": noon(JANUARY), "because": "本地做法"}
    Parameter.objects.create(organization=place.organization("COUNTY"), value="0", **given)
    assert night(MARCH) == 0
    Parameter.objects.create(organization=place.organization("HOSP"), value="2,4", **given)

    night(date(2026, 4, 1))
    night(date(2026, 5, 1))

    assert steps(dep) == [2, 4]


def test_a_night_of_nobody_leaves_no_round_and_one_of_somebody_an_entry(place: Place) -> None:
    owe(place, "dep", 2)

    night(date(2026, 2, 28))
    assert Round.objects.count() == 0
    night(MARCH)
    night(MARCH)

    (kept,) = Round.objects.all()
    assert (kept.act, kept.status, kept.done, kept.started_by) == ("remind", "done", 1, None)
    assert Entry.objects.filter(chain=kept.chain).count() == 1
    assert Case.objects.count() == 0


def test_the_committee_may_remind_by_day_and_the_night_does_not_repeat_it(place: Place) -> None:
    dep = owe(place, "dep", 2)

    rounds.start("lapse", engine.Request("remind", place.person("hosp"), MARCH, noon(MARCH), {}))

    assert steps(dep) == [2]
    assert night(MARCH) == 0


@pytest.mark.parametrize("size", [5, 60])
def test_a_night_costs_the_same_for_five_as_for_sixty(place: Place, size: int) -> None:
    home = place.organization("SURG")
    people = Person.objects.bulk_create(
        Person(username=f"p{number}", name=f"团员{number}", home=home, password="!") for number in range(size)
    )
    Standing.objects.bulk_create(Standing(person=one, status="active") for one in people)
    for one in people:
        charge(one, 2)
    night(JANUARY)

    with CaptureQueriesContext(connection) as captured:
        night(MARCH)

    assert ArrearsReminder.objects.count() == size
    assert len(captured) <= 65
