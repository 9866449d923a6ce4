"""从事项到材料: what the papers of several procedures read from the case, the register and the offices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from procedures.common import papers
from workflows.models import Submission
from workflows.people.models import Organization, Role
from workflows.store.prepared import Prepared
from workflows.table.act import Act
from workflows.table.refusals import Finding


def handed_in(act: Act[Any]) -> list[Submission]:
    """Return what was handed in on the way of the case, oldest first."""
    return _submitted(f"case/{act.case.pk}")


def _of_chain(chain: str) -> QuerySet[Submission]:
    rows = Submission.objects.filter(entry__chain=chain).select_related("entry__actor")
    return rows.order_by("entry__sequence")


_submitted = Prepared(_of_chain)


def secretary_of(act: Act[Any]) -> str:
    """Return the name of the secretary of the case's branch, empty where the post is vacant."""
    holders = [
        one.person.name
        for one in act.chain.appointments
        if one.post.organization_id == act.organization.pk and one.post.role == Role.BRANCH_SECRETARY
    ]
    return holders[0] if holders else ""


def contact_at(organization: Organization, person: str = "") -> papers.Contact:
    """Return where an organization takes objections."""
    return papers.Contact(organization=organization.name, person=person, place="", telephone=organization.contact)


def contacts_of(act: Act[Any]) -> tuple[papers.Contact, ...]:
    """Return where one may object to a notice: the branch, then its committee."""
    return contact_at(act.organization, secretary_of(act)), contact_at(act.committee())


def guests_of(act: Act[Any]) -> tuple[str, ...]:
    """Return who sat in, from one line of names."""
    return tuple(part for part in act.answers.get("observers", "").replace("、", " ").split() if part)


def cited(finding: Finding, source: str) -> str:
    """Return the sentence of a finding with the document it stands on."""
    return f"{finding.sentence}（{source}）"


def day_of(day: date | None) -> date:
    """Return a day that the paper cannot do without.

    Raises:
        LookupError: the case does not know it.
    """
    if day is None:
        raise LookupError("the paper needs a day that the case does not know")
    return day
