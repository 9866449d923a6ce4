"""Whoever keeps the books in tests: acts of the engine on a world, one after the other, by those whose acts they are.

Refusals are answers. `check` compares what the ledger, the months, the payments, the credit and the pages say of each
other after any of them; what months come to is reckoned here once more, from the bases and reliefs as they were given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum

from forms.money import yuan
from procedures.dues.models import Credit, Payment
from procedures.register.models import Charge
from procedures.register.months import month_of, months_between
from procedures.scenarios.runner import Runner, noon
from tests.procedures.dues.bookcheck import check_books, check_pages, months_of
from workflows import engine, rounds
from workflows.days.dates import add_months
from workflows.engine.visibility import visible_to
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.people.reach import reached_from
from workflows.store import rooted
from workflows.table.refusals import Refused

FIRST = date(2026, 1, 1)
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
