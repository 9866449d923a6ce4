"""A returned form with a file: not chosen again it is the earlier file, chosen anew the new one, taken away none."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procedures.scenarios.runner import noon
from tests.conftest import Play
from workflows import engine
from workflows.models import Attachment, Case, Entry
from workflows.people.models import Person

pytestmark = pytest.mark.django_db

STORY = """
given: hospital
also: {people: [{id: li, name: 李一, born: 2004-04-04, organisation: SURG}]}
acts: [{on: 2026-01-01, tick: true}]
"""
WORDS = {"knowledge": "略", "motive": "略", "self_assessment": "略"}


def scan(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode(), "application/pdf")


@pytest.fixture
def case(play: Play) -> Case:
    """Return an application with a scan, given back to the applicant."""
    play(STORY)
    on = date(2026, 1, 5)
    case = engine.start("joining", request("apply", "li", on, WORDS, {"attachment": scan("first.pdf")})).case
    give_back(case, on)
    return case


def request(act: str, by: str, on: date, answers: dict[str, str], files: dict[str, object] | None = None):
    return engine.Request(act, Person.objects.get(username=by), on, noon(on), answers, files=files)


def give_back(case: Case, on: date) -> None:
    engine.act(case, request("return", "sec_surg", on, {"to": "apply", "reason": "略"}))


def hand_in(case: Case, on: date, answers: dict[str, str] | None = None, **files: object) -> engine.Outcome:
    return engine.act(case, request("apply", "li", on, WORDS | (answers or {}), files))


def names(case: Case) -> list[str]:
    return list(Attachment.objects.filter(case=case).order_by("pk").values_list("name", flat=True))


def test_a_file_not_chosen_again_stays_and_is_no_change(case: Case) -> None:
    done = hand_in(case, date(2026, 1, 6))

    entry = Entry.objects.get(pk=done.entry.pk)
    assert done.changed == ()
    assert entry.submission.answers["attachment"] == "first.pdf"
    assert names(case) == ["first.pdf"]


def test_a_file_chosen_anew_takes_its_place_and_stays_the_next_time(case: Case) -> None:
    first = hand_in(case, date(2026, 1, 6), attachment=scan("second.pdf"))
    give_back(case, date(2026, 1, 7))
    second = hand_in(case, date(2026, 1, 8), {"motive": "改"})

    assert (first.changed, second.changed) == (("attachment",), ("motive",))
    assert Entry.objects.get(pk=second.entry.pk).submission.answers["attachment"] == "second.pdf"
    assert names(case) == ["first.pdf", "second.pdf"]


def test_a_file_taken_away_does_not_come_back(case: Case) -> None:
    first = hand_in(case, date(2026, 1, 6), {"attachment-clear": "on"})
    give_back(case, date(2026, 1, 7))
    second = hand_in(case, date(2026, 1, 8))

    assert first.changed == ("attachment",)
    assert not Entry.objects.get(pk=second.entry.pk).submission.answers.get("attachment")
