"""转接的介绍信和回执: which papers the acts give, and how their facts are read from the case and the register."""

from __future__ import annotations

from datetime import date

from procedures.register.models import Standing, Status
from procedures.register.verbs import subject_standing
from procedures.transfer import papers, rules
from procedures.transfer.effects import Transfer, wants_letter
from procedures.transfer.forms import KINDS
from workflows.days.dates import age
from workflows.papers.sheets import Imprint
from workflows.people.models import Organization
from workflows.table import PaperKind


def transfer_letter(act: Transfer, number: str, issuer: Organization) -> Imprint:
    """Return the facts of the letter in its three parts."""
    facts = act.facts
    if facts.letter_issued_on is None or facts.letter_valid_until is None:
        raise LookupError("a letter bears a day and is valid until another")
    addressee, branch = _addressee(act)
    return papers.TransferLetter(
        number=number,
        signed_by=issuer.name,
        signed_on=facts.letter_issued_on,
        person=_traveler(act, subject_standing(act)),
        addressee=addressee,
        with_branch=branch,
        from_organization=_full(issuer.name, act.organization.name),
        to_organization=_full(addressee, branch),
        kind=dict(KINDS)[facts.kind],
        dues_paid_to=date.fromisoformat(f"{facts.dues_paid_to}-01") if facts.dues_paid_to else None,
        valid_days=act.law.number(rules.LETTER_DAYS),
        valid_until=facts.letter_valid_until,
        contact=issuer.contact,
        handled_by=act.by.name if act.by else "",
    )


def transfer_receipt(act: Transfer, number: str, issuer: Organization) -> Imprint:
    """Return the facts of the receipt for a letter from outside."""
    facts = act.facts
    if facts.letter_issued_on is None:
        raise LookupError("a receipt names the day of the letter")
    return papers.TransferReceipt(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        person=act.subject.name,
        letter_number=facts.letter_number,
        letter_on=facts.letter_issued_on,
        addressee=facts.outside_name,
        branch=act.chain.from_(facts.to_branch).organization.name,
        accepted_on=act.on,
        contact=issuer.contact,
    )


def _traveler(act: Transfer, standing: Standing) -> papers.Traveler:
    person = act.subject
    on_probation = standing.status == Status.PROBATION
    return papers.Traveler(
        name=person.name,
        sex=person.get_sex_display(),
        age=age(person.born, act.on) if person.born else 0,
        ethnicity=person.ethnicity,
        id_number_masked=person.masked_id_number,
        standing="团员（留团察看）" if on_probation else "团员",
        joined_on=standing.joined_on,
        development_number=standing.development_number,
    )


def _addressee(act: Transfer) -> tuple[str, str]:
    """Return the committee that the letter is written to, and the branch asked for."""
    if act.facts.leaves:
        return act.facts.outside_name, ""
    chain = act.chain.from_(act.facts.to_organization)
    committee = chain.committee or chain.organization
    return committee.name, "" if committee == chain.organization else chain.organization.name


def _full(committee: str, branch: str) -> str:
    return branch if branch.startswith(committee) or branch == committee else f"{committee}{branch}"


TRANSFER_LETTER = PaperKind(
    "transfer_letter", "团组织关系介绍信", papers.TransferLetter, transfer_letter, when=wants_letter, word="介"
)
TRANSFER_RECEIPT = PaperKind(
    "transfer_receipt",
    "团组织关系接收回执",
    papers.TransferReceipt,
    transfer_receipt,
    when=lambda act: bool(act.facts.incoming),
    word="回",
)
