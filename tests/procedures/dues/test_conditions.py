"""团费的条件 at their borders, on built values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.dues import conditions, remitting, rules
from procedures.dues.models import ImportedSheet, Payment
from procedures.dues.periods import parse
from procedures.dues.planning import Accounts, Given, Part, Plan
from procedures.dues.remitting import Owed
from procedures.register.models import Standing, Status
from procedures.register.verbs import subject_standing
from tests.acting import acting
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, came, doing, member
from workflows.people.models import Organization
from workflows.table.act import Act
from workflows.table.refusals import Finding
from workflows.table.rules import Rule

DAY = date(2026, 5, 31)
APR, MAY = date(2026, 4, 1), date(2026, 5, 1)
MONTHS = tuple(date(2026, number, 1) for number in range(1, 13))


def judged(name: str, row: str = "pay", on: date = DAY, plan: Plan | None = None, **built: Any) -> Finding | None:
    """Return what a condition finds of a built act, of which the payment's plan is known."""
    act = acting(f"dues.{row}", on, **built)
    if plan is not None:
        conditions.plan.keep(act, plan)
    found: Finding | None = getattr(conditions, name).judge(act)
    return found


def figures(found: Finding | None) -> tuple[bool, Any, Any, Any]:
    assert found is not None
    return found.met, found.have, found.need, found.maximum


def planned(*months: date, **more: Any) -> Plan:
    """Return the plan of some months at three yuan each."""
    return Plan(tuple(Part(month, 300, None) for month in months), months, **more)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Plan((), ()), None),
        (Plan((Part(MAY, 300, None),), (MAY,)), "所交月份都有应交团费。"),
        (Plan((Part(MAY, 300, None),), (APR, MAY), not_owed=((APR, "已交清"),)),
         "王晓梅2026年4月（已交清）没有应交未交的团费。只交2026年5月的，请去掉这些月份后重新填写。"),
        (Plan((), (APR,), not_owed=((APR, "批准免交"),)),
         "王晓梅2026年4月（批准免交）没有应交未交的团费。请去掉这些月份后重新填写。"),
    ],
)  # fmt: skip
def test_no_month_asked_for_is_left_out_without_a_word(plan: Plan, sentence: str | None) -> None:
    found = judged("every_month_owed", plan=plan)

    assert (found.sentence if found else None) == sentence
    assert found is None or (found.met, found.field) == (not plan.not_owed, "months" if plan.not_owed else "")


@pytest.mark.parametrize("name", ["is_member", "member_is_one"])
@pytest.mark.parametrize(
    ("status", "met"),
    [
        (Status.ACTIVE, True), (Status.PROBATION, True), (Status.SUSPENDED, True), (Status.CANDIDATE, False),
        (Status.NONE, False), (Status.EXITED_AGE, False), (Status.WITHDREW, False),
    ],
)  # fmt: skip
def test_dues_are_of_members_under_probation_too(name: str, status: str, met: bool) -> None:
    act = acting("dues.declare_basis", DAY)
    subject_standing.keep(act, Standing(person=act.subject, status=status))

    found: Finding = getattr(conditions, name).judge(act)

    assert (found.code, found.met, found.rule) == ("not_a_member", met, rules.MEMBER)
    assert ("不交团费" in found.sentence) is not met


def test_a_payment_is_read_from_the_form() -> None:
    full = {"months": [MAY], "amount": 5, "voluntary": 6, "method": "cash", "paid_by": "家长"}

    assert conditions.given(acting("dues.pay", DAY, answers=full)) == Given((MAY,), 5, 6, "cash", "家长")
    assert conditions.given(acting("dues.pay", DAY, answers={"method": "cash"})) == Given((), None, 0, "cash", "")


@pytest.mark.parametrize(("outside", "met"), [((), True), ((MAY,), False)])
def test_no_month_outside_the_membership_is_paid(outside: tuple[date, ...], met: bool) -> None:
    found = judged("months_of_membership", plan=Plan((), (MAY,), outside=outside))

    assert found is not None
    assert (found.code, found.met, found.field) == ("not_a_member", met, "" if met else "months")


