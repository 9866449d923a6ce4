"""转接的后果, of a letter from outside: whom it vouches for, and what it enters when it is handed in again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import DevelopmentNumber, MembershipPeriod, Standing
from procedures.transfer import effects
from tests.acting import acting, stored
from tests.procedures.transfer.places import (
    told,
)
from workflows.people.models import Person
from workflows.table.act import Act

DAY = date(2026, 3, 2)

LAST = DAY + timedelta(days=90)

NUMBER = "201851000123"

LETTER = {
    "member": None, "name": "新来", "sex": "female", "ethnicity": "汉族", "born": date(2003, 1, 1), "id_number": "",
    "joined_on": date(2017, 5, 4), "development_number": NUMBER, "outside_name": "外省某大学团委",
    "letter_number": "外介4号", "issued_on": DAY - timedelta(days=2), "dues_paid_to": "2026-02",
}  # fmt: skip


def coming(member: str = "", **given: Any) -> Act[Any]:
    """Return a letter of somebody new, or of one with a standing whom the register has on no roll."""
    act = acting("transfer.register_incoming", DAY)
    act = stored(act, status=member or "active", **({"joined_on": date(2016, 5, 4)} if member == "active" else {}))
    person = act.subject
    act.answers = {**LETTER, "branch": act.organization, "member": person if member else None, **given}
    act.case.subject = person if member else None
    return act


@pytest.mark.django_db
def test_a_letter_from_outside_is_kept_and_placed_by_the_committee_to_which_it_came() -> None:
    act = coming()

    effects.register_incoming(act)

    facts = act.facts
    assert (facts.incoming, facts.committee_accepted, facts.leaves, facts.vouched) == (True, True, False, True)
    assert (facts.outside_name, facts.dues_paid_to) == ("外省某大学团委", "2026-02")
    assert (facts.letter_number, facts.letter_issued_on) == ("外介4号", DAY - timedelta(days=2))
    assert facts.letter_valid_until == LAST - timedelta(days=2)
    assert (facts.to_organization, facts.to_branch) == (act.organization.pk, act.organization.pk)
    assert "新来" in act.case.title


@pytest.mark.django_db
def test_somebody_new_is_entered_on_the_word_of_the_letter_and_has_no_relatives_yet() -> None:
    act = coming()

    effects.register_incoming(act)

    person, standing = act.subject, Standing.objects.get(person=act.subject)
    assert (person.name, person.sex, person.born, person.ethnicity, person.home) == (
        "新来", "female", date(2003, 1, 1), "汉族", None,
    )  # fmt: skip
    assert (standing.status, standing.joined_on, standing.development_number, standing.transferring) == (
        "active", date(2017, 5, 4), NUMBER, True,
    )  # fmt: skip
    assert act.case.kin == frozenset({person.pk})


@pytest.mark.django_db
@pytest.mark.parametrize("joined_on", [date(2016, 5, 4), None])
def test_somebody_new_is_entered_without_what_the_letter_does_not_tell(joined_on: date | None) -> None:
    act = coming(joined_on=joined_on, development_number="")

    effects.register_incoming(act)

    standing = Standing.objects.get(person=act.subject)
    assert (standing.status, standing.joined_on, standing.development_number) == ("active", joined_on, "")
    assert not DevelopmentNumber.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("known_number", "told_number", "number"),
    [
        ("", "", ""),
        ("", NUMBER, NUMBER),
        ("201651000001", "", "201651000001"),
        ("201651000001", NUMBER, "201651000001"),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_a_member_whom_the_register_knows_is_taken_as_it_has_him_and_given_the_number_that_it_lacks(
    known_number: str, told_number: str, number: str, again: bool
) -> None:
    act = coming("active", development_number=told_number)
    Standing.objects.filter(person=act.subject).update(development_number=known_number)
    act.again = again

    effects.register_incoming(act)

    standing = Standing.objects.get(person=act.subject)
    assert (act.facts.vouched, act.case.kin, standing.transferring) == (False, None, not again)
    assert (standing.joined_on, standing.development_number) == (date(2016, 5, 4), number)
    given = {(one.person, one.number) for one in DevelopmentNumber.objects.all()}
    assert given == ({(act.subject, NUMBER)} if number == NUMBER else set())
    assert ("development_number", "", NUMBER) in told(act) or number != NUMBER


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "joined_on", "number"),
    [
        ({}, date(2017, 5, 4), NUMBER),
        ({"joined_on": None}, date(2015, 5, 4), NUMBER),
        ({"development_number": ""}, date(2017, 5, 4), "201551000001"),
    ],
)
def test_one_whom_it_knows_as_no_member_is_vouched_for(given: dict[str, Any], joined_on: date, number: str) -> None:
    """What an earlier letter told counts where this one is silent."""
    act = coming("none", **given)
    known_before = {"joined_on": date(2015, 5, 4), "development_number": "201551000001"}
    Standing.objects.filter(person=act.subject).update(**known_before)

    effects.register_incoming(act)

    standing = Standing.objects.get(person=act.subject)
    assert (act.facts.vouched, standing.status, standing.transferring) == (True, "active", True)
    assert (standing.joined_on, standing.development_number) == (joined_on, number)
    assert MembershipPeriod.objects.get(person=act.subject).joined_on == joined_on


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vouched", "named", "corrected"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_a_letter_handed_in_again_corrects_what_it_has_entered(vouched: bool, named: bool, corrected: bool) -> None:
    act = coming("active", name="更名", joined_on=date(2017, 6, 1))
    if not named:
        act.answers["member"] = None
    act.again, act.facts.vouched = True, vouched
    before = act.subject.pk

    effects.register_incoming(act)

    person, standing = Person.objects.get(pk=act.subject.pk), Standing.objects.get(person=act.subject)
    assert person.pk == before
    assert (person.name, standing.joined_on) == (
        ("更名", date(2017, 6, 1)) if corrected else ("王晓梅", date(2016, 5, 4))
    )  # fmt: skip
    assert standing.development_number == NUMBER
    assert (Person.objects.count(), act.facts.vouched) == (1, vouched)
