"""One row a person, counts side by side, two days: what a page sends and what a program gives are read alike."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from forms.base import PaperForm
from forms.figures import CountsField, DatesField
from forms.roster import Cell, RosterField, Row
from workflows.people.models import Person

GRADES = (("excellent", "优秀"), ("qualified", "合格"))


class Ballots(PaperForm):
    """A form of ballots, grades, counts and days."""

    ballots = RosterField(tuple(Cell(code, label) for code, label in GRADES), adds_up_to="present", label="票")
    grades = RosterField((Cell("grade", "等次", GRADES), Cell("reason", "理由", text=True)), label="等次")
    counts = CountsField(GRADES, label="人数")
    window = DatesField(label="时间")

    def narrow(self) -> None:
        """Ask it of two people."""
        for name in ("ballots", "grades"):
            self.fields[name].offer([Row(17, "周敏"), Row(18, "何立", "自评合格")])  # type: ignore[attr-defined]


def posted(text: str) -> Ballots:
    return Ballots(QueryDict(text))


def test_rows_are_read_from_a_page_and_empty_ones_left_out() -> None:
    form = posted("ballots-17-excellent=3&ballots-17-qualified=&ballots-18-excellent=&ballots-18-qualified=")

    assert form.is_valid()
    assert form.cleaned_data["ballots"] == {17: {"excellent": 3}}


def test_each_person_at_fault_is_named_and_marked_in_the_row() -> None:
    form = posted("ballots-17-excellent=-1&ballots-18-qualified=ten&ballots-19-excellent=1")

    assert not form.is_valid()
    assert [str(one) for one in form.errors["ballots"]] == [
        "周敏：“优秀”请填写不小于 0 的整数。",
        "何立：“合格”请填写不小于 0 的整数。",
        "“19”不在本次名单中。",
    ]
    assert 'class="at-fault"' in str(form["ballots"])


def test_a_choice_must_be_one_of_those_offered() -> None:
    form = posted("grades-17-grade=outstanding")

    assert not form.is_valid()
    assert "“等次”没有“outstanding”这一项" in str(form.errors["grades"])


@pytest.mark.django_db
def test_a_program_names_people_by_user_name_and_gives_the_first_cell_alone() -> None:
    zhou = Person.objects.create(pk=17, username="zhou", name="周敏")

    form = Ballots({"grades": {"zhou": "excellent", 18: {"grade": "qualified", "reason": "踏实"}}})

    assert form.is_valid()
    assert form.cleaned_data["grades"] == {
        zhou.pk: {"grade": "excellent"},
        18: {"grade": "qualified", "reason": "踏实"},
    }


def test_what_was_typed_stands_in_the_rows_again() -> None:
    form = posted(
        "ballots-17-excellent=3&grades-18-grade=qualified&grades-18-reason=%E8%B8%8F%E5%AE%9E&counts-excellent=2"
    )

    page = form.as_p()

    assert 'name="ballots-17-excellent" value="3"' in page
    assert 'name="grades-18-grade" value="qualified" aria-label="何立：合格" checked' in page
    assert 'name="grades-18-reason" value="踏实"' in page
    assert 'name="counts-excellent" value="2"' in page


def test_the_history_says_the_rows_in_words() -> None:
    form = posted("ballots-17-excellent=3&ballots-17-qualified=0&grades-18-grade=qualified&counts-excellent=2")

    assert form.is_valid()
    assert {name: text for name, _, text in form.shown()} == {
        "ballots": "周敏 优秀 3，合格 0",
        "grades": "何立 合格",
        "counts": "优秀 2，合格 0",
    }


@pytest.mark.parametrize(("given", "read"), [({}, {}), ({"excellent": 0}, {"excellent": 0, "qualified": 0})])
def test_no_count_is_none_and_nought_is_a_count(given: dict[str, int], read: dict[str, int]) -> None:
    form = Ballots({"counts": given})

    assert form.is_valid()
    assert form.cleaned_data["counts"] == read


def test_counts_left_empty_on_a_page_are_none() -> None:
    form = posted("counts-excellent=&counts-qualified=")

    assert form.is_valid()
    assert form.cleaned_data["counts"] == {}


@pytest.mark.parametrize("counts", [{"excellent": "x"}, {"excellent": -1}, {"best": 1}])
def test_a_count_is_a_whole_number_of_a_known_kind(counts: dict[str, object]) -> None:
    assert not Ballots({"counts": counts}).is_valid()


@pytest.mark.parametrize(
    "window",
    ["2025-11-01/2026-01-31", ["2025-11-01", "2026-01-31"], {"from": "2025-11-01", "to": "2026-01-31"}],
)
def test_two_days_are_read_in_every_shape(window: object) -> None:
    form = Ballots({"window": window})

    assert form.is_valid()
    assert form.cleaned_data["window"] == [date(2025, 11, 1), date(2026, 1, 31)]


def test_the_last_day_is_not_before_the_first() -> None:
    form = posted("window_from=2026-01-31&window_to=2025-11-01")

    assert not form.is_valid()
    assert "截止日期早于开始日期" in str(form.errors["window"])
