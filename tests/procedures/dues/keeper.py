"""Whoever keeps the books in tests: acts of the engine on a world, one after the other, by those whose acts they are.

Refusals are answers. `check` compares what the ledger, the months, the payments, the credit and the pages say of each
other after any of them; what months come to is reckoned here once more, from the bases and reliefs as they were given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from copy import deepcopy
from datetime import date, timedelta
from itertools import groupby
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Case as Choose
from django.db.models import F, Sum, When

from forms.money import yuan
from procedures.dues.ledger import balances
from procedures.dues.models import Account, Credit, Line, Payment, Posting, Remittance, Settlement
from procedures.dues.pages.matrix import rows_of
from procedures.dues.panels import own_dues
from procedures.dues.periods import half_year_of, parse
from procedures.dues.publishing import figures_of
from procedures.register.models import Charge, Less, MembershipPeriod, Standing
from procedures.register.months import month_of, months_between, zh_months
from procedures.scenarios.runner import Runner, noon
from tests.dossiers import own_dossier
from workflows import engine, rounds
from workflows.days.dates import add_months
from workflows.engine.law import law_for
from workflows.engine.visibility import visible_to
from workflows.models import Case, Paper
from workflows.people.models import Organization, Person
from workflows.people.reach import reached_from
from workflows.store import rooted
from workflows.table.refusals import Refused

FIRST = date(2026, 1, 1)
WAGES = (0, 150_000, 199_999, 200_000, 420_000, 450_000, 1_500_000)
BRANCHES = ("MED", "SURG", "FARB")
OUTSIDE = "外省某医院团委"
WORLD = """
given: hospital
also:
  organisations:
    - {code: FAR, name: 共青团江南市委员会, kind: superior_committee, province: "43"}
    - {code: FARC, name: 江南医院团委, kind: committee, parent: FAR}
    - {code: FARB, name: 江南医院团支部, kind: branch, parent: FARC}
  people:
    - {id: n1, name: 护士一, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: n2, name: 护士二, born: 2000-01-01, organisation: MED, status: active, joined_on: 2025-11-04}
    - {id: n3, name: 研究生, born: 1998-02-10, organisation: SURG, status: active, joined_on: 2015-05-04}
    - {id: farc, name: 远一, born: 1996-06-06, organisation: FARC}
    - {id: farb, name: 远二, born: 1999-06-06, organisation: FARB, status: active, joined_on: 2015-05-04}
  posts:
    - {person: farc, post: committee_reviewer, organisation: FARC, from: 2022-01-01}
    - {person: farb, post: branch_secretary, organisation: FARB, from: 2022-01-01}
  dues_basis:
    - {person: n1, category: wage, base: 420000, from_month: 2025-01}
    - {person: n2, category: wage, base: 150000, from_month: 2025-01}
    - {person: n3, category: student, from_month: 2025-01}