@pytest.mark.parametrize(
    ("asked", "on", "set_here", "met", "have"),
    [
        ((), DAY, 6, True, 0),
        ((date(2026, 4, 1),), DAY, 6, True, 0),
        ((MAY,), DAY, 6, True, 0),
        ((date(2026, 6, 1),), date(2026, 5, 1), 6, True, 1),
        ((date(2026, 11, 1),), date(2026, 5, 1), 6, True, 6),
        ((date(2026, 11, 1),), DAY, 6, True, 6),
        ((date(2026, 12, 1),), DAY, 6, False, 7),
        ((date(2027, 5, 1),), date(2026, 11, 30), 6, True, 6),
        ((date(2027, 5, 1), date(2026, 11, 1)), date(2026, 10, 31), 6, False, 7),
        ((date(2026, 8, 1),), DAY, 3, True, 3),
        ((date(2026, 9, 1),), DAY, 3, False, 4),
    ],
)
def test_at_most_six_months_after_that_of_payment_are_paid_ahead(
    asked: tuple[date, ...], on: date, set_here: int, met: bool, have: int
) -> None:
    found = judged("not_too_far_ahead", on=on, plan=Plan((), asked), set_here={rules.PREPAY: set_here})

    assert figures(found) == (met, have, None, set_here)
    assert found is not None
    assert (found.code, found.field) == ("prepay_gt_6_months", "" if met else "months")


def test_the_national_limit_is_six_months_and_the_last_month_is_named() -> None:
    found = judged("not_too_far_ahead", plan=planned(date(2026, 12, 1)))

    assert found is not None
    assert found.maximum == 6
    assert "即至2026年11月" in found.sentence


@pytest.mark.parametrize(("lacking", "met"), [((), True), ((MAY,), False)])
def test_a_month_without_a_basis_cannot_be_paid(lacking: tuple[date, ...], met: bool) -> None:
    found = judged("can_be_reckoned", plan=Plan((), (MAY,), without_basis=lacking))

    assert found is not None
    assert (found.code, found.met, found.field) == ("basis_missing", met, "" if met else "months")


@pytest.mark.parametrize(
    ("plan", "answers", "met", "have", "field"),
    [
        (planned(MAY), {"months": [MAY]}, True, 300, ""),
        (planned(MAY), {"amount": 300}, True, 300, ""),
        (Plan((), (MAY,)), {"months": [MAY]}, False, 0, "months"),
        (Plan((), (), 300), {"amount": 300}, False, 0, "amount"),
        (Plan((), ()), {"voluntary": 300}, True, 0, ""),
        (Plan((), ()), {"voluntary": 0}, False, 0, "amount"),
        (Plan((), ()), {}, False, 0, "amount"),
        (Plan((), (MAY,)), {"voluntary": 300, "months": [MAY]}, False, 0, "months"),
        (Plan((), (), 1), {"voluntary": 300, "amount": 1}, False, 0, "amount"),
        (Plan((), (), 0), {"voluntary": 300, "amount": 0}, False, 0, "amount"),
    ],
)
def test_a_payment_is_of_something_owed_or_given_beyond_the_dues(
    plan: Plan, answers: dict[str, Any], met: bool, have: int, field: str
) -> None:
    found = judged("something_owed", plan=plan, answers={"method": "cash", **answers})

    assert found is not None
    assert (found.code, found.met, found.have, found.field) == ("nothing_owed", met, have, field)
    assert met or ("2026年5月" in found.sentence) is (field == "months")


@pytest.mark.parametrize(
    ("amount", "rest", "expected"),
    [
        (None, 0, None), (None, 5, None), (300, 0, (True, 300, None, None)), (299, 0, (True, 299, None, None)),
        (0, 0, (True, 0, None, None)), (301, 1, (False, 301, None, 300)),
    ],
)  # fmt: skip
def test_no_more_than_is_owed_is_dues(amount: int | None, rest: int, expected: tuple[Any, ...] | None) -> None:
    found = judged("amount_fits", plan=planned(MAY, rest=rest), answers={"method": "cash", "amount": amount})

    assert (figures(found) if found else None) == expected
    assert found is None or (found.code, found.field) == ("amount_differs", "" if found.met else "amount")


