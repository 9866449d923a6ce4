"""办理日期与录入日期: what goes by the day of the act, and what by the day of its record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.worlds import Place, at, hospital
from workflows import engine
from workflows.models import Case, Entry, Message, Task
from workflows.people.models import Appointment
from workflows.rounds.sweep import sweep
from workflows.table.refusals import NeedsReason, Refused

pytestmark = pytest.mark.django_db

MEETING = {"present": 9, "yes": 9, "no": 0, "abstain": 0, "minutes": "略"}
APPROVAL = {"decision": "approve", "opinion": "批准", "members_present": 5, "members_yes": 5}


def do(here: Place, act: str, by: str, on: date | None, recorded_on: date, **with_: Any) -> engine.Outcome:
    reason = str(with_.pop("because", ""))
    asked = engine.Request(act, here.person(by), on, at(recorded_on), with_, reason=reason)
    return engine.act(here.case, asked)


def introduced() -> Place:
    """Walk the road to where the branch may meet."""
    place = hospital(until="introduce")
    do(place, "introduce", "org", None, date(2026, 5, 27), opinion="愿意介绍", because="同日")
    return place


def returned(until: str, act: str, by: str, on: date) -> Place:
    place = hospital(until=until)
    do(place, "return", by, on, on, to=act, reason="补正")
    return place


def test_what_is_handed_in_again_without_a_day_keeps_the_first_one_the_second_time_too() -> None:
    place = returned("hold_meeting", "hold_meeting", "hosp", date(2026, 6, 1))

    again = do(place, "hold_meeting", "sec", None, date(2026, 6, 2), **MEETING, because="同日")
    do(place, "return", "hosp", None, date(2026, 6, 3), to="hold_meeting", reason="再补正")
    once_more = do(place, "hold_meeting", "sec", None, date(2026, 6, 4), **MEETING, because="同日")

    assert (again.entry.on, once_more.entry.on) == (date(2026, 5, 28), date(2026, 5, 28))
    assert place.case.facts["voted_on"] == "2026-05-28"


def test_a_notice_is_posted_anew_and_has_the_day_of_today() -> None:
    place = returned("post_notice", "post_notice", "org", date(2026, 5, 19))

    again = do(place, "post_notice", "org", None, date(2026, 5, 20), place="公示栏")

    assert again.entry.on == date(2026, 5, 20)


def test_whatever_follows_a_correction_is_not_before_the_return() -> None:
    place = returned("hold_meeting", "hold_meeting", "hosp", date(2026, 6, 1))
    do(place, "hold_meeting", "sec", None, date(2026, 6, 2), **MEETING, because="同日")

    with pytest.raises(Refused) as refused:
        do(place, "approve", "hosp", date(2026, 5, 31), date(2026, 6, 2), **APPROVAL)

    assert (refused.value.code, refused.value.finding.earliest) == ("act_date_before_previous", date(2026, 6, 1))


def test_a_correction_is_not_before_what_it_first_followed() -> None:
    place = returned("hold_meeting", "hold_meeting", "hosp", date(2026, 6, 1))

    with pytest.raises(Refused) as refused:
        do(place, "hold_meeting", "sec", date(2026, 5, 26), date(2026, 6, 2), **MEETING, because="同日")

    assert (refused.value.code, refused.value.finding.earliest) == ("act_date_before_previous", date(2026, 5, 27))


def test_a_task_is_there_since_the_day_of_the_record() -> None:
    place = introduced()

    do(place, "hold_meeting", "sec", date(2026, 5, 28), date(2026, 6, 20), **MEETING, because="补录")

    assert Task.objects.get(process=place.case, finished=None).opened_on == date(2026, 6, 20)


def test_papers_and_cases_are_numbered_in_the_year_of_the_record() -> None:
    place = introduced()
    said = {"field": "护理", "position": "护士", "achievements": "略", "reason": "骨干"}
    asked = {**said, "person": place.person("dep").pk}

    met = do(place, "hold_meeting", "sec", date(2026, 12, 30), date(2027, 1, 4), **MEETING, because="补录")
    nominated = engine.start(
        "talent", engine.Request("nominate", place.person("sec"), date(2026, 12, 31), at(date(2027, 1, 4)), asked)
    )

    assert [paper.number for paper in met.papers] == ["SURG记〔2027〕1号"]
    assert nominated.case.number.startswith("2027-")
    assert nominated.case.opened_on == date(2026, 12, 31)


def test_an_act_of_long_ago_asks_for_a_reason_and_tells_the_superior() -> None:
    place = introduced()
    long_after = date(2027, 6, 1)

    with pytest.raises(NeedsReason) as wants:
        do(place, "hold_meeting", "sec", date(2026, 5, 28), long_after, **MEETING)
    do(place, "hold_meeting", "sec", date(2026, 5, 28), long_after, **MEETING, because="档案补录")

    assert "backdated_gt_12_months" in [one.code for one in wants.value.warnings]
    told = Message.objects.filter(person=place.person("hosp"), text__contains="补录了2026年5月28日")
    assert ["档案补录" in one.text for one in told] == [True]


def test_a_successor_needs_a_reason_and_the_entry_says_whose_day_it_was() -> None:
    place = introduced()
    Appointment.objects.filter(person=place.person("sec")).update(last_on=date(2026, 5, 28))
    post = Appointment.objects.get(person=place.person("sec")).post
    Appointment.objects.create(person=place.person("plant"), post=post, first_on=date(2026, 5, 29))

    with pytest.raises(NeedsReason):
        do(place, "hold_meeting", "plant", date(2026, 5, 28), date(2026, 6, 1), **MEETING)
    done = do(place, "hold_meeting", "plant", date(2026, 5, 28), date(2026, 6, 1), **MEETING, because="会议记录移交")

    said = next(one["sentence"] for one in done.entry.warnings if one["code"] == "recorded_for_predecessor")
    assert said.startswith("补录：2026年5月28日第一团支部·支部书记由周敏担任；吴昊自2026年5月29日起担任")
    assert done.entry.reason == "会议记录移交"


def test_who_has_left_the_post_records_nothing_of_his_days() -> None:
    place = introduced()
    Appointment.objects.filter(person=place.person("sec")).update(last_on=date(2026, 5, 31))

    with pytest.raises(Refused) as refused:
        do(place, "hold_meeting", "sec", date(2026, 5, 28), date(2026, 6, 1), **MEETING)

    assert refused.value.code == "not_your_task"


def test_common_acts_go_by_the_same_days() -> None:
    place = hospital(until="hold_meeting")
    reviewer = Appointment.objects.get(person=place.person("hosp"))
    Appointment.objects.filter(pk=reviewer.pk).update(first_on=date(2026, 5, 30))

    with pytest.raises(NeedsReason) as wants:
        do(place, "return", "hosp", date(2026, 5, 29), date(2026, 6, 1), to="hold_meeting", reason="补正")

    assert [one.code for one in wants.value.warnings] == ["recorded_for_predecessor"]


def test_the_calendar_signs_as_the_system() -> None:
    place = hospital(until="apply")
    day = date(2026, 3, 1)

    sweep(day, at(day))

    entry = Entry.objects.get(case=place.case, act="escalate")
    assert entry.actor_name == "系统"


def test_a_nightly_round_is_signed_by_the_system() -> None:
    hospital()
    day = date(2034, 1, 2)  # the youngest of the roll, born on 1 January 2006, complete 28 in this month

    sweep(day, at(day))

    found = Case.objects.filter(procedure="exit").values_list("pk", flat=True)
    signed = Entry.objects.filter(chain__in=[f"case/{pk}" for pk in found]).values_list("actor_name", flat=True)
    assert set(signed) == {"系统"}
