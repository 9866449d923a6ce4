"""去向: to which organization a transfer goes, and whom a redirection asks again."""

from __future__ import annotations

from procedures.transfer.facts import TransferFacts
from workflows.people.models import Organization
from workflows.table.act import Act

Transfer = Act[TransferFacts]


def aim(act: Transfer, to: Organization | None) -> None:
    """Turn the case to an organization; None for one outside the system."""
    facts = act.facts
    before = act.chain.from_(facts.to_organization).organization if facts.to_organization else ""
    act.change("to_organization", "转入组织", before, to or "")
    facts.to_organization = to.pk if to else 0
    facts.to_branch = to.pk if to and to.is_branch else 0
    facts.to_committee = committee_of(act, to) if to else 0
    facts.inside = bool(facts.to_committee) and facts.to_committee == committee_of(act, act.organization)


def committee_of(act: Transfer, place: Organization) -> int:
    """Return the key of the committee at or above an organization, 0 where there is none."""
    committee = act.chain.from_(place).committee
    return committee.pk if committee else 0


def turn_elsewhere(act: Transfer) -> None:
    """Turn the case to another branch; a committee that has neither released nor been asked yet is asked."""
    branch, before = act.answers["branch"], act.facts.to_committee
    aim(act, branch)
    act.facts.branch_accepted = False
    if act.facts.to_committee != before:
        act.facts.committee_accepted = back_inside(act)


def back_inside(act: Transfer) -> bool:
    """Tell whether a redirection leads to a branch of the old committee after it has decided.

    It has released the member, or registered whom a letter brought: either stands for each of its branches.
    """
    own = committee_of(act, act.organization)
    decided = bool(act.facts.released_on) or act.facts.incoming
    return decided and bool(own) and committee_of(act, act.answers["branch"]) == own


def needs_committee(act: Transfer) -> bool:
    """Tell whether a case redirected at the last desk goes back to a committee that has not agreed."""
    if back_inside(act):
        return False
    committee = act.chain.from_(act.answers["branch"]).committee
    return not act.facts.committee_accepted or committee is None or committee.pk != act.facts.to_committee
