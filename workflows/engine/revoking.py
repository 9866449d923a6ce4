"""撤销与补发: a paper is declared void, or issued once more under a new code, by the committee and with an entry."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from workflows.desks.routing import is_barred, kin_of
from workflows.engine.lock import unit_of_work
from workflows.models import Case, Entry, Paper
from workflows.models.paper import PaperStatus
from workflows.papers.tasks import print_later
from workflows.people.chain import load_chain
from workflows.people.models import Appointment, Person
from workflows.people.models.organization import COMMITTEES
from workflows.people.models.post import COMMITTEE_ROLES
from workflows.proof import log
from workflows.store import rooted
from workflows.table.act import Change, Stamp
from workflows.table.refusals import refuse

Deed = tuple[str, str, Stamp | None]  # code, title, and the stamp of the form it came by
REVOKE, REISSUE = ("revoke_paper", "撤销证书"), ("reissue_paper", "补发证书")


def revoke(paper: Paper, *, by: Person, on: date, at: datetime, because: str, stamp: Stamp | None = None) -> Paper:
    """Declare a paper void, for a reason that everybody who checks it may read, and return it as it is then.

    Raises:
        Refused: `not_your_task`, `must_recuse`, `already_done`.
    """
    with rooted.within(paper.root), unit_of_work(paper.case_id) as case:
        held = _held(paper)
        capacity = capacity_over(held, by=by, on=on)
        _void(held, on, because)
        _enter(case, held, (*REVOKE, stamp), capacity, on=on, at=at, because=because)
        return held


def reissue(paper: Paper, *, by: Person, on: date, at: datetime, because: str, stamp: Stamp | None = None) -> Paper:
    """Issue a paper once more with the same facts, number and days and a new code; the former one becomes void.

    Under it stays the day of its act: the sheet and the check page say beside it when it was given out anew.

    Raises: as `revoke`.
    """
    with rooted.within(paper.root), unit_of_work(paper.case_id) as case:
        held = _held(paper)
        capacity = capacity_over(held, by=by, on=on)
        _void(held, on, f"已补发：{because}"[:200])
        entry = _enter(case, held, (*REISSUE, stamp), capacity, on=on, at=at, because=because)
        fresh = _again(held, entry, on)
        print_later([entry.pk], entry.root)
        return fresh


def capacity_over(paper: Paper, *, by: Person, on: date) -> Appointment:
    """Return the committee post by which a person may revoke a paper.

    Raises:
        Refused: `not_your_task`, `must_recuse`.
    """
    chain = load_chain(paper.organization, on)
    committees = {one.pk for one in chain.above if one.kind in COMMITTEES}
    held = [
        one
        for one in chain.appointments
        if one.person_id == by.pk and one.post.organization_id in committees and one.post.role in COMMITTEE_ROLES
    ]
    if not held:
        raise refuse("not_your_task", "证书的撤销和补发由签发组织所属团委或其上级团委办理。")
    kin = kin_of(paper.case.subject_id) if paper.case.subject_id else frozenset()
    free = [one for one in held if not is_barred(one, kin)]
    if not free:
        raise refuse("must_recuse", "您是持证人本人或其申报的亲属，须回避。请由团委其他任职人员或上级办理。")
    return free[0]


def _held(paper: Paper) -> Paper:
    """Return the row as it is now; the caller holds the case, so nobody else changes it."""
    return Paper.objects.select_related("organization", "case").get(pk=paper.pk)


def _void(paper: Paper, on: date, because: str) -> None:
    if paper.status != PaperStatus.ISSUED:
        raise refuse("already_done", f"《{paper.title}》（{paper.number}）已撤销，不能再办理。")
    paper.revoke(on, because)
    paper.save(update_fields=["status", "revoked_on", "revoked_because"])


def _enter(
    case: Case, paper: Paper, act: Deed, capacity: Appointment, *, on: date, at: datetime, because: str
) -> Entry:
    line = log.Line(
        procedure=case.procedure,
        act=act[0],
        title=act[1],
        on=on,
        recorded_at=at,
        actor=capacity.person,
        capacity=capacity,
        subject=case.subject,
        changes=[Change("paper", f"{paper.title}（{paper.number}）", "有效", "已撤销")],
        reason=because,
        stamp=act[2],
    )
    entry = log.append(case, line)
    case.save(update_fields=["sequence", "head"])
    return entry


def _again(paper: Paper, entry: Entry, on: date) -> Paper:
    return Paper.objects.create(
        kind=paper.kind,
        title=paper.title,
        number=paper.number,
        case_id=paper.case_id,
        entry=entry,
        organization=paper.organization,
        person_id=paper.person_id,
        root=paper.root,
        issued_on=paper.issued_on,
        issued_at=paper.issued_at,
        signed_by=paper.signed_by,
        valid_until=paper.valid_until,
        reissued_on=on,
        facts=paper.facts,
        code=secrets.token_hex(16),
    )
