"""A committee's own value of a rule: never laxer than the national one of the day, never for days that are past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from procedures.joining.rules import OBSERVE_MONTHS
from tests.worlds import TODAY, Place, at, hospital
from workflows.appointments import keepers, parameters
from workflows.engine.law import law_for, nearest, overtaken
from workflows.models import Entry, Parameter
from workflows.table.refusals import Refused
from workflows.table.rules import Confidence, ImpossibleRule, Law, Local, Rule, Version

JUNE, JULY, YEAR, EASED = date(2026, 6, 1), date(2026, 7, 1), date(2027, 1, 1), date(2028, 1, 1)
VERSIONS = (Version(3, "一号文"), Version(6, "二号文", YEAR), Version(4, "三号文", EASED))
MONTHS = Rule("x.months", "X-MONTHS", "考察期", Confidence.HIGH, VERSIONS, "个月", Local.STRICTER)


def kept_on(place: Place, on: date = TODAY) -> keepers.Keeping:
    return keepers.keeping(place.organization("HOSP"), by=place.person("admin"), on=on, at=at(on))


def of_each_version(place: Place, rule: Rule = OBSERVE_MONTHS) -> list[object]:
    surgery = place.organization("SURG")
    return [
        law_for(surgery, on)[rule] for on in (TODAY, JUNE - timedelta(days=1), JUNE, JULY - timedelta(days=1), JULY)
    ]


@pytest.mark.parametrize(
    ("local", "own", "values"),
    [
        (Local.STRICTER, 5, [5, 5, 6, 6, 5]),
        (Local.STRICTER, 6, [6, 6, 6, 6, 6]),
        (Local.STRICTER, 7, [7, 7, 7, 7, 7]),
        (Local.FREE, 2, [2, 2, 2, 2, 2]),
        (Local.FIXED, 7, [3, 3, 6, 6, 4]),
    ],
)
def test_the_stricter_of_the_local_and_the_national_value_stands_on_each_day(
    local: Local, own: int, values: list[int]
) -> None:
    rule = replace(MONTHS, local=local)
    day = timedelta(days=1)
    days = [TODAY, YEAR - day, YEAR, EASED - day, EASED]

    assert [Law(on, {rule.key: own})[rule] for on in days] == values
    assert [nearest(rule, {"/1/": own}, "/1/2/", on) for on in days] == values


@pytest.mark.parametrize(
    ("own", "first_on", "last_on", "since"),
    [
        (5, JUNE, None, [YEAR]),
        (6, JUNE, None, []),
        (5, JUNE, YEAR - timedelta(days=1), []),
        (5, JUNE, YEAR, [YEAR]),
        (5, EASED - timedelta(days=1), None, [YEAR]),
        (5, EASED, None, []),
        (3, JUNE, None, [YEAR, EASED]),
        (2, None, None, [None, YEAR, EASED]),
    ],
)
def test_a_local_value_is_overtaken_by_each_stricter_version_of_its_days(
    own: int, first_on: date | None, last_on: date | None, since: list[date | None]
) -> None:
    assert [version.since for version in MONTHS.overtaking(own, first_on, last_on)] == since


def test_it_is_said_from_when_to_when_a_national_value_overtakes() -> None:
    said = overtaken(MONTHS, Parameter(key=MONTHS.key, value=5, first_on=JUNE))

    assert said == "全国规定 6 个月，自2027年1月1日起施行，至2027年12月31日止，严于本地取值，以全国规定为准。"
    assert overtaken(replace(MONTHS, local=Local.FREE), Parameter(value=2, first_on=JUNE)) == ""


def test_only_a_number_can_be_open_to_a_stricter_value() -> None:
    with pytest.raises(ImpossibleRule, match="stricter"):
        replace(MONTHS, versions=(Version(">1/2", "一号文"),))


@pytest.mark.django_db
def test_the_entry_says_from_when_a_value_will_be_overtaken() -> None:
    place = hospital()

    parameters.set_value(MONTHS, place.organization("HOSP"), "5", JUNE, kept_on(place), because="八号文")

    change = Entry.objects.get(act="set_parameter").changes[0]
    assert change["before"] == "上级或全国规定 3 个月"
    assert change["after"].startswith("5 个月，自2026年6月1日起。全国规定 6 个月，自2027年1月1日起施行")


@pytest.mark.django_db
@pytest.mark.parametrize("ago", [1, 400])
def test_no_value_changes_the_law_of_days_that_are_past(ago: int) -> None:
    place, first_on = hospital(), TODAY - timedelta(days=ago)

    with pytest.raises(Refused) as refused:
        parameters.set_value(OBSERVE_MONTHS, place.organization("HOSP"), "6", first_on, kept_on(place), because="试")

    finding = refused.value.finding
    assert (finding.code, finding.earliest, finding.field) == ("act_date_before_previous", TODAY, "first_on")
    assert not Parameter.objects.exists()


@pytest.mark.django_db
def test_a_slip_is_put_right_from_the_same_day_on() -> None:
    place = hospital()
    hosp, kept = place.organization("HOSP"), kept_on(place)

    parameters.set_value(OBSERVE_MONTHS, hosp, "60", TODAY, kept, because="八号文")
    parameters.set_value(OBSERVE_MONTHS, hosp, "6", TODAY, kept, because="八号文，误设为六十")

    assert of_each_version(place) == [6] * 5
    assert [one.changes[0]["before"] for one in Entry.objects.filter(act="set_parameter").order_by("sequence")] == [
        "上级或全国规定 3 个月",
        "60 个月",
    ]


@pytest.mark.django_db
def test_a_value_before_one_that_is_set_already_names_the_day_from_which_it_may_change() -> None:
    place = hospital()
    hosp, kept = place.organization("HOSP"), kept_on(place)
    parameters.set_value(OBSERVE_MONTHS, hosp, "6", JULY, kept, because="八号文")

    for change in (
        lambda: parameters.set_value(OBSERVE_MONTHS, hosp, "5", JUNE, kept, because="试"),
        lambda: parameters.give_up(OBSERVE_MONTHS, hosp, JUNE, kept, because="试"),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert (refused.value.code, refused.value.finding.earliest) == ("act_date_before_previous", JULY)


@pytest.mark.django_db
def test_a_committee_goes_back_to_the_national_rule_from_a_day_on() -> None:
    place = hospital()
    hosp, kept = place.organization("HOSP"), kept_on(place)
    parameters.set_value(OBSERVE_MONTHS, hosp, "6", TODAY, kept, because="八号文")

    parameters.give_up(OBSERVE_MONTHS, hosp, JUNE, kept, because="九号文")

    assert of_each_version(place) == [6, 6, 3, 3, 3]
    entry = Entry.objects.filter(act="set_parameter").latest("sequence")
    assert (entry.reason, entry.changes[0]["before"], entry.changes[0]["after"]) == (
        "九号文",
        "6 个月",
        "上级或全国规定 3 个月，自2026年6月1日起",
    )


@pytest.mark.django_db
def test_a_value_is_given_up_on_the_day_on_which_it_was_set_but_not_for_the_past_nor_twice() -> None:
    place = hospital()
    hosp, kept = place.organization("HOSP"), kept_on(place)
    parameters.set_value(OBSERVE_MONTHS, hosp, "6", TODAY, kept, because="八号文")

    with pytest.raises(Refused) as past:
        parameters.give_up(OBSERVE_MONTHS, hosp, TODAY, kept_on(place, JUNE), because="试")
    parameters.give_up(OBSERVE_MONTHS, hosp, TODAY, kept, because="误设")
    with pytest.raises(Refused) as twice:
        parameters.give_up(OBSERVE_MONTHS, hosp, TODAY, kept, because="再来一次")

    assert (past.value.code, twice.value.code) == ("act_date_before_previous", "already_done")
    assert of_each_version(place) == [3] * 5


@pytest.mark.django_db
def test_what_a_committee_above_has_set_stands_again() -> None:
    place = hospital()
    hosp, kept = place.organization("HOSP"), kept_on(place)
    Parameter.objects.create(
        key=OBSERVE_MONTHS.key, organization=place.organization("COUNTY"), value=4, set_at=at(TODAY), because="上级"
    )
    parameters.set_value(OBSERVE_MONTHS, hosp, "6", TODAY, kept, because="八号文")

    parameters.give_up(OBSERVE_MONTHS, hosp, JUNE, kept, because="九号文")

    assert of_each_version(place) == [6, 6, 4, 4, 4]
