"""组织登记各步骤的效果: the verbs of organizations, and the organization's own book."""

from __future__ import annotations

from procedures.organization.conditions import Keeping, listed
from procedures.register import organizations
from procedures.register.organizations import New
from workflows.appointments import describing, keepers
from workflows.people.models import Organization


def register(act: Keeping) -> None:
    """Enter organizations that exist already under the act's one."""
    kind, first_on = act.answers["kind"], act.answers["first_on"]
    made = [organizations.found(act, New(name, kind, first_on=first_on), act.organization) for _, name in listed(act)]
    act.facts.codes = [one.code for one in made]


def describe(act: Keeping) -> None:
    """Keep what an organization says of itself.

    Raises:
        Refused: `page_overtaken`.
    """
    given = act.answers
    said = describing.Said(given["contact"], given["has_committee"], given["document_word"])
    for change in describing.describe(act.organization, _kept(act), said):
        act.change(change.field, change.label, change.before, change.after)


def lead(act: Keeping) -> None:
    """Have a Party organization lead, which is entered first where it is new."""
    party = act.answers["party"] or _entered(act)
    organizations.lead(act, act.organization, party, on=act.answers["first_on"])
    act.facts.party = party.code


def _entered(act: Keeping) -> Organization:
    code = organizations.free_code(f"P{act.organization.code}")
    return organizations.found(act, New(act.answers["name"], act.answers["kind"], code), act.answers["under"])


def seal(act: Keeping) -> None:
    """Keep an organization's own seal; the picture as it was sent is not kept with the case.

    Raises:
        Refused: `field_invalid`, `page_overtaken`.
    """
    entry = describing.set_seal(act.organization, _kept(act), upload=act.answers["seal"].read())
    act.answers["seal"] = ""
    act.change("seal", "印章图片", entry.changes[0]["before"], entry.changes[0]["after"])


def _kept(act: Keeping) -> keepers.Keeping:
    """Return by whom the organization's book is kept in this act.

    Raises:
        LookupError: nobody acts, or by no post.
    """
    if act.by is None or act.capacity is None:
        raise LookupError("an organization's book is kept by a post")
    seen, act.answers["book"] = act.answers["book"], None  # of the page, not of what is filled in
    return keepers.Keeping(act.by, act.capacity, act.on, act.at, seen=seen)
