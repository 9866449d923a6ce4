"""导入缴费表: what each row would settle, judged as a payment by hand, and posted once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procedures.dues import importing, rules
from procedures.dues.models import ImportedSheet, Payment
from procedures.register.models import Standing, StatusSpan
from tests.acting import acting
from tests.procedures.dues import rows
from tests.procedures.dues.rows import DAY, Places, books, charged, doing, member, values
from workflows.people.models import Person
from workflows.table.act import Act
from workflows.table.refusals import Refused

FEB, MAR = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def listed(places: Places, name: str, *months: date) -> Person:
    """Return a student on the roll, charged for some months."""
    who = member(places.med, name, dues_category="student")
    StatusSpan.objects.create(person=who, status="active", first_on=date(2020, 1, 1))
    for month in months:
        charged(who, places.med, month, fen=20)
    return who


def previewed(places: Places, pasted: str, **built: Any) -> Act[Any]:
    answers = {"spreadsheet": None, "pasted": pasted, "method": "mobile"}
    act = doing("import_payments", places.med, answers=answers, **built)
    importing.preview(act)
    return act


def states(act: Act[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in ("number", "name", "fen", "state", "months")) for row in act.facts.rows]


def test_each_row_is_shown_with_whom_it_means_and_what_it_would_settle(places: Places) -> None:
    one = listed(places, "顾一", FEB, MAR)
    listed(places, "同名", MAR)
    listed(places, "同名", MAR)
    settled = listed(places, "交清")

    act = previewed(places, "顾一 0.40\n外人 0.20\n同名 0.20\n\n交清 0.20\n顾一 两角")

    assert states(act) == [
        (1, "顾一", 40, "matched", "2026年2月至3月"), (2, "外人", 20, "unknown", ""), (3, "同名", 20, "ambiguous", ""),
        (5, "交清", 20, "matched", "2026年3月"), (6, "顾一", 0, "bad_amount", ""),
    ]  # fmt: skip
    assert [row["person"] for row in act.facts.rows] == [one.pk, 0, 0, settled.pk, 0]
    assert values(act.facts, "file_name", "method", "posted", "fen") == ("粘贴的名单", "mobile", 0, 0)
    assert len(act.facts.digest) == 64
    assert (importing.nothing_matched(act), act.changes) == (False, [])
    assert not Payment.objects.exists()
    shown = importing.preview_facts(act)
    assert [shown[name] for name in ("file_name", "matched", "left", "total")] == ["粘贴的名单", 2, 3, "0.60"]
    assert [(row["yuan"], row["words"]) for row in shown["rows"]][:2] == [
        ("0.40", "可以入账"),
        ("0.20", "名册中没有此人"),
    ]


@pytest.mark.parametrize(
    ("yuan", "state"), [("1.40", "matched"), ("1.41", "prepay_gt_6_months"), ("1.60", "prepay_gt_6_months")]
)
def test_a_row_pays_six_months_ahead_at_most_as_a_payment_by_hand(places: Places, yuan: str, state: str) -> None:
    who = listed(places, "顾一", MAR)

    act = previewed(places, f"顾一 {yuan}")

    assert [(row["state"], row["person"]) for row in act.facts.rows] == [(state, who.pk if state == "matched" else 0)]


def test_how_far_ahead_a_row_may_pay_is_what_the_committee_set(places: Places) -> None:
    listed(places, "顾一", MAR)

    assert states(previewed(places, "顾一 0.60", set_here={rules.PREPAY: 1}))[0][3] == "prepay_gt_6_months"
    assert states(previewed(places, "顾一 0.60", set_here={rules.PREPAY: 2}))[0][3] == "matched"


def test_a_row_of_more_than_the_basis_reaches_is_said(places: Places) -> None:
    who = listed(places, "顾一", MAR)
    Standing.objects.filter(person=who).update(dues_category="")

    assert states(previewed(places, "顾一 0.21"))[0][3] == "basis_missing"


def test_where_no_row_can_be_posted_the_first_twenty_are_said(places: Places) -> None:
    act = previewed(places, "\n".join(f"外人{number} 1" for number in range(1, 23)))

    assert importing.nothing_matched(act) is True
    assert len(act.changes) == 20
    assert values(act.changes[0], "field", "label", "before", "after") == ("row", "第1行 外人1", "", "名册中没有此人")


def test_what_is_no_spreadsheet_is_refused_and_is_read_from_its_beginning(places: Places) -> None:
    upload = SimpleUploadedFile("三月.xlsx", b"PK no sheet")
    upload.read()
    act = doing("import_payments", places.med, answers={"spreadsheet": upload, "method": "mobile"})

    with pytest.raises(Refused) as refused:
        importing.preview(act)

    assert (refused.value.code, refused.value.finding.field) == ("field_invalid", "spreadsheet")
    assert upload.read() == b"PK no sheet"


def confirmed(previewed: Act[Any]) -> Act[Any]:
    act = acting("dues.confirm_import", DAY)
    act.case, act.chain, act.facts = previewed.case, previewed.chain, previewed.facts
    importing.post_rows(act)
    return act


def test_rows_are_posted_by_what_is_owed_when_they_are_confirmed(places: Places) -> None:
    one, two = listed(places, "顾一", FEB, MAR), listed(places, "顾二", MAR)
    act = previewed(places, "顾一 0.40\n外人 0.20\n顾二 1.40\n顾一 0.20")
    charged(two, places.med, date(2026, 4, 1), fen=20, paid=20)

    done = confirmed(act)

    assert states(done) == [
        (1, "顾一", 40, "posted", "2026年2月至3月"), (2, "外人", 20, "unknown", ""),
        (3, "顾二", 140, "prepay_gt_6_months", ""),
        (4, "顾一", 20, "repeated", ""),
    ]  # fmt: skip
    assert values(done.facts, "posted", "fen", "paid_on") == (1, 40, DAY)
    payment = Payment.objects.get()
    assert values(payment, "person", "fen", "voluntary_fen", "method") == (one, 40, 0, "mobile")
    assert books(places.med) == {"cash": 40, "receivable": -40}
    sheet = ImportedSheet.objects.get()
    assert values(sheet, "root", "case", "organization", "digest") == (
        places.med.root, act.case, places.med, act.facts.digest,
    )  # fmt: skip
    assert importing.preview_facts(done)["matched"] == 1


def test_the_same_list_is_posted_once(places: Places) -> None:
    listed(places, "顾一", FEB, MAR)
    first, second = previewed(places, "顾一 0.20"), previewed(places, "顾一 0.20")
    confirmed(first)

    with pytest.raises(Refused) as refused:
        confirmed(second)

    assert refused.value.code == "already_imported"
    assert Payment.objects.count() == 1


def test_the_rows_stand_beside_the_confirmation() -> None:
    assert importing.PREVIEW.template == "dues/import_preview.html"
    assert importing.PREVIEW.facts is importing.preview_facts
