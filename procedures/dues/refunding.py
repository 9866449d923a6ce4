"""退还团费结余: what a member has paid and owes no more is given back, by an entry that may be undone by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.money import yuan
from procedures.dues import credit, ledger, rules
from procedures.dues.conditions import Dues, entry_is_of_the_case, payments_of
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, Credit, Posting, PostingKind
from procedures.dues.undoing import refunded
from workflows.people.models import Person
from workflows.table import SidePanel
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding, refuse


def _asked(act: Dues) -> int:
    """Return what is to be given back, in fen: the amount, else all of it."""
    amount = act.answers.get("amount")
    return credit.credit_at(act.organization).get(act.subject.pk, 0) if amount is None else amount


@condition("no_credit", "有团费结余", rules.BOOKS, asks=True)
def something_to_give_back(act: Dues) -> Finding:
    """Only what lies at the organization itself: another one has the money of the rest."""
    have = credit.credit_at(act.organization).get(act.subject.pk, 0)
    if not have:
        return unmet("所选人员在本组织没有团费结余，没有可以退还的。请核对人员和组织。", have=0, field="member")
    return met(f"团费结余 {yuan(have)} 元。", have=have)


@condition("amount_differs", "退还金额不超过结余", rules.BOOKS, asks=True, after=(something_to_give_back,))
def not_more_than_credit(act: Dues) -> Finding:
    """A part may be given back; the rest goes on paying for months to come."""
    have, asked = credit.credit_at(act.organization).get(act.subject.pk, 0), _asked(act)
    if not 0 < asked <= have:
        words = f"退还 {yuan(asked)} 元，团费结余 {yuan(have)} 元，须大于零、不超过结余。请核对金额。"
        return unmet(words, have=asked, maximum=have, field="amount")
    return met(f"退还 {yuan(asked)} 元。", have=asked)


@condition("already_done", "退款尚未冲正", rules.REVERSAL)
def refund_stands(act: Dues) -> Finding:
    """A refund is reversed once."""
    if act.facts.reversed_on:
        return unmet("该退款已经冲正，不能再冲正。")
    return met("该退款尚未冲正。")


@condition("credit_refunded", "多交的部分没有退还", rules.REVERSAL, asks=True, after=(entry_is_of_the_case,))
def credit_is_there(act: Dues) -> Finding:
    """What has been given back cannot be taken out of the books a second time."""
    named = str(act.answers.get("entry") or "").strip()
    gone = sum(refunded(payment) for payment in payments_of(act, named))
    if gone:
        words = f"这笔收款多交的部分已经退还 {yuan(gone)} 元。请先冲正退款，再冲正收款。"
        return unmet(words, have=gone)
    return met("这笔收款多交的部分没有退还。")


def refund(act: Dues) -> None:
    """Give it back: the cash goes out, the credit is none any more.

    Raises:
        Refused: somebody else has given it back in the meantime.
    """
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=act.subject.pk)
    finding = not_more_than_credit.judge(act)
    if finding is not None and not finding.met:
        raise refuse(finding.code, finding.sentence, have=finding.have, maximum=finding.maximum)
    fen = _asked(act)
    _enter(act, Account.CREDIT, Account.CASH, fen, "退还团费结余")
    facts = act.facts
    facts.fen, facts.method, facts.paid_by = fen, act.answers["method"], act.answers.get("received_by", "")
    facts.paid_on = act.on


def take_back(act: Dues) -> None:
    """Undo a refund by a counter-entry: the money came back, or never went out."""
    facts = act.facts
    given = Posting.objects.get(case=act.case, kind=PostingKind.REFUND)
    _enter(act, Account.CASH, Account.CREDIT, facts.fen, act.answers["reason"], reverses=given)
    credit.use(act, [act.subject.pk])
    facts.reversed_on, facts.reversed_because = act.on, act.answers["reason"]


def _enter(act: Dues, debit: str, from_: str, fen: int, reason: str, *, reverses: Posting | None = None) -> None:
    kind = PostingKind.REVERSAL if reverses else PostingKind.REFUND
    ledger.post(act, kind, [Amount(act.organization.pk, debit, from_, fen)], reason, reverses=reverses)
    Credit.objects.create(
        person=act.subject,
        organization=act.organization,
        root=act.organization.root,
        fen=fen if reverses else -fen,
        on=act.on,
        reason=reason[:120],
    )


def beside(act: Dues) -> Mapping[str, Any]:
    """Return what stands beside the form of a refund: the credit, what of it is given back, and what is left."""
    have = credit.credit_at(act.organization).get(act.subject.pk, 0)
    amount = dict(act.answers).get("amount")
    asked = have if amount is None else amount
    return {
        "owner": act.subject,
        "credit": yuan(have),
        "refund": yuan(asked),
        "left": yuan(have - asked) if asked <= have else "",
    }


BESIDE = SidePanel("dues/refunding.html", beside)
