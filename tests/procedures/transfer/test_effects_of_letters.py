"""转接的后果, of letters: written, taken back, run out, void."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import MembershipPeriod, Standing
from procedures.transfer import effects, rules
from tests.acting import acting, stored
from tests.procedures.transfer.places import (
    TO_MED,
    TO_PLANT,
    between,
    known,
    letter,
    told,
)
from workflows.models import Paper
from workflows.table.act import Act

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
LAST = DAY + timedelta(days=90)
LAST_IN_WORDS = "2026年5月31日"

OUTSIDE = {"outside_name": "外省某大学团委"}


def with_letter(name: str, **built: Any) -> tuple[Act[Any], Paper]:
    """Return an act of a stored case, whose person is on the way, and the letter that is out."""
    facts = {"letter_issued_on": DAY, "letter_valid_until": LAST, "letter_asked": True, **built.pop("facts", {})}
    act = stored(acting(f"transfer.{name}", DAY, facts=facts, **built), transferring=True)
    act.case.expires_on = LAST + ONE
    return act, letter(act, "HOSP-2026-00001")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "void"), [({}, True), ({"receipt_on": DAY}, False), ({"incoming": True, "outside_name": "外省"}, False)]
)
def test_a_case_that_ends_voids_the_letter_that_is_out(facts: dict[str, Any], void: bool) -> None:
    act, paper = with_letter("accept_branch", facts=facts)

    effects.end(act)

    paper = Paper.objects.get(pk=paper.pk)
    assert (paper.status, paper.revoked_on) == (("revoked", DAY) if void else ("issued", None))
    assert paper.revoked_because == ("转接已终止，介绍信一并作废" if void else "")
    assert not Standing.objects.get(person=act.subject).transferring
    assert told(act) == [
        ("transferring", "转接中", ""), *([("letter", "有效", "已作废")] if void else []),
    ]  # fmt: skip
    assert [one.label for one in act.changes][1:] == (["介绍信（HOSP-2026-00001）"] if void else [])


@pytest.mark.django_db
def test_a_letter_that_has_run_out_by_itself_is_not_void() -> None:
    act, paper = with_letter("start")

    effects.end_expired(act)

    assert Paper.objects.get(pk=paper.pk).status == "issued"
    assert not Standing.objects.get(person=act.subject).transferring


@pytest.mark.django_db
@pytest.mark.parametrize(("vouched", "status"), [(True, "none"), (False, "active")])
def test_with_the_case_ends_what_its_letter_vouched_for(vouched: bool, status: str) -> None:
    act = known(between("register_incoming", DAY, facts={"vouched": vouched, "incoming": True, "outside_name": "外省"}))

    effects.end(act)

    assert Standing.objects.get(person=act.subject).status == status
    assert (MembershipPeriod.objects.get(person=act.subject).left_on == DAY) is vouched


@pytest.mark.django_db
@pytest.mark.parametrize(("vouched", "status"), [(True, "active"), (False, "none")])
def test_an_appeal_lets_it_count_again(vouched: bool, status: str) -> None:
    act = known(between("register_incoming", DAY, facts={"vouched": vouched}), "none")

    effects.take_up_again(act)

    standing = Standing.objects.get(person=act.subject)
    assert (standing.status, standing.transferring) == (status, True)


@pytest.mark.parametrize(
    ("facts", "asked", "written", "accepted", "expires_on"),
    [
        (TO_PLANT, False, False, False, None),
        (TO_PLANT, True, True, False, None),
        (OUTSIDE, False, True, False, LAST + ONE),
        (OUTSIDE, True, True, False, LAST + ONE),
        (TO_MED, False, False, True, None),
        (TO_MED, True, True, True, None),
        ({**TO_MED, "to_branch": 0}, False, False, False, None),
    ],
)
def test_a_release_writes_a_letter_and_inside_one_committee_decides_for_both(
    facts: dict[str, Any], asked: bool, written: bool, accepted: bool, expires_on: date | None
) -> None:
    act = between("release_committee", DAY, facts=facts, answers={"letter": asked})

    effects.release(act)

    assert (act.facts.letter_asked, effects.wants_letter(act)) == (written, written)
    assert (act.facts.letter_issued_on, act.facts.letter_valid_until) == ((DAY, LAST) if written else (None, None))
    assert (act.facts.committee_accepted, act.case.expires_on) == (accepted, expires_on)
    assert told(act) == ([("letter_valid_until", "", LAST_IN_WORDS)] if written else [])


def test_a_letter_lasts_as_long_as_is_set() -> None:
    act = between("release_committee", DAY, facts=OUTSIDE, answers={"letter": False}, set_here={rules.LETTER_DAYS: 30})

    effects.release(act)

    assert (act.facts.letter_valid_until, act.case.expires_on) == (date(2026, 4, 1), date(2026, 4, 2))


@pytest.mark.django_db
def test_a_release_that_is_asked_again_takes_its_letter_back() -> None:
    act, paper = with_letter("release_committee")

    effects.recall_letter(act)

    facts = act.facts
    assert (facts.letter_asked, facts.letter_issued_on, facts.letter_valid_until) == (False, None, None)
    assert act.case.expires_on is None
    paper = Paper.objects.get(pk=paper.pk)
    assert (paper.status, paper.revoked_because) == ("revoked", "原团委的转出意见已退回或须重新作出，介绍信作废")


@pytest.mark.django_db
def test_the_letter_that_somebody_brought_is_not_taken_back() -> None:
    act, paper = with_letter("release_committee", facts={"incoming": True, "outside_name": "外省"})

    effects.recall_letter(act)

    assert (act.facts.letter_issued_on, act.facts.letter_asked, act.case.expires_on) == (DAY, True, LAST + ONE)
    assert Paper.objects.get(pk=paper.pk).status == "issued"


@pytest.mark.django_db
def test_a_letter_written_again_counts_anew_and_the_former_is_void() -> None:
    act, paper = with_letter("reissue_letter", facts=OUTSIDE, answers={"reason": "遗失"})
    act.on = DAY + timedelta(days=10)

    effects.write_again(act)
    effects.write_again(act)

    paper = Paper.objects.get(pk=paper.pk)
    assert (paper.status, paper.revoked_on, paper.revoked_because) == ("revoked", act.on, "已补开：遗失")
    assert (act.facts.letter_issued_on, act.facts.letter_valid_until) == (act.on, act.on + timedelta(days=90))
    assert act.case.expires_on == act.on + timedelta(days=91)
    assert [one for one in told(act) if one[0] == "letter"] == [("letter", "有效", "已作废")]


@pytest.mark.django_db
def test_a_letter_is_declared_void_for_a_reason_cut_to_the_place_that_there_is() -> None:
    act, paper = with_letter("void_letter", answers={"reason": "误" * 250})

    effects.void_letter(act)

    assert Paper.objects.get(pk=paper.pk).revoked_because == "误" * 200
    assert effects.letters_out(act) == []