@pytest.mark.parametrize(("earlier", "met"), [((), True), ((MONTHS[0],), False), (MONTHS[:3], False)])
def test_earlier_months_that_stay_unpaid_are_said(earlier: tuple[date, ...], met: bool) -> None:
    found = judged("nothing_earlier", plan=planned(MAY, earlier=earlier))

    assert figures(found) == (met, len(earlier) or None, None, None)


@pytest.mark.parametrize(
    ("months", "on", "met", "have"),
    [
        ((date(2025, 11, 1),), DAY, True, None),
        ((date(2025, 11, 1), MAY), date(2026, 5, 1), True, None),
        ((date(2025, 10, 1), MAY), date(2026, 5, 1), False, 7),
        ((date(2025, 10, 1),), DAY, False, 7),
        ((date(2024, 5, 1),), DAY, False, 24),
        ((date(2026, 12, 1),), DAY, True, None),
        ((MAY,), DAY, True, None),
    ],
)
def test_more_than_six_months_back_are_made_up_with_a_reason(
    months: tuple[date, ...], on: date, met: bool, have: int | None
) -> None:
    assert figures(judged("not_too_far_back", on=on, plan=planned(*months))) == (met, have, None, None if met else 6)


def test_nothing_is_made_up_where_no_month_is_settled() -> None:
    assert judged("not_too_far_back", plan=Plan((), ())) is None


@pytest.mark.parametrize(
    ("first", "last", "set_here", "met", "have"),
    [
        (MONTHS[0], MONTHS[0], 12, True, 1), (MONTHS[0], MONTHS[11], 12, True, 12),
        (MONTHS[0], date(2027, 1, 1), 12, False, 13), (date(2025, 12, 1), MONTHS[11], 12, False, 13),
        (MONTHS[0], MONTHS[2], 3, True, 3), (MONTHS[0], MONTHS[3], 3, False, 4),
    ],
)  # fmt: skip
def test_relief_is_of_twelve_months_at_most(first: date, last: date, set_here: int, met: bool, have: int) -> None:
    answers, local = {"from_month": first, "to_month": last}, {rules.RELIEF_MONTHS: set_here}
    found = judged("relief_not_too_long", "request_relief", answers=answers, set_here=local)

    assert figures(found) == (met, have, None, set_here)
    assert found is not None
    assert found.field == ("" if met else "to_month")


@pytest.mark.parametrize(
    ("answers", "met", "have"),
    [
        ({"present": 5, "yes": 3, "no": 1, "abstain": 1}, True, 5),
        ({"present": 5, "yes": 5}, True, 5),
        ({"present": 5, "yes": 3, "no": None, "abstain": 1}, False, 4),
        ({"present": 5, "yes": 3, "no": 2, "abstain": 1}, False, 6),
        ({"present": 5}, False, 0),
        ({"present": 0}, True, 0),
    ],
)
def test_the_votes_on_relief_add_up(answers: dict[str, Any], met: bool, have: int) -> None:
    found = judged("votes_add_up", "agree_relief", answers=answers, roll=9)

    assert figures(found) == (met, have, answers["present"], None)
    assert found is not None
    assert found.field == ("" if met else "yes")


@pytest.mark.parametrize(
    ("yes", "decision", "told"),
    [(3, "approve", (True, 3, 3, None)), (2, "approve", (False, 2, 3, None)), (0, "refuse", None)],
)
def test_a_relief_is_agreed_to_by_more_than_half_of_those_present(yes: int, decision: str, told: Any) -> None:
    answers = {"decision": decision, "present": 5, "yes": yes, "no": 5 - yes}
    found = judged("agreed_by_the_votes", "agree_relief", answers=answers, roll=9)

    assert (found and figures(found)) == told
    assert found is None or found.code == "majority_not_met"


@pytest.mark.parametrize(("present", "met"), [(9, True), (10, False)])
def test_no_more_are_present_at_it_than_stand_on_the_roll(present: int, met: bool) -> None:
    found = judged("present_on_roll", "agree_relief", answers={"present": present}, roll=9)

    assert found is not None
    assert (found.code, found.met) == ("present_exceeds_roll", met)


@pytest.mark.parametrize("name", ["present_on_roll", "votes_add_up", "agreed_by_the_votes"])
def test_without_figures_of_the_vote_nothing_is_asked(name: str) -> None:
    assert judged(name, "agree_relief", answers={"decision": "approve", "yes": 5}) is None
    assert judged(name, "agree_relief", answers={"decision": "approve", "present": None, "yes": 5}) is None


