"""核定应交团费: what a month comes to, for whom, and each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from procedures.dues import rules
from procedures.dues.charging import (
    LONG_AGO,
    NEVER,
    Basis,
    Due,
    Member,
    Reckoning,
    open_charges,
    paid_to,
    read_members,
    reckon_again,
)
from procedures.dues.models import DuesBasis, Relief
from procedures.register.models import (
    Charge,
    MembershipPeriod,
    OrganizationSpan,
    PartyStage,
    Status,
    StatusSpan,
)
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, charged, doing, member, values
from workflows.engine.law import law_for
from workflows.models import Parameter
from workflows.people.models import Organization, Person
from workflows.table.rules import Law, Rule

JAN, FEB, MAR, APR, MAY, JUN = (date(2026, number, 1) for number in range(1, 7))
DAY = date(2026, 4, 10)
LAW = Law(DAY)
STUDENT, WAGE = Basis(LONG_AGO, "student", None), Basis(LONG_AGO, "wage", 420_000)


@pytest.mark.parametrize(
    ("month", "is_one"), [(JAN, False), (FEB, True), (MAR, True), (APR, True), (MAY, False), (JUN, True)]
)
def test_dues_are_of_the_months_from_the_first_to_the_last_of_each_membership(month: date, is_one: bool) -> None:
    assert Member(1, periods=[(FEB, APR), (JUN, NEVER)]).is_member(month) is is_one


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), {FEB}),
        (date(2026, 2, 2), date(2026, 2, 28), set()),
        (date(2026, 2, 1), date(2026, 2, 27), set()),
        (date(2026, 1, 31), date(2026, 3, 30), {FEB}),
        (date(2026, 1, 31), date(2026, 3, 31), {FEB, MAR}),
    ],
)
def test_a_month_suspended_throughout_is_not_paid(first: date, last: date, free: set[date]) -> None:
    found = Member(1, periods=[(JAN, NEVER)], suspended=[(first, last)])

    assert {month for month in (JAN, FEB, MAR, APR) if not found.is_member(month)} == free


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ([], None),
        ([(JAN, NEVER, 7)], 7),
        ([(date(2026, 2, 28), NEVER, 7)], 7),
        ([(MAR, NEVER, 7)], None),
        ([(LONG_AGO, FEB, 7)], 7),
        ([(LONG_AGO, date(2026, 1, 31), 7)], None),
        ([(LONG_AGO, date(2026, 2, 27), 9), (date(2026, 2, 28), NEVER, 7)], 7),
        ([(date(2026, 2, 28), NEVER, 7), (LONG_AGO, date(2026, 2, 27), 9)], 7),
        ([(LONG_AGO, date(2026, 2, 10), 7), (LONG_AGO, date(2026, 2, 3), 9)], 7),
    ],
)
def test_a_month_is_owed_where_the_member_is_at_its_end(
    places: list[tuple[date, date, int]], where: int | None
) -> None:
    assert Member(1, places=places).place(FEB) == where


@pytest.mark.parametrize(
    ("month", "category"), [(JAN, None), (FEB, "student"), (MAR, "student"), (APR, "wage"), (MAY, "wage")]
)
def test_a_basis_stands_from_its_month_until_the_next(month: date, category: str | None) -> None:
    found = Member(1, bases=[Basis(FEB, "student", None), Basis(APR, "wage", 1)]).basis(month)

    assert (found.category if found else None) == category


@pytest.mark.parametrize(("month", "fen"), [(JAN, None), (FEB, 1), (MAR, 2), (APR, 2), (MAY, None)])
def test_the_latest_relief_stands_for_its_months(month: date, fen: int | None) -> None:
    first, second = Relief(fen=1, from_month=FEB, to_month=MAR), Relief(fen=2, from_month=MAR, to_month=APR)

    found = Member(1, reliefs=[first, second]).relief(month)

    assert (found.fen if found else None) == fen


def reckoned(month: date = APR, law: Law = LAW, **known: Any) -> tuple[int, str] | None:
    due = Reckoning(law).due(Member(1, **known), month)
    return (due.fen, str(due.less)) if due else None


def relief(kind: str, fen: int = 0) -> Relief:
    return Relief(kind=kind, fen=fen, from_month=APR, to_month=APR)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, None),
        ({"bases": [STUDENT]}, (20, "")),
        ({"bases": [WAGE]}, (800, "")),
        ({"bases": [Basis(MAY, "wage", 420_000)]}, None),
        ({"bases": [Basis(LONG_AGO, "party_member", None)]}, (0, "party_member")),
        ({"bases": [WAGE], "party_from": APR}, (0, "party_member")),
        ({"bases": [WAGE], "party_from": MAR}, (0, "party_member")),
        ({"bases": [WAGE], "party_from": MAY}, (800, "")),
        ({"party_from": APR}, (0, "party_member")),
        ({"bases": [WAGE], "reliefs": [relief("exemption")]}, (0, "exemption")),
        ({"bases": [WAGE], "reliefs": [relief("reduction", 799)]}, (799, "reduction")),
        ({"bases": [WAGE], "reliefs": [relief("reduction", 800)]}, (800, "")),
        ({"bases": [WAGE], "reliefs": [relief("reduction", 900)]}, (800, "")),
        ({"bases": [WAGE], "reliefs": [relief("reduction", 799)], "party_from": APR}, (0, "party_member")),
    ],
)
def test_a_month_comes_to_what_the_scale_says_or_less_for_a_reason(
    known: dict[str, Any], expected: tuple[int, str] | None
) -> None:
    assert reckoned(**known) == expected


def test_a_party_member_without_a_basis_has_that_for_one() -> None:
    assert Reckoning(LAW).due(Member(1, party_from=APR), APR) == Due(
        0, "party_member", Basis(APR, "party_member", None)
    )
    assert Reckoning(LAW).due(Member(1, party_from=APR, bases=[WAGE]), APR) == Due(0, "party_member", WAGE)


def test_a_committee_may_let_party_members_pay() -> None:
    assert reckoned(law=Law(DAY, {rules.PARTY.key: False}), bases=[WAGE], party_from=APR) == (800, "")


def test_each_month_is_reckoned_by_the_scale_of_its_first_day() -> None:
    reckoning, known = Reckoning(LAW), Member(1, bases=[STUDENT])

    found = [reckoning.due(known, month) for month in (date(2016, 7, 1), date(2016, 8, 1), date(2016, 7, 1))]

    assert [one.fen for one in found if one] == [10, 20, 10]


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


@pytest.mark.parametrize("rule", [rules.FARMER, rules.PARTY])
def test_what_a_committee_sets_is_of_the_months_from_its_first_day(places: Places, rule: Rule) -> None:
    value = 50 if rule is rules.FARMER else False
    Parameter.objects.create(
        key=rule.key, organization=places.hosp, value=value, first_on=APR, set_at="2026-03-01T00:00+08:00", because="",
    )  # fmt: skip
    reckoning = Reckoning(law_for(places.med, DAY))
    known = Member(1, bases=[Basis(LONG_AGO, "farmer", None)], party_from=NEVER if rule is rules.FARMER else LONG_AGO)

    found = {month: due.fen for month in (MAR, APR) if (due := reckoning.due(known, month))}

    assert found == ({MAR: 20, APR: 50} if rule is rules.FARMER else {MAR: 0, APR: 20})


def test_what_is_known_of_people_is_read_for_all_of_them_at_once(places: Places) -> None:
    one, two = member(places.med), member(places.surg, dues_category="student", dues_paid_to=FEB)
    member(places.med, dues_category="student")
    OrganizationSpan.objects.filter(person=two).update(first_on=None, last_on=date(2026, 3, 9))
    OrganizationSpan.objects.create(person=two, organization=places.med, first_on=date(2026, 3, 10))
    StatusSpan.objects.create(person=two, status=Status.SUSPENDED, first_on=None, last_on=FEB)
    StatusSpan.objects.create(person=two, status=Status.SUSPENDED, first_on=MAR)
    StatusSpan.objects.create(person=one, status=Status.ACTIVE, first_on=MAR)
    for month, base in ((MAR, 3), (FEB, 2), (MAR, 4)):
        DuesBasis.objects.create(
            person=two, root=two.home.root, category="wage", base_fen=base, from_month=month, confirmed_on=month
        )
    for fen in (1, 2):
        case = doing("request_relief", places.med, who=member(places.med)).case
        Relief.objects.create(
            case=case,
            person=two,
            root=case.root,
            kind="reduction",
            fen=fen,
            from_month=JAN,
            to_month=JAN,
            approved_on=JAN,
        )

    found = read_members(iter([one.pk, two.pk]), LAW)

    began = date(2020, 1, 1)
    assert list(found) == [one.pk, two.pk]
    assert found[one.pk] == Member(one.pk, periods=[(began, NEVER)], places=[(began, NEVER, places.med.pk)])
    known = found[two.pk]
    assert known.places == [(LONG_AGO, date(2026, 3, 9), places.surg.pk), (date(2026, 3, 10), NEVER, places.med.pk)]
    assert sorted(known.suspended) == [(LONG_AGO, FEB), (MAR, NEVER)]
    assert [(base.from_month, base.base_fen) for base in known.bases] == [
        (LONG_AGO, None),
        (FEB, 2),
        (MAR, 3),
        (MAR, 4),
    ]
    assert ([one.fen for one in known.reliefs], known.paid_to, known.party_from) == ([1, 2], FEB, NEVER)


@pytest.mark.parametrize(
    ("joined", "approved", "basis", "first"),
    [
        (date(2026, 2, 27), date(2026, 3, 2), "approval", MAR),
        (date(2026, 2, 27), date(2026, 3, 2), "meeting", FEB),
        (date(2026, 2, 27), None, "approval", FEB),
        (None, date(2026, 3, 2), "meeting", LONG_AGO),
        (None, date(2026, 3, 2), "approval", MAR),
        (None, None, "approval", LONG_AGO),
    ],
)
def test_the_first_month_is_that_of_the_approval_or_as_set_of_the_meeting(
    places: Places, joined: date | None, approved: date | None, basis: str, first: date
) -> None:
    who = member(places.med)
    MembershipPeriod.objects.filter(person=who).update(
        joined_on=joined, approved_on=approved, left_on=date(2026, 5, 31)
    )

    found = read_members([who.pk], Law(DAY, {rules.START_BASIS.key: basis}))

    assert found[who.pk].periods == [(first, MAY)]


@pytest.mark.parametrize(
    ("stage", "since", "party_from"),
    [
        (PartyStage.PROBATIONARY, date(2026, 4, 30), APR), (PartyStage.FULL, date(2026, 4, 1), APR),
        (PartyStage.CANDIDATE, date(2026, 4, 1), NEVER), (PartyStage.FULL, None, NEVER), ("", date(2026, 4, 1), NEVER),
    ],
)  # fmt: skip
def test_a_party_member_is_one_from_the_month_of_his_probation(
    places: Places, stage: str, since: date | None, party_from: date
) -> None:
    who = member(places.med, party_stage=stage, party_since=since)

    assert read_members([who.pk], LAW, hold=False)[who.pk].party_from == party_from


@pytest.mark.parametrize(
    ("category", "base", "bases"),
    [
        ("", None, []), ("", 5, []), ("student", None, [STUDENT]), ("wage", 420_000, [WAGE]), ("wage", None, []),
        ("wage", 0, [Basis(LONG_AGO, "wage", 0)]), ("irregular_income", None, []),
        ("irregular_income", 1, [Basis(LONG_AGO, "irregular_income", 1)]),
    ],
)  # fmt: skip
def test_the_basis_of_a_roster_stands_until_another_where_it_can_be_reckoned(
    places: Places, category: str, base: int | None, bases: list[Basis]
) -> None:
    who = member(places.med, dues_category=category, dues_base_fen=base)

    assert read_members([who.pk], LAW)[who.pk].bases == bases


def kept(people: Iterable[Person]) -> list[tuple[Any, ...]]:
    found = Charge.every.filter(person__in=people).order_by("person", "month")
    return [
        (
            one.person.name, one.organization.code, f"{one.month:%m}", one.fen, one.paid_fen, one.less, one.category,
            one.base_fen,
        )
        for one in found
    ]  # fmt: skip


def opened(people: list[Person], months: list[date], under: Organization | None = None) -> Any:
    members = read_members([one.pk for one in people], LAW)
    return open_charges(members, months, LAW, on=DAY, under=under.path if under else "")


def test_each_month_is_charged_once_and_one_without_a_basis_is_named(places: Places) -> None:
    one, two = member(places.med, "一", dues_category="wage", dues_base_fen=420_000), member(places.surg, "二")
    charged(one, places.med, JAN, fen=5)
    MembershipPeriod.objects.filter(person=two).update(left_on=date(2026, 2, 1))

    first, again = opened([one, two], [JAN, FEB, MAR]), opened([one, two], [JAN, FEB, MAR])

    assert kept([one, two]) == [
        ("一", "MED", "01", 5, 0, "", "student", None),
        ("一", "MED", "02", 800, 0, "", "wage", 420_000),
        ("一", "MED", "03", 800, 0, "", "wage", 420_000),
    ]
    assert (first.totals(), dict(first.without_basis)) == ({places.med.pk: 1600}, {two.pk: [JAN, FEB]})
    assert (again.charges, dict(again.without_basis)) == ([], {two.pk: [JAN, FEB]})
    assert set(Charge.objects.filter(month__gte=FEB).values_list("opened_on", "root")) == {(DAY, places.med.root)}


def test_a_cancelled_month_is_not_charged_again(places: Places) -> None:
    who = member(places.med, dues_category="student")
    charged(who, places.med, JAN, fen=0, less="left")

    assert [one.month for one in opened([who], [JAN, FEB]).charges] == [FEB]


def test_only_who_is_on_a_roll_under_the_organization_is_charged(places: Places) -> None:
    one, two, three = (member(where, "甲", dues_category="student") for where in (places.med, places.surg, places.far))
    OrganizationSpan.objects.filter(person=three).update(last_on=date(2026, 1, 31))

    assert opened([one, two, three], [FEB], places.med).totals() == {places.med.pk: 20}
    assert opened([one, two, three], [FEB], places.hosp).totals() == {places.surg.pk: 20}
    found = opened([one, two, three], [JAN, FEB]).charges
    assert [(row.person_id, row.month, row.root) for row in found] == [
        (one.pk, JAN, places.med.root), (two.pk, JAN, places.med.root), (three.pk, JAN, places.far.root)
    ]  # fmt: skip


def test_a_month_of_nothing_is_charged_and_adds_nothing(places: Places) -> None:
    who = member(places.med, "一", party_stage=PartyStage.FULL, party_since=JAN)

    assert opened([who], [JAN]).totals() == {}
    assert kept([who]) == [("一", "MED", "01", 0, 0, "party_member", "party_member", None)]


@pytest.mark.parametrize(
    ("upto", "changed"),
    [(None, [(FEB, 800, 300), (MAR, 800, 300), (APR, 800, 900)]), (MAR, [(FEB, 800, 300), (MAR, 800, 300)])],
)
def test_the_months_of_a_span_are_reckoned_anew_and_what_was_paid_beyond_is_free(
    places: Places, upto: date | None, changed: list[tuple[date, int, int]]
) -> None:
    who = member(places.med, dues_category="wage", dues_base_fen=420_000)
    for month, fen in ((APR, 900), (JAN, 300), (MAR, 300), (FEB, 300)):
        charged(who, places.med, month, fen=fen, less="exemption")
    charged(member(places.med), places.med, FEB)

    found = reckon_again(who, FEB, upto, LAW)

    assert [(one.charge.month, one.charge.fen, one.fen) for one in found] == changed
    assert {values(one.charge, "less", "category", "base_fen") for one in found} == {("", "wage", 420_000)}
    assert [(one.open_more, one.freed) for one in found] == [(one.charge.fen - one.fen, 0) for one in found]
    assert set(Charge.objects.filter(person=who).values_list("fen", flat=True)) == {300, 900}

    Charge.objects.filter(person=who, month=FEB).update(fen=900, paid_fen=801)
    [again] = reckon_again(who, FEB, FEB, LAW)
    assert (again.charge.fen, again.charge.paid_fen, again.open_more, again.freed) == (800, 800, -99, 1)


def test_a_month_that_cannot_be_reckoned_stays_as_it_is(places: Places) -> None:
    who = member(places.med)
    DuesBasis.objects.create(person=who, root=places.med.root, category="student", from_month=MAR, confirmed_on=MAR)
    for month in (FEB, MAR):
        charged(who, places.med, month)

    assert [one.charge.month for one in reckon_again(who, FEB, None, LAW)] == [MAR]


@pytest.mark.parametrize(
    ("paid", "settled"),
    [
        ([], None), ([300], JAN), ([299], None), ([300, 300], FEB), ([300, 0, 300], JAN), ([0, 300], None),
        ([300, 300, 299], FEB),
    ],
)  # fmt: skip
def test_dues_are_settled_up_to_the_first_gap(paid: list[int], settled: date | None) -> None:
    months = dict(zip((JAN, FEB, MAR), paid, strict=False))

    assert (
        paid_to({month: Charge(month=month, fen=300, paid_fen=fen) for month, fen in reversed(months.items())})
        == settled
    )
