"""Shown as meant: every field of every form of every procedure says in its own words what it holds."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape

from forms.money import FenField
from procedures.dues.forms import BasisDeclaration
from procedures.register.models import Status
from tests.acting import acting
from tests.odd_values import FORMS, ODD, PLACE, given, said
from tests.worlds import at
from workflows.engine.moves import differences
from workflows.models import Entry, Submission
from workflows.pages.work.timeline import events
from workflows.people.actors import Level
from workflows.people.models import Person
from workflows.table.registry import procedure

ON = date(2026, 12, 1)


OF_THE_PAGE = {"on", "despite", "warned", "seen", "nonce", "do", "after"} | {
    f"draft_{name}" for name in ("seen", "back", "over", "of", "window")
}


@pytest.mark.parametrize("name", FORMS)
def test_no_field_has_a_name_by_which_the_page_itself_asks(name: str) -> None:
    assert OF_THE_PAGE.isdisjoint(FORMS[name].base_fields)


@pytest.mark.parametrize("name", FORMS)
def test_every_field_says_what_it_holds_in_its_own_words(name):
    wrong = []
    for key, field in FORMS[name].base_fields.items():
        for typed, wanted in given(field):
            text = said(field, typed)
            if wanted not in text or ODD.search(text):
                wrong.append(f"{key}, given {typed!r}, says {text!r}")

    assert wrong == []


def test_the_history_shows_every_answer_in_these_words():
    table, reader = procedure("joining"), Person(pk=1)
    entry = Entry(sequence=1, act="apply", title="申请入团", on=ON, recorded_at=at(ON), actor=reader)
    shown = [
        (key, str(field.label), said(field, typed))
        for form in FORMS.values()
        for key, field in form.base_fields.items()
        for typed, _ in given(field)
    ]
    entry.submission = Submission(shown=shown)

    page = render_to_string("work/timeline.html", {"events": events(table, [entry], reader, insider=True)})

    assert {text for _, _, text in shown if f">{escape(text)}</dd>" not in page} == set()


def test_what_a_resubmission_changed_is_said_in_the_words_of_its_fields():
    form = BasisDeclaration({"category": "student", "base": "", "from_month": "2026-12"})
    returned = BasisDeclaration({"category": "wage", "base": "5000", "from_month": "2026-11"})
    assert [form.errors, returned.errors] == [{}, {}]

    found = differences(Submission(answers=returned.plain(), shown=returned.shown()), form)

    assert [(one.label, one.before, one.after) for one in found] == [
        ("团费类别", "工资收入", "学生"),
        ("月基数（元）", "5,000.00", ""),
        ("自何月起", "2026年11月", "2026年12月"),
    ]


@pytest.mark.parametrize(("value", "words"), [
    (None, ""), (0, "0"), (ON, "2026年12月1日"), (Person(pk=9, name="王晓梅"), "王晓梅"), (Status.ACTIVE, "团员"),
])  # fmt: skip
def test_a_change_of_the_register_is_noted_in_words(value, words):
    act = acting("joining.talk", ON)

    act.change("name", "姓名", "从前", value)

    assert act.changes[0].after == words


@pytest.mark.parametrize("value", [["a", "b"], {"a": 1}, True, Level.PERSON])
def test_a_change_that_has_no_words_is_no_text_of_python(value):
    with pytest.raises(TypeError, match="no words"):
        acting("joining.talk", ON).change("name", "姓名", "从前", value)


def test_every_amount_says_under_which_heading_it_is_yuan():
    labels = [
        str(field.label)
        for form in FORMS.values()
        for field in form.base_fields.values()
        if isinstance(field, FenField)
    ]

    assert [label for label in labels if "（元）" not in label] == []


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026", "2026"), ("2026-04", "2026年4月"), ("2026-01/2026-06", "2026年1月至2026年6月")],
)
def test_a_round_names_its_months_in_words(period, words):
    assert procedure("exit").title_of("", period, None, PLACE).partition("·")[2] == f"超龄离团（{words}）"