@pytest.mark.parametrize(("reversed_on", "met"), [(None, True), (DAY, False)])
def test_a_payment_is_reversed_once(reversed_on: date | None, met: bool) -> None:
    found = judged("not_reversed", "reverse", facts={"reversed_on": reversed_on})

    assert found is not None
    assert (found.code, found.met) == ("already_done", met)


def remitting_act(owed: Owed, **answers: Any) -> Act[Any]:
    """Return the act that sends up for a quarter of which is known what is owed."""
    act = acting("dues.remit", DAY, answers={"period": "2026-Q1", **answers})
    remitting._owed.keep(act, {parse("2026-Q1"): owed})
    return act


@pytest.mark.parametrize(
    ("owed", "met", "have", "need", "words"),
    [
        (Owed(300, 300, 0, 300, 300, 0), True, None, 300, "2026年第1季度应上缴 3.00 元。"),
        (Owed(300, 300, 0, 300, 300, 299), True, None, 1, "应上缴 0.01 元。"),
        (Owed(500, 800, -100, 800, 800, 400), True, None, 400, "应上缴 4.00 元，其中以前各期结转 -1.00 元。"),
        (Owed(300, 300, 0, 300, 300, 300), False, 300, 300, "累计已上缴 3.00 元，没有应上缴的团费。"),
        (Owed(-300, 0, 0, 0, 0, 300), False, 300, 0, "实收 -3.00 元，至期末累计应上缴 0.00 元，累计已上缴 3.00 元"),
        (Owed(-300, 0, 0, 0, 0, 300), False, 300, 0, "；多上缴的 3.00 元抵减以后各期。"),
        (Owed(0, 0, 0, 0, 0, 0), False, 0, 0, "没有应上缴的团费。"),
    ],
)
def test_something_goes_up_where_more_came_in_than_went_up(
    owed: Owed, met: bool, have: int | None, need: int, words: str
) -> None:
    found = conditions.something_to_remit.judge(remitting_act(owed))

    assert figures(found) == (met, have, need, None)
    assert found is not None
    assert (found.code, found.field) == ("nothing_owed", "" if met else "period")
    assert words in found.sentence


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(None, None), (299, (False, 299, 300, None)), (301, (False, 301, 300, None)), (300, (True, 300, 300, None))],
)
def test_what_goes_up_is_what_the_books_say(amount: int | None, expected: tuple[Any, ...] | None) -> None:
    found = conditions.remits_what_is_owed.judge(remitting_act(Owed(300, 300, 0, 300, 300, 0), amount=amount))

    assert (figures(found) if found else None) == expected
    assert found is None or (found.code, found.field) == ("amount_differs", "" if found.met else "amount")


@pytest.mark.parametrize(
    ("amount", "met", "have"),
    [(None, True, 300), (300, True, 300), (299, False, 299), (301, False, 301), (0, False, 0)],
)
def test_what_arrives_is_what_was_sent(amount: int | None, met: bool, have: int) -> None:
    found = judged("receives_what_was_sent", "receive_remittance", facts={"fen": 300}, answers={"amount": amount})

    assert figures(found) == (met, have, 300, None)
    assert found is not None
    assert (found.code, found.field) == ("amount_differs", "" if met else "amount")
    assert met or f"相差 {abs(300 - have) / 100:.2f} 元" in found.sentence


@pytest.mark.parametrize(
    ("matched", "met", "have"),
    [([], False, 0), ([0, 0], False, 0), ([0, 5], True, 1), ([5, 6], True, 2)],
)
def test_rows_that_match_nobody_post_nothing(matched: list[int], met: bool, have: int) -> None:
    found = judged(
        "something_matched", "confirm_import", facts={"rows": [{"person": person} for person in matched] + [{}]}
    )

    assert figures(found) == (met, have, None, None)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def test_only_the_highest_organization_sends_nothing_further(places: Places) -> None:
    found = {
        one.code: conditions.somebody_above.judge(doing("remit", one))
        for one in (places.med, places.hosp, places.county)
    }

    assert {code: one.met for code, one in found.items() if one} == {"MED": True, "HOSP": True, "COUNTY": False}
    assert {one.code for one in found.values() if one} == {"no_superior"}


