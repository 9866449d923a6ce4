"""A month of the robots' year; what they break is told by the requests that led to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from procedures.register.models import StatusSpan
from tests.year.history import Break, Deed, Diary
from tests.year.holding import spans_follow_each_other
from tests.year.running import lived
from workflows.people.models import Person

DAY = date(2026, 3, 2)


@pytest.mark.slow
@pytest.mark.each_database
def test_in_thirty_days_robots_break_nothing(tmp_path: Path, migrated: str) -> None:
    ended, said = lived(tmp_path, migrated, 30, 1, "--sittings", "5")

    assert ended == 0, said


@pytest.mark.django_db
def test_a_break_is_noticed() -> None:
    person = Person.objects.create(username="a", name="甲", password="!")
    for first, last in ((DAY, DAY), (DAY, None)):
        StatusSpan.objects.create(person=person, status="active", first_on=first, last_on=last)

    assert [one.rule for one in spans_follow_each_other(DAY)] == ["spans follow each other"]


def test_a_break_of_a_case_is_told_with_what_was_done_on_it_and_not_refused() -> None:
    diary = Diary()
    diary.deeds = [
        Deed(DAY, "a", "/start/exit/request/", (("reason", "毕业"),), 302, "/cases/7/"),
        Deed(DAY, "b", "/cases/7/approve/", (), 422, "", "不能办理"),
        Deed(DAY, "b", "/cases/8/approve/", (), 302, "/cases/8/"),
        Deed(DAY, "b", "/cases/7/approve/", (("decision", "approve"),), 302, "/cases/7/"),
    ]

    diary.note(Break("cases wait", "case 7 waits nowhere", 7))

    (found,) = diary.breaks.values()
    assert [line.split(" POST ")[1].split(" [")[0] for line in found.history] == [
        "/start/exit/request/ reason='毕业'",
        "/cases/7/approve/ decision='approve'",
    ]
