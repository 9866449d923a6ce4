"""转接的后果: where the case goes, who has agreed, when the register moves, and what becomes of each letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import DevelopmentNumber, MembershipPeriod, OrganizationSpan, Standing
from procedures.transfer import effects, rules
from tests.acting import acting, stored
from tests.procedures.transfer.places import (
    COUNTY,
    HOSP,
    LONE,
    MED,
    PLANT,
    SURG,
    TO_MED,
    TO_PLANT,
    TO_YARD,
    TO_ZONE,
    YARD,
    ZONE,
    aim,
    between,
    known,
    letter,
    office,
    told,
)
from workflows.models import Paper
from workflows.people.models import Appointment, Organization, Person
from workflows.table.act import Act

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
LAST = DAY + timedelta(days=90)
LAST_IN_WORDS = "2026年5月31日"
NUMBER = "201851000123"

OUTSIDE = {"outside_name": "外省某大学团委"}


def starting(to: Organization | None, outside: str = "", *, returns: tuple[str, ...] = (), **built: Any) -> Act[Any]:
    """Return a start, handed in again where the case was returned from stages, the last one last."""
    answers = {"to_organisation": to, "outside_name": outside, "kind": "employment"}
    act = between("start", DAY, answers=answers, **built)
    act.case.returns = [{"stage": stage} for stage in returns]
    act.again = bool(returns)
    return act


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "outside", "at", "found"),
    [
        (PLANT, "", SURG, {**TO_PLANT, "inside": False}),
        (ZONE, "", SURG, {**TO_ZONE, "inside": False}),
        (MED, "", SURG, TO_MED),
        (HOSP, "", SURG, {**TO_MED, "to_organization": HOSP.pk, "to_branch": 0}),
        (COUNTY, "", SURG, {"to_organization": 1, "to_branch": 0, "to_committee": 1, "inside": False}),
        (LONE, "", SURG, {"to_organization": LONE.pk, "to_branch": LONE.pk, "to_committee": 0, "inside": False}),
        (PLANT, "", LONE, {**TO_PLANT, "inside": False}),
        (None, "外省", SURG, {"to_organization": 0, "to_branch": 0, "to_committee": 0, "inside": False}),
        (None, "外省", LONE, {"to_organization": 0, "to_branch": 0, "to_committee": 0, "inside": False}),
    ],
)
def test_a_case_begins_with_where_it_goes(
    to: Organization | None, outside: str, at: Organization, found: dict[str, Any]
) -> None:
    act = known(starting(to, outside, at=at))

    effects.begin(act)

    assert aim(act) == found
    assert (act.facts.kind, act.facts.outside_name, act.facts.branch_first) == ("employment", outside, False)
    assert Standing.objects.get(person=act.subject).transferring
    assert told(act) == [*([("to_organization", "", to.name)] if to else []), ("transferring", "", "转接中")]


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "branch_first"), [("branch_first", True), ("committee_first", False)])
def test_the_route_is_that_of_the_law_of_the_day(route: str, branch_first: bool) -> None:
    act = known(starting(PLANT, set_here={rules.ROUTE: route}, facts={"branch_first": not branch_first}))

    effects.begin(act)

    assert act.facts.branch_first is branch_first


@pytest.mark.django_db
@pytest.mark.parametrize("officer", [True, False])
def test_an_officer_begins_by_the_post_of_his_door(officer: bool) -> None:
    somebody, other = Person(pk=50, name="周敏"), Appointment(pk=99)
    held = office(somebody, "branch_secretary", PLANT)
    act = known(starting(PLANT, held=[held]))
    act.by, act.capacity = somebody if officer else None, other

    effects.begin(act)

    assert act.capacity is (held if officer else other)


AGAIN = [
    # what was known, returned from, asked for now, elsewhere, where it goes then
    (TO_PLANT, ("started",), PLANT, False, TO_PLANT),
    (TO_PLANT, ("started",), YARD, False, TO_YARD),
    (TO_PLANT, ("released",), YARD, False, TO_YARD),
    (TO_PLANT, ("released",), ZONE, False, TO_ZONE),
    (TO_ZONE, ("released",), PLANT, False, TO_PLANT),
    (TO_PLANT, ("released",), MED, True, TO_MED),
    (TO_PLANT, ("accepted",), PLANT, False, TO_PLANT),
    (TO_YARD, ("accepted",), ZONE, False, TO_YARD),
    (TO_PLANT, ("accepted",), YARD, True, TO_YARD),
    (TO_PLANT, ("accepted",), MED, True, TO_MED),
    (TO_YARD, ("accepted", "started"), ZONE, False, TO_ZONE),
    (TO_PLANT, ("accepted", "started"), YARD, False, TO_YARD),
    (TO_YARD, ("started", "accepted"), ZONE, False, TO_YARD),
    (TO_PLANT, ("started", "accepted"), YARD, True, TO_YARD),
    (OUTSIDE, ("released",), PLANT, True, TO_PLANT),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("facts", "returns", "to", "elsewhere", "found"), AGAIN)
def test_begun_again_the_case_goes_where_it_is_asked_to_unless_it_was_placed_there(
    facts: dict[str, Any], returns: tuple[str, ...], to: Organization, elsewhere: bool, found: dict[str, Any]
) -> None:
    act = known(starting(to, returns=returns, facts=facts))
    asked = effects.goes_elsewhere(act)

    effects.begin(act)

    assert asked is elsewhere
    assert aim(act) == {"inside": False, **found}


@pytest.mark.parametrize(
    ("facts", "outside", "elsewhere"),
    [(OUTSIDE, OUTSIDE["outside_name"], False), (OUTSIDE, "另一团委", True), (TO_PLANT, "另一团委", True)],
)
def test_another_destination_outside_is_elsewhere(facts: dict[str, Any], outside: str, elsewhere: bool) -> None:
    assert effects.goes_elsewhere(starting(None, outside, returns=("released",), facts=facts)) is elsewhere


@pytest.mark.django_db
def test_what_has_no_committee_is_elsewhere_for_a_case_that_had_one() -> None:
    assert effects.goes_elsewhere(starting(LONE, returns=("released",), facts=TO_PLANT)) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"to_organization": PLANT.pk}, TO_PLANT),
        ({"to_organization": PLANT.pk, "to_committee": HOSP.pk}, {"to_organization": 31, "to_committee": HOSP.pk}),
        ({}, {}),
    ],
)
@pytest.mark.parametrize("finished", [True, False])
def test_a_case_that_began_elsewhere_is_brought_to_where_it_stands(
    facts: dict[str, Any], found: dict[str, Any], finished: bool
) -> None:
    act = known(between("start", DAY, facts=facts))
    act.case.finished = act.at if finished else None

    effects.adopt(act)

    assert aim(act) == {"to_organization": 0, "to_branch": 0, "to_committee": 0, "inside": False, **found}
    assert Standing.objects.get(person=act.subject).transferring is not finished


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "expires_on"),
    [
        ({**OUTSIDE, "letter_valid_until": LAST}, LAST + ONE),
        (OUTSIDE, None),
        ({**TO_PLANT, "letter_valid_until": LAST}, None),
        ({**OUTSIDE, "letter_valid_until": LAST, "incoming": True}, None),
    ],
)
def test_one_that_leaves_by_a_letter_on_paper_runs_out_with_it(facts: dict[str, Any], expires_on: date | None) -> None:
    act = known(between("start", DAY, facts=facts))

    effects.adopt(act)

    assert act.case.expires_on == expires_on


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


def test_the_old_branch_vouches_for_the_dues() -> None:
    act = between("release_branch", DAY, answers={"dues_paid_to": "2026-02"})

    effects.release_branch(act)

    assert act.facts.dues_paid_to == "2026-02"


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


@pytest.mark.parametrize(
    ("facts", "branch", "found"),
    [
        (TO_ZONE, PLANT, TO_PLANT),
        (TO_PLANT, YARD, TO_YARD),
        (TO_PLANT, PLANT, TO_PLANT),
        (TO_PLANT, None, TO_PLANT),
    ],
)
def test_the_new_committee_agrees_and_places(
    facts: dict[str, Any], branch: Organization | None, found: dict[str, Any]
) -> None:
    act = between("accept_committee", DAY, facts=facts, answers={"branch": branch})

    effects.place(act)

    assert aim(act) == {"inside": False, **found}
    assert act.facts.committee_accepted is True
    before = ZONE if facts is TO_ZONE else PLANT
    moved = facts is TO_ZONE or branch is YARD
    assert told(act) == ([("to_organization", before.name, str(branch))] if moved else [])


def test_the_branch_agrees_before_its_committee() -> None:
    act = between("accept_branch", DAY, facts=TO_PLANT)

    effects.accept_first(act)

    assert (act.facts.branch_accepted, act.facts.committee_accepted) == (True, False)


def on_the_way(name: str, **built: Any) -> tuple[Act[Any], Organization]:
    """Return an act on somebody who is on the way between two branches that are rows, and the new one."""
    act = stored(acting(f"transfer.{name}", DAY, **built), joined_on=date(2016, 5, 4), transferring=True)
    branch = Organization.objects.create(path="00010009", depth=2, code="NEW", name="新团支部", kind="branch")
    act.facts.to_organization = act.facts.to_branch = branch.pk
    return act, branch


@pytest.mark.django_db
def test_the_register_moves_on_the_day_of_acceptance() -> None:
    act, branch = on_the_way("accept_branch")
    old = act.organization

    effects.complete(act)

    spans = OrganizationSpan.objects.filter(person=act.subject).order_by("pk")
    assert list(spans.values_list("organization", "first_on", "last_on")) == [
        (old.pk, date(2016, 5, 4), DAY - ONE), (branch.pk, DAY, None),
    ]  # fmt: skip
    assert Person.objects.get(pk=act.subject.pk).home == branch
    assert not Standing.objects.get(person=act.subject).transferring
    assert told(act) == [("organization", "第一团支部", "新团支部"), ("transferring", "转接中", "")]


@pytest.mark.parametrize(("received_on", "kept"), [(None, DAY), (DAY - ONE, DAY - ONE)])
def test_the_day_of_the_receipt_is_kept(received_on: date | None, kept: date) -> None:
    act = between("return_receipt", DAY, answers={"received_on": received_on})

    effects.receive_receipt(act)

    assert act.facts.receipt_on == kept
    assert told(act) == [("receipt_on", "", f"2026年3月{kept.day}日")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted_on", "receipt_on", "last_on"),
    [
        (date(2026, 2, 20), date(2026, 2, 25), date(2026, 2, 19)),
        (date(2026, 2, 20), None, date(2026, 2, 19)),
        (None, date(2026, 2, 25), date(2026, 2, 24)),
        (None, None, date(2026, 3, 1)),
    ],
)
def test_who_leaves_the_system_is_on_the_old_roll_until_the_day_before_he_was_taken_in(
    accepted_on: date | None, receipt_on: date | None, last_on: date
) -> None:
    act, _ = on_the_way("return_receipt", facts={"receipt_on": receipt_on}, answers={"accepted_on": accepted_on})

    effects.leave_system(act)

    assert OrganizationSpan.objects.get(person=act.subject).last_on == last_on
    assert (Person.objects.get(pk=act.subject.pk).home, act.left) == (None, last_on)
    assert not Standing.objects.get(person=act.subject).transferring


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


@pytest.mark.parametrize(
    ("body", "facts", "appeal_to"),
    [
        (effects.old_committee, TO_PLANT, HOSP),
        (effects.above_old_committee, TO_PLANT, COUNTY),
        (effects.new_committee, TO_PLANT, ZONE),
        (effects.above_new_committee, TO_PLANT, COUNTY),
        (effects.above_new_committee, {"to_organization": COUNTY.pk}, COUNTY),
        (effects.new_committee, {"to_organization": LONE.pk}, COUNTY),
    ],
)
def test_a_refusal_is_kept_with_the_body_that_would_decide_an_appeal(
    body: Any, facts: dict[str, Any], appeal_to: Organization
) -> None:
    act = between("release_branch", DAY, facts=facts)

    effects.refuse_at("started", "原团支部", body)(act)

    assert (act.facts.refused_at, act.facts.refused_by, act.facts.appeal_to) == ("started", "原团支部", appeal_to.pk)


@pytest.mark.parametrize(
    ("decision", "refused_at", "goes_back"),
    [("upheld", "released", True), ("upheld", "started", False), ("dismissed", "released", False),
     ("dismissed", "started", False)],
)  # fmt: skip
def test_an_appeal_that_is_upheld_leads_back_to_where_it_was_refused(
    decision: str, refused_at: str, goes_back: bool
) -> None:
    act = between("decide_appeal", DAY, facts={"refused_at": refused_at}, answers={"decision": decision})

    assert effects.refused_in("released")(act) is goes_back


def test_an_appeal_that_is_upheld_undoes_the_refusal() -> None:
    act = between("decide_appeal", DAY, facts={"refused_at": "released", "refused_by": "接收方", "appeal_to": 1})

    effects.uphold(act)

    assert (act.facts.refused_at, act.facts.refused_by, act.facts.appeal_to) == ("", "", 0)