@pytest.mark.parametrize(
    ("digest", "where", "met"),
    [("a" * 64, "med", False), ("a" * 64, "surg", True), ("b" * 64, "med", True), ("", "med", True)],
)
def test_the_same_file_is_posted_once_by_an_organization(places: Places, digest: str, where: str, met: bool) -> None:
    for known in ("a" * 64, ""):
        earlier = doing("confirm_import", places.med)
        ImportedSheet.objects.create(root=places.med.root, case=earlier.case, organization=places.med, digest=known)

    again = doing("confirm_import", getattr(places, where), facts={"digest": digest})
    found = conditions.not_imported_yet.judge(again)

    assert found is not None
    assert (found.code, found.met) == ("already_imported", met)
    assert met or "T-1" in found.sentence


def paid(where: Organization, act: Act[Any], fen: int) -> Payment:
    return Payment.objects.create(
        case=act.case, posting=came(where, DAY, fen), person=act.subject, organization=where, root=where.root, on=DAY,
        fen=fen, method="cash",
    )  # fmt: skip


def test_a_reversal_names_the_receipt_the_case_or_one_of_its_payments(places: Places) -> None:
    act, other = (doing("reverse", places.med, who=member(places.med)) for _ in range(2))
    first, second, elsewhere = paid(places.med, act, 1), paid(places.med, act, 2), paid(places.med, other, 4)
    undone = paid(places.med, act, 8)
    rows.back(undone.posting, DAY)
    rows.paper(act, "R-7")

    def fens(named: str) -> list[int]:
        return sorted(one.fen for one in conditions.payments_of(act, named))

    assert fens("") == fens(act.case.number) == fens("R-7") == [1, 2]
    assert (fens(str(first.posting_id)), fens(str(second.posting_id))) == ([1], [2])
    for named in (
        other.case.number,
        "R-8",
        "7a",
        "九",
        "-1",
        "9" * 18,
        "9" * 19,
        "9" * 40,
        str(undone.posting_id),
        str(elsewhere.posting_id),
    ):
        assert fens(named) == []
        act.answers = {"entry": f" {named} "}
        refused = conditions.entry_is_of_the_case.judge(act)
        assert refused is not None
        assert (refused.code, refused.met, refused.field) == ("entry_unknown", False, "entry")
    for named in ("", None, " ", f" {first.posting_id}", "R-7"):
        act.answers = {"entry": named}
        assert conditions.entry_is_of_the_case.judge(act).met
    act.answers = {}
    assert conditions.entry_is_of_the_case.judge(act).met


def test_the_charges_of_the_member_are_read_once_and_the_payment_planned_once(places: Places) -> None:
    who = member(places.med)
    rows.charged(who, places.med, MAY)
    act = doing("pay", places.med, DAY, who=who, answers={"amount": 300, "method": "cash"})

    assert isinstance(conditions.accounts(act), Accounts)
    assert conditions.accounts(act) is conditions.accounts(act)
    assert conditions.plan(act) is conditions.plan(act)
    assert (conditions.plan(act).fen, conditions.plan(act).months) == (300, (MAY,))


def test_what_lets_pass_and_what_needs_the_form_is_said_of_each() -> None:
    named = {
        name: one for name, one in vars(conditions).items() if hasattr(one, "judge") and isinstance(one.rule, Rule)
    }

    assert sorted(name for name, one in named.items() if one.warns) == ["not_too_far_back", "nothing_earlier"]
    assert sorted(name for name, one in named.items() if not one.asks) == [
        "is_member", "not_imported_yet", "not_reversed", "somebody_above", "something_matched",
    ]  # fmt: skip
    assert {name: tuple(named_.code for named_ in one.after) for name, one in named.items() if one.after} == {
        "not_too_far_ahead": ("not_a_member",),
        "can_be_reckoned": ("not_a_member",),
        "something_owed": ("not_a_member", "basis_missing"),
        "every_month_owed": ("nothing_owed",),
        "amount_fits": ("nothing_owed",),
        "nothing_earlier": ("nothing_owed",),
        "not_too_far_back": ("nothing_owed",),
        "remits_what_is_owed": ("nothing_owed",),
        "agreed_by_the_votes": ("votes_do_not_add_up",),
    }
