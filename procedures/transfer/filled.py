"""What the forms of transfer show before anybody has typed: only what is known already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.register.verbs import subject_standing
from procedures.transfer.facts import TransferFacts
from workflows.table.act import Act

Transfer = Act[TransferFacts]


def as_started(act: Transfer) -> Mapping[str, Any]:
    """Propose what was asked for when the case was started, to be corrected after a return."""
    facts = act.facts
    return {
        "member": act.case.subject_id if facts.kind else None,
        "to_organisation": facts.to_organization or None,
        "outside_name": facts.outside_name,
        "kind": facts.kind,
    }


def paid_to(act: Transfer) -> Mapping[str, Any]:
    """Propose the month up to which the register has the dues settled."""
    paid = subject_standing(act).dues_paid_to
    return {"dues_paid_to": f"{paid:%Y-%m}" if paid else ""}


def branch_asked_for(act: Transfer) -> Mapping[str, Any]:
    """Propose the branch that the case asks for."""
    return {"branch": act.facts.to_branch or None}


def as_registered(act: Transfer) -> Mapping[str, Any]:
    """Propose what was registered of a letter, to be corrected after a return."""
    facts, subject = act.facts, act.case.subject
    if subject is None or not facts.incoming:
        return {}
    standing = subject_standing(act)
    person = {
        "name": subject.name,
        "sex": subject.sex,
        "ethnicity": subject.ethnicity,
        "born": subject.born,
        "id_number": subject.id_number or "",
        "joined_on": standing.joined_on,
        "development_number": standing.development_number,
    }
    return {
        **(person if facts.vouched else {"member": subject.pk}),
        "branch": facts.to_branch or None,
        "outside_name": facts.outside_name,
        "letter_number": facts.letter_number,
        "issued_on": facts.letter_issued_on,
        "dues_paid_to": facts.dues_paid_to,
    }