acts: [{on: 2026-01-01, look: person, of: n1}]
"""
MEMBERS = ("n1", "n2", "n3")
KEEPERS = {"MED": "sec_med", "SURG": "sec_surg", "FARB": "farb", "HOSP": "hosp", "FARC": "farc"}
COMMITTEES = {"MED": "hosp", "SURG": "hosp", "FARB": "farc"}
ABOVE = {"MED": "hosp", "SURG": "hosp", "FARB": "farc", "HOSP": "county"}


class Keeper:
    """Does acts on a world; each takes some days."""

    def __init__(self, runner: Runner) -> None:
        self.world, self.on = runner.world, FIRST
        self.bases: dict[str, list[tuple[date, str, int]]] = {
            "n1": [(date(2025, 1, 1), "wage", 420_000)],
            "n2": [(date(2025, 1, 1), "wage", 150_000)],
            "n3": [(date(2025, 1, 1), "student", 0)],
        }
        self.reliefs: dict[str, list[tuple[date, date, int]]] = defaultdict(list)

    def do(self, act: tuple[Any, ...], days: int = 5) -> bool:
        """Do an act some days after the one before; False where it was refused."""
        self.on += timedelta(days=days)
        deed: Callable[..., None] = getattr(self, act[0])
        known = deepcopy((self.bases, self.reliefs))
        try:
            with transaction.atomic():
                deed(*act[1:])
        except Refused:
            self.bases, self.reliefs = known
            return False
        return True

    def request(self, act: str, by: str, **answers: Any) -> engine.Request:
        person = self.person(by)
        return engine.Request(act, person, self.on, noon(self.on), answers, reason="试", insist=True)

    def start(self, act: str, by: str, procedure: str = "dues", **answers: Any) -> Case:
        asked = self.request(act, by, **answers)
        with self.seen_by(asked):
            return engine.start(procedure, asked).case

    def go(self, case: Case, act: str, by: str, **answers: Any) -> None:
        asked = self.request(act, by, **answers)
        with self.seen_by(asked):
            engine.act(case.pk, asked)

    def seen_by(self, asked: engine.Request) -> AbstractContextManager[None]:
        """Look in the roots in which a page looks for whoever asks."""
        return rooted.within(*(visible_to(asked.by, self.on).roots if asked.by else ()))

    def person(self, name: str) -> Person:
        people = Person.objects.select_related("home").annotate(reaches=reached_from("home__path"))
        return people.get(username=name)

    def code(self, name: str) -> str:
        """Return the branch on whose roll somebody is, or was last."""
        home = self.person(name).home
        return home.code if home and home.code in BRANCHES else "MED"

    def secretary(self, name: str) -> str:
        return KEEPERS[self.code(name)]

    def pk(self, code: str) -> int:
        return Organization.objects.get(code=code).pk

    def open(self, code: str, first: str, last: str) -> None:
        by = COMMITTEES.get(code, code.lower())
        asked = self.request("open_months", by, organisation=self.pk(code), from_month=first, to_month=last)
        with self.seen_by(asked):
            rounds.start("dues", asked)

    def pay(self, name: str, asked: list[str], amount: int | None, voluntary: int | None = None) -> None:
        answers = {"member": self.person(name).pk, "months": asked, "amount": amount, "voluntary": voluntary}
        self.start("pay", self.secretary(name), **answers, method="cash")
        if not asked and amount:
            self.check_no_month_is_jumped_over(name)

    def give(self, name: str, fen: int) -> None:
        self.pay(name, [], None, fen)

    def take_in(self, code: str, rows: dict[str, int]) -> None:
        pasted = "\n".join(f"{self.person(name).name} {yuan(fen)}" for name, fen in rows.items())
        answers = {"pasted": pasted, "method": "mobile", "organisation": self.pk(code)}
        case = self.start("import_payments", KEEPERS[code], **answers)
        shown = {row["person"]: row for row in Case.objects.get(pk=case.pk).facts["rows"]}
        self.go(case, "confirm_import", KEEPERS[code])
        for row in Case.objects.get(pk=case.pk).facts["rows"]:
            assert row["state"] not in ("matched", "posted") or row["months"] == shown[row["person"]]["months"]

    def reverse(self, index: int) -> None:
        cases = list(Case.objects.filter(stage__in=("paid", "imported")).order_by("pk"))
        if cases:
            case = cases[index % len(cases)]
            self.go(case, "reverse", COMMITTEES[case.organization.code], reason="记错")

    def relief(self, name: str, first: str, more: int, kind: str) -> None:
        begin = date.fromisoformat(f"{first}-01")
        last = add_months(begin, more)
        amount = 100 if kind == "reduction" else None
        answers = {"kind": kind, "amount": amount, "from_month": first, "to_month": f"{last:%Y-%m}", "reason": "病"}
        case = self.start("request_relief", name, **answers)
        self.go(case, "agree_relief", self.secretary(name), decision="approve")
        self.go(case, "approve_relief", COMMITTEES[self.code(name)], decision="approve")
        self.reliefs[name].append((begin, last, amount or 0))

    def basis(self, name: str, first: str, base: int, category: str = "wage") -> None:
        answers = {"member": self.person(name).pk, "category": category, "from_month": first}
        self.start("set_basis", self.secretary(name), **answers, base=base if category == "wage" else None)
        self.bases[name].append((date.fromisoformat(f"{first}-01"), category, base))

    def fall(self, name: str) -> None:
        """Prepay as far as may be, then become a student: most of it is credit."""
        now = month_of(self.on)
        self.basis(name, f"{now:%Y-%m}", 1_500_000)
        self.pay(name, [f"{month:%Y-%m}" for month in months_between(now, add_months(now, 6))], None)
        self.basis(name, f"{add_months(now, 1):%Y-%m}", 0, "student")

    def move(self, name: str, code: str) -> None:
        answers = {"to_organisation": self.pk(code), "kind": "employment"}
        case = self.start("start", name, "transfer", **answers)
        old = self.code(name)
        self.go(case, "release_branch", KEEPERS[old], decision="approve")
        self.go(case, "release_committee", COMMITTEES[old], decision="approve")
        if COMMITTEES[code] != COMMITTEES[old]:
            self.go(case, "accept_committee", COMMITTEES[code], branch=self.pk(code))
        self.go(case, "accept_branch", KEEPERS[code])

    def move_out(self, name: str) -> None:
        old = self.code(name)
        case = self.start("start", name, "transfer", outside_name=OUTSIDE, kind="employment")
        self.go(case, "release_branch", KEEPERS[old], decision="approve")
        self.go(case, "release_committee", COMMITTEES[old], decision="approve")
        received = {"received_on": self.on, "accepted_on": self.on, "accepted_by": OUTSIDE}
        self.go(case, "return_receipt", COMMITTEES[old], **received)

    def come_back(self, name: str, code: str) -> None:
        letter = {"letter_number": f"外字{Case.objects.count()}", "issued_on": self.on, "outside_name": OUTSIDE}
        answers = {"member": self.person(name).pk, "branch": self.pk(code), **letter}
        case = self.start("register_incoming", COMMITTEES[code], "transfer", **answers)
        self.go(case, "accept_branch", KEEPERS[code])

    def leave(self, name: str) -> None:
        old = self.code(name)
        case = self.start("request", name, "exit")
        self.go(case, "verify", KEEPERS[old], office_held=False, opinion="属实")
        self.go(case, "approve", COMMITTEES[old], exit_on=self.on)

    def restore(self, index: int) -> None:
        cases = list(Case.objects.filter(procedure="exit", stage="approved").order_by("pk"))
        if cases:
            case = cases[index % len(cases)]
            by = "county" if COMMITTEES[case.organization.code] == "hosp" else "farc"
            self.go(case, "restore", by, reason="出生日期有误", evidence="户口簿")

    def refund(self, name: str, fen: int | None) -> None:
        held = Credit.objects.filter(person__username=name).values_list("organization__code").annotate(left=Sum("fen"))
        code = max(held, key=lambda one: one[1], default=("MED", 0))[0]
        answers = {"member": self.person(name).pk, "amount": fen, "method": "cash", "organisation": self.pk(code)}
        self.start("refund", KEEPERS[code], **answers)

    def take_refund_back(self, index: int) -> None:
        cases = list(Case.objects.filter(stage="refunded").order_by("pk"))
        if cases:
            case = cases[index % len(cases)]
            self.go(case, "reverse_refund", COMMITTEES[case.organization.code], reason="没有领取")

    def remit(self, code: str, period: str) -> None:
        self.start("remit", KEEPERS[code], organisation=self.pk(code), period=period)

    def receive(self, index: int) -> None:
        cases = list(Case.objects.filter(stage="remitted").order_by("pk"))
        if cases:
            case = cases[index % len(cases)]
            self.go(case, "receive_remittance", ABOVE[case.organization.code])

    def check(self) -> None:
        """Compare the books with themselves, and each month with what is due of it by the bases and reliefs given."""
        check_books()
        for charge in Charge.objects.filter(person__username__in=MEMBERS).select_related("person"):
            name = charge.person.username
            assert charge.fen == self.due(name, charge.month), (name, charge, charge.less)

    def check_pages(self) -> None:
        """Compare what everybody's pages show with what is booked."""
        for name in MEMBERS:
            check_pages(self.person(name), self.on)

    def due(self, name: str, month: date) -> int:
        known = [one for one in self.bases[name] if one[0] <= month]
        _, category, base = max(known, key=lambda one: (one[0], self.bases[name].index(one)))
        fen = 20 if category == "student" else 300 if base < 200_000 else min(base * 2 // 1000 // 100 * 100, 2000)
        granted = [one for one in self.reliefs[name] if one[0] <= month <= one[1]]
        return min(fen, granted[-1][2]) if granted else fen

    def check_no_month_is_jumped_over(self, name: str) -> None:
        """Every month of the membership, from the first known to the last paid, is settled, exempt or cancelled."""
        known = {one.month: one for one in Charge.every.filter(person__username=name)}
        payment = Payment.objects.filter(person__username=name).order_by("pk").last()
        assert payment
        last = max(months_of(payment))
        for month in months_between(min(known), last):
            if month not in known:
                assert not self.due(name, month), f"{month} is jumped over"
                continue
            assert month == last or not known[month].open_fen, f"{month} is not settled, {last} is"


def check_books() -> None:
    """Compare the ledger with the months, the payments, the credit and the remittances that it speaks of."""
    everywhere = list(Organization.objects.all())
    whole = balances([one.pk for one in everywhere])
    assert sum(whole.values()) == 0
    debts, credits_ = _sums(Charge.objects.all(), F("fen") - F("paid_fen")), _sums(Credit.objects.all(), F("fen"))
    debit, credit = ({(place, account): fen for place, account, fen in _lines(side)} for side in ("debit", "credit"))
    for one in everywhere:
        owed, held = ((one.pk, account) for account in (Account.RECEIVABLE, Account.CREDIT))
        assert debit.get(owed, 0) - credit.get(owed, 0) == debts.get(one.pk, 0)
        assert credit.get(held, 0) - debit.get(held, 0) == credits_.get(one.pk, 0)
    places = Line.objects.order_by().values_list("organization__path", "root").distinct()
    assert all(path.startswith(root) for path, root in places)
    standing = Payment.objects.filter(posting__reversed_by=None)
    taken = standing.aggregate(fen=Sum(F("fen") + F("voluntary_fen")))["fen"] or 0
    refunds = Posting.objects.filter(kind="refund", reversed_by=None)
    given_back = refunds.aggregate(fen=Sum("lines__fen"))["fen"] or 0
    assert whole[Account.CASH] + whole[Account.IN_TRANSIT] == taken - given_back
    assert whole[Account.INCOME] == -(Charge.objects.aggregate(fen=Sum("fen"))["fen"] or 0)
    assert whole[Account.REMITTED] == -whole[Account.RECEIVED]
    on_the_way = Remittance.objects.filter(received_on=None).aggregate(fen=Sum("fen"))["fen"] or 0
    assert whole[Account.IN_TRANSIT] == on_the_way
    _check_months(standing)


def _lines(side: str) -> Any:
    return Line.objects.order_by().values_list("organization", side).annotate(sum=Sum("fen"))


def _sums(rows: Any, what: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("organization").annotate(sum=Sum(what)))


def _check_months(standing: Any) -> None:
    paid: dict[int, int] = defaultdict(int)
    for charge, fen in Settlement.objects.filter(payment__in=standing).values_list("charge_id", "fen"):
        paid[charge] += fen
    for charge, fen in Credit.objects.filter(charge__isnull=False).values_list("charge_id", "fen"):
        paid[charge] -= fen
    for charge in Charge.every.all():
        assert charge.paid_fen == paid[charge.pk], f"{charge} is paid {charge.paid_fen}, by {paid[charge.pk]}"
        assert 0 <= charge.paid_fen <= charge.fen
    months = list(Charge.every.values_list("person_id", "month"))
    assert len(months) == len(set(months)), "a month is charged twice"
    for payment in standing.annotate(settled=Sum("settlements__fen")):
        assert payment.fen == (payment.settled or 0)
    _check_credit()
    for one in Standing.objects.filter(person__charges__isnull=False).distinct():
        assert one.dues_paid_to == settled_to(one.person_id), one.person.username


def _check_credit() -> None:
    """No credit is below nothing; none lies idle while a month of the same tree of organizations is owed."""
    for person, organization, root, fen in (
        Credit.objects.order_by().values_list("person", "organization", "root").annotate(left=Sum("fen"))
    ):
        assert fen >= 0
        owed = Charge.objects.filter(person=person, root=root, paid_fen__lt=F("fen"))
        assert not fen or not owed.exists(), f"{fen} fen of credit at {organization}, and {owed} owed"


def settled_to(person: int) -> date | None:
    """Return the last month up to which nothing is open."""
    settled = None
    for charge in Charge.objects.filter(person=person).order_by("month"):
        if charge.open_fen:
            break
        settled = charge.month
    return settled


def check_pages(person: Person, on: date) -> None:
    """Compare what a member's own page, his branch's table and his receipts show with what is booked."""
    charges = list(Charge.objects.filter(person=person).order_by("month"))
    shown = own_dues(own_dossier(person, on))
    due = [one for one in charges if one.month <= month_of(on) and one.open_fen]
    credit = Credit.objects.filter(person=person).aggregate(fen=Sum("fen"))["fen"] or 0
    if shown:
        assert shown["owed"] == (yuan(sum(one.open_fen for one in due)) if due else "")
        assert shown["credit"] == (yuan(credit) if credit else "")
        assert shown["owed_months"] == len(due)
    period = half_year_of(on)
    for where, some in groupby(sorted(charges, key=lambda one: one.organization_id), key=lambda one: one.organization):
        here = [one for one in some if period.first <= one.month <= period.last]
        if here:
            months = [one.month for one in here]
            with rooted.within(where.root):
                row = rows_of([person], Charge.objects.filter(organization=where, month__in=months), period)
            assert row[0].open == yuan(sum(one.open_fen for one in here))
    for paper in Paper.objects.filter(case__subject=person, kind="dues_receipt"):
        payment = Payment.objects.get(case=paper.case_id)
        assert paper.facts["amount"] == yuan(payment.fen + payment.voluntary_fen)
        months = months_of(payment)
        assert paper.facts["months"] == (zh_months(months) or "自愿多交") or paper.facts["credited"]
        assert (paper.status == "issued") == (not hasattr(payment.posting, "reversed_by"))


def months_of(payment: Payment) -> tuple[date, ...]:
    """Return the months that a payment settled, under whatever root they are by now."""
    settled = payment.settlements.values_list("charge_id", flat=True)
    return tuple(Charge.every.filter(pk__in=list(settled)).values_list("month", flat=True))


def check_accounts(codes: Iterable[str], names: Iterable[str]) -> None:
    """Compare what the account of each period says with the ledger: it begins where the one before ended."""
    for organization in Organization.objects.filter(code__in=list(codes)):
        law = law_for(organization, FIRST)
        closing: int | None = None
        for name in names:
            period = parse(name)
            found = figures_of(organization, period, law, sends_up=True)
            came = found["collected"] + found["voluntary"] + found["received"]
            assert found["opening"] + came - found["refunded"] - found["remitted"] == found["cash"]
            assert found["cash"] == balances([organization.pk], None, period.last)[Account.CASH]
            assert closing is None or found["opening"] == closing
            closing = found["cash"]
            cash = Line.objects.filter(
                organization=organization, posting__on__gte=period.first, posting__on__lte=period.last
            )
            signed = Choose(When(debit=Account.CASH, then=F("fen")), When(credit=Account.CASH, then=-F("fen")))
            assert found["cash"] - found["opening"] == (cash.aggregate(fen=Sum(signed))["fen"] or 0)


def check_nothing_after_leaving() -> None:
    """Whoever is no member owes no month after that of leaving."""
    for one in MembershipPeriod.objects.filter(left_on__isnull=False, person__username__in=MEMBERS):
        if not MembershipPeriod.objects.filter(person=one.person, left_on=None).exists() and one.left_on:
            later = Charge.every.filter(person=one.person, month__gt=month_of(one.left_on))
            assert not later.exclude(less=Less.LEFT, fen=0, paid_fen=0).exists()


def some_act(dice: Random, on: date) -> tuple[Any, ...]:
    """Return an act that somebody might do about a day, or might try to."""
    name, index = dice.choice(MEMBERS), dice.randrange(8)

    def month(back: int = 4, ahead: int = 5) -> str:
        return f"{add_months(month_of(on), dice.randint(-back, ahead)):%Y-%m}"

    def months() -> list[str]:
        first = month_of(on)
        count, begin = dice.randint(1, 6), dice.randint(-3, 2)
        return [f"{add_months(first, begin + number):%Y-%m}" for number in range(count)]

    kinds: dict[str, tuple[int, Callable[[], tuple[Any, ...]]]] = {
        "open": (5, lambda: (dice.choice(("HOSP", "MED", "SURG", "FARB")), month(3, 0), month(0, 4))),
        "pay": (9, lambda: (name, months(), dice.choice((None, None, dice.randint(1, 3000))))),
        "pay ": (5, lambda: (name, [], dice.choice((20, 300, 800, 1600, 2400, dice.randint(1, 5000))))),
        "give": (1, lambda: (name, dice.randint(1, 5000))),
        "take_in": (4, lambda: (dice.choice(BRANCHES), {one: dice.choice((20, 300, 800, 1600)) for one in MEMBERS})),
        "reverse": (6, lambda: (index,)),
        "relief": (3, lambda: (name, month(), dice.randint(0, 5), dice.choice(("reduction", "exemption")))),
        "basis": (8, lambda: (name, month(), dice.choice(WAGES), dice.choice(("wage", "wage", "student")))),
        "fall": (4, lambda: (name,)),
        "move": (4, lambda: (name, dice.choice(BRANCHES))),
        "move_out": (2, lambda: (name,)),
        "come_back": (4, lambda: (name, dice.choice(BRANCHES))),
        "leave": (3, lambda: ("n3",)),
        "restore": (2, lambda: (index,)),
        "refund": (6, lambda: (name, dice.choice((None, None, dice.randint(1, 500))))),
        "take_refund_back": (2, lambda: (index,)),
        "remit": (2, lambda: (dice.choice(("MED", "SURG", "HOSP", "FARB")), dice.choice(("2026-H1", "2026-Q2")))),
        "receive": (2, lambda: (index,)),
    }
    kind = dice.choices(list(kinds), [weight for weight, _ in kinds.values()])[0]
    return (kind.strip(), *kinds[kind][1]())
