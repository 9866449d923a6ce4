"""Two committees under one county with their branches, as built values: between them members transfer in the tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from procedures.register.entering import Known, enter_people
from tests.acting import acting, upwards
from workflows.models import Entry, Paper
from workflows.people.models import Appointment, Organization, Person, Post
from workflows.table.act import Act


def _place(pk: int, path: str, kind: str, name: str) -> Organization:
    return Organization(pk=pk, path=path, depth=len(path) // 4, kind=kind, name=name, code=name)


COUNTY = _place(1, "0001", "superior_committee", "江北市团委")
HOSP = _place(20, "00010001", "committee", "医院团委")
SURG = _place(21, "000100010001", "branch", "第一团支部")
MED = _place(22, "000100010002", "branch", "第二团支部")
ZONE = _place(30, "00010002", "committee", "开发区团工委")
PLANT = _place(31, "000100020001", "branch", "工厂团支部")
YARD = _place(32, "000100020002", "branch", "船厂团支部")
LONE = _place(40, "0009", "branch", "直属团支部")

LINES = (
    (SURG, HOSP, COUNTY), (MED, HOSP, COUNTY), (HOSP, COUNTY), (PLANT, ZONE, COUNTY), (YARD, ZONE, COUNTY),
    (ZONE, COUNTY), (COUNTY,), (LONE,),
)  # fmt: skip


def office(who: Person, role: str, at: Organization) -> Appointment:
    """Return an appointment to a post of an organization."""
    return Appointment(pk=at.pk, person=who, post=Post(pk=at.pk, role=role, organization=at), first_on=date(2020, 1, 1))


TO_PLANT = {"to_organization": PLANT.pk, "to_branch": PLANT.pk, "to_committee": ZONE.pk}
TO_YARD = {"to_organization": YARD.pk, "to_branch": YARD.pk, "to_committee": ZONE.pk}
TO_ZONE = {"to_organization": ZONE.pk, "to_branch": 0, "to_committee": ZONE.pk}
TO_MED = {"to_organization": MED.pk, "to_branch": MED.pk, "to_committee": HOSP.pk, "inside": True}


def between(
    act: str, on: date, *, at: Organization = SURG, held: Sequence[Appointment] = (), stage: str = "", **built: Any
) -> Act[Any]:
    """Return an act of transfer whose case runs at a branch, by default at the first one of the hospital.

    Args:
        held: who holds which post at any of the organizations above.
        stage: the stage in which the case is.
    """
    made = acting(f"transfer.{act}", on, **built)
    chains = {}
    for line in LINES:
        there = [one for one in held if one.post.organization_id in {place.pk for place in line}]
        chains[line[0].pk] = upwards(*line, held=there, on=on)
    made.case.organization, made.chain = at, chains[at.pk]
    made.chain.others.update(chains)
    if stage:
        made.case.move(stage)
    return made


def letter(act: Act[Any], number: str, kind: str = "transfer_letter", status: str = "issued") -> Paper:
    """Return a paper, stored, of the act's case, which is stored too."""
    case = act.case
    entry = Entry.objects.create(
        root=case.root, chain=f"paper/{number}", sequence=1, case=case, on=act.on, recorded_at=act.at
    )
    return Paper.objects.create(
        root=case.root, kind=kind, title="介绍信", number=number, case=case, entry=entry, status=status, code=number,
        organization=act.organization, person=act.subject, issued_on=act.on, issued_at=act.at, facts={},
    )  # fmt: skip


def known(act: Act[Any], status: str = "active", **told: Any) -> Act[Any]:
    """Return the act when the person concerned is a row with a standing; the organizations stay built values."""
    person = act.subject
    person.pk, person.username = None, "concerned"
    person.save(force_insert=True)
    enter_people([Known(person, status, **told)])
    return act


def aim(act: Act[Any]) -> dict[str, Any]:
    """Return where the case of an act goes."""
    facts = act.facts
    return {name: getattr(facts, name) for name in ("to_organization", "to_branch", "to_committee", "inside")}


def told(act: Act[Any]) -> list[tuple[str, str, str]]:
    """Return what an act changed: field, before, after."""
    return [(one.field, one.before, one.after) for one in act.changes]
