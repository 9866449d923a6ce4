"""团费的后果: what each act writes into the books and into what the case knows."""

from __future__ import annotations

from procedures.dues import conditions, ledger, remitting
from procedures.dues.adjusting import adjust
from procedures.dues.basis_conditions import confirmed
from procedures.dues.facts import DuesFacts
from procedures.dues.fields import period_of
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, DuesBasis, PostingKind, Relief, Remittance
from procedures.dues.payments import settle
from procedures.dues.publishing import figures_of
from procedures.dues.remitting import level_of, split
from procedures.dues.undoing import undo
from procedures.register.models import DuesCategory
from workflows.models import Paper
from workflows.models.paper import PaperStatus
from workflows.people.actors import Level
from workflows.table.act import Act

Dues = Act[DuesFacts]


def declare(act: Dues) -> None:
    """Keep what the member declares."""
    act.facts.category, act.facts.base = act.answers["category"], act.answers["base"]
    act.facts.from_month = act.answers["from_month"]


def confirm(act: Dues) -> None:
    """Confirm a basis, as declared or as the branch found it."""
    answers, facts = act.answers, act.facts
    facts.category, facts.base = confirmed(act)
    facts.from_month = answers.get("from_month") or facts.from_month
    _set(act)


def set_basis(act: Dues) -> None:
    """Set a basis that nobody declared."""
    declare(act)
    _set(act)


def _set(act: Dues) -> None:
    facts = act.facts
    if facts.from_month is None:
        raise LookupError("a basis begins with a month")
    DuesBasis.objects.create(
        person=act.subject,
        root=act.case.root,
        category=facts.category,
        base_fen=facts.base,
        from_month=facts.from_month,
        confirmed_on=act.on,
        case=act.case,
    )
    facts.confirmed_on = act.on
    act.change("dues_category", "团费类别", "", DuesCategory(facts.category).label)
    adjust(act, act.subject, facts.from_month, None, "核定基数")


def pay(act: Dues) -> None:
    """Settle the months of the payment."""
    given, found = conditions.given(act), conditions.plan(act)
    settle(act, act.subject, found, given, conditions.accounts(act))
    facts = act.facts
    facts.months, facts.fen, facts.voluntary_fen = list(found.months), found.fen, given.voluntary
    facts.credited_fen = found.credited
    facts.method, facts.paid_by, facts.paid_on = given.method, given.paid_by, act.on


def reverse(act: Dues) -> None:
    """Undo the payments of the case, or the one named, and void the receipt."""
    reason = act.answers["reason"]
    for payment in conditions.payments_of(act, str(act.answers.get("entry") or "").strip()):
        undo(act, payment, reason)
    papers = Paper.objects.filter(case=act.case, kind__startswith="dues_receipt", status=PaperStatus.ISSUED)
    for paper in papers:
        paper.revoke(act.on, f"已冲正：{reason}"[:200])
        paper.save(update_fields=["status", "revoked_on", "revoked_because"])
        act.change("paper", paper.title, paper.number, "已作废")
    if not conditions.payments_of(act):
        act.facts.reversed_on, act.facts.reversed_because = act.on, reason


def request_relief(act: Dues) -> None:
    """Keep what is asked for."""
    facts, answers = act.facts, act.answers
    facts.kind, facts.amount = answers["kind"], answers["amount"] or 0
    if facts.kind == "exemption":
        facts.amount = 0
    facts.from_month, facts.to_month = answers["from_month"], answers["to_month"]
    facts.reason = answers["reason"]


def agree_anew(act: Dues) -> None:
    """Forget the agreement of a branch that the member has left."""
    act.facts.agreed_on = None


def grant_relief(act: Dues) -> None:
    """Grant the relief: the months charged already come to less, those to come will."""
    facts = act.facts
    if facts.from_month is None or facts.to_month is None:
        raise LookupError("a relief is of months")
    Relief.objects.create(
        case=act.case,
        person=act.subject,
        root=act.case.root,
        kind=facts.kind,
        fen=facts.amount,
        from_month=facts.from_month,
        to_month=facts.to_month,
        approved_on=act.on,
    )
    facts.approved_on = act.on
    adjust(act, act.subject, facts.from_month, facts.to_month, "批准减免")


def remit(act: Dues) -> None:
    """Send up what is owed for the period; it is under way until it is received."""
    if act.again:
        take_back(act)
    period = period_of(act.answers)
    owed = remitting.owed_now(act, period)
    above = act.chain.at(Level.ABOVE)
    if above is None:
        raise LookupError(f"{act.organization} stands under no committee")
    amount = Amount(act.organization.pk, Account.IN_TRANSIT, Account.CASH, owed.fen)
    posting = ledger.post(act, PostingKind.REMITTANCE, [amount], period.title)
    Remittance.objects.create(
        case=act.case,
        posting=posting,
        organization=act.organization,
        above=above,
        root=act.case.root,
        first_on=period.first,
        last_on=period.last,
        collected_fen=owed.ever,
        fen=owed.fen,
    )
    facts = act.facts
    facts.period, facts.first_on, facts.last_on = period.name, period.first, period.last
    facts.collected_fen, facts.carried_fen, facts.fen = owed.collected, owed.carried, owed.fen
    facts.split = split(owed.fen, level_of(act.organization) + 1, act.law)
    facts.remitted_on = act.on


def receive(act: Dues) -> None:
    """Take in what was sent: it leaves the books below and enters those above, in one entry."""
    remittance = Remittance.objects.get(case=act.case)
    below, above, fen = remittance.organization_id, remittance.above_id, remittance.fen
    amounts = [
        Amount(below, Account.REMITTED, Account.IN_TRANSIT, fen),
        Amount(above, Account.CASH, Account.RECEIVED, fen),
    ]
    ledger.post(act, PostingKind.RECEIPT, amounts, act.facts.period)
    remittance.received_on = act.on
    remittance.save(update_fields=["received_on"])
    act.facts.received_on = act.on


def take_back(act: Dues) -> None:
    """Undo a remittance that is withdrawn before it was received."""
    remittance = Remittance.objects.filter(case=act.case).select_related("posting").first()
    if remittance is None:
        return
    back = Amount(remittance.organization_id, Account.CASH, Account.IN_TRANSIT, remittance.fen)
    ledger.post(act, PostingKind.REVERSAL, [back], "撤回上缴", reverses=remittance.posting)
    remittance.delete()


def publish(act: Dues) -> None:
    """Publish the sums of the period, without anybody's name."""
    period = period_of(act.answers)
    facts = act.facts
    facts.period, facts.first_on, facts.last_on = period.name, period.first, period.last
    facts.figures = figures_of(act.organization, period, act.law, sends_up=act.chain.at(Level.ABOVE) is not None)
    facts.published_on = act.on


def certify(act: Dues) -> None:
    """Keep which months were certified."""
    act.facts.from_month, act.facts.to_month = act.answers["from_month"], act.answers["to_month"]
