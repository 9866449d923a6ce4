"""Writing a plan: organizations, people, standings, offices and the log, in bulk and in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from procedures.register.entering import Known, enter_people
from procedures.register.models import DuesCategory, PartyStage, Status
from procedures.register.organizations import New, free_code, make
from procedures.register.roster.places import Places
from procedures.register.roster.plan import Options, Plan, plan_import
from procedures.register.roster.rows import Judged, Member
from workflows.engine import following
from workflows.exchange.unreadable import Unreadable
from workflows.people.models import Appointment, Kind, Organization, Person, Post
from workflows.people.pinyin import initials, pinyin_of
from workflows.proof import log
from workflows.table.act import Change, Stamp

BATCH = 400
ACT, TITLE = "import_roster", "导入团员名册"


@dataclass(frozen=True, slots=True)
class Importing:
    """Who imports, on which day, and when it is recorded.

    Attributes:
        by: None for a command run on the server.
        offices_from: first day of the offices that the roster names; the day of the import where none is known.
        stamp: that of the uploaded file, which is imported once.
    """

    by: Person | None
    on: date
    at: datetime
    offices_from: date | None = None
    stamp: Stamp | None = None


def import_roster(content: bytes, options: Options, who: Importing) -> Plan:
    """Import what can be imported and return what became of every row; all of it is written, or nothing.

    Tasks that waited elsewhere because a post was vacant come to whom the roster puts there.

    Raises:
        Unreadable: the file is no roster, or somebody imported the same people at the same moment.
    """
    filled: list[int] = []
    try:
        with transaction.atomic():
            _hold(options.organization)
            plan = plan_import(content, options, who.on)
            if plan.accepted:
                filled = _write(plan, who, hashlib.sha256(content).hexdigest())
    except IntegrityError as error:
        raise Unreadable("刚刚有人导入了同样的人员，本次没有写入任何内容。请重新预览。") from error
    following.follow_posts(filled, on=who.on, at=who.at)
    return plan


def _hold(code: str) -> None:
    """Let two imports under one committee follow each other."""
    if code:
        Organization.objects.select_for_update().filter(code=code).first()


def _write(plan: Plan, who: Importing, digest: str) -> list[int]:
    """Write everything and return the posts that were filled."""
    committee, branches = _organizations(plan.places)
    rows = plan.accepted
    people = [_person(one.member, branches) for one in rows]
    Person.objects.bulk_create(people, batch_size=BATCH)
    enter_people(_known(one.member, person) for one, person in zip(rows, people, strict=True))
    filled = _appoint(rows, people, who.offices_from or who.on)
    _log(plan, committee, people, who, digest)
    return filled


def _organizations(places: Places) -> tuple[Organization, dict[str, Organization]]:
    """Return the committee and its branches by name, creating what is new."""
    code = places.code or initials(places.called).upper()
    committee = places.committee or make(New(places.called, Kind.COMMITTEE, free_code(code)), None)
    branches = dict(places.branches)
    for number, name in enumerate(places.new, start=len(branches) + 1):
        branches[name] = make(New(name, Kind.BRANCH, free_code(f"{committee.code}-{number:02}")), committee)
    return committee, branches


def _person(member: Member, branches: Mapping[str, Organization]) -> Person:
    person = Person(
        name=member.name,
        pinyin=pinyin_of(member.name),
        sex=member.sex,
        ethnicity=member.ethnicity,
        born=member.born,
        id_number=member.id_number,
        phone=member.phone,
        education=member.education,
        work=member.work,
        home=branches[member.branch],
    )
    person.keep_indexes()
    person.username = f"m{(person.id_index or '')[:20]}"
    person.set_unusable_password()
    return person


def _known(member: Member, person: Person) -> Known:
    return Known(
        person,
        status=Status.ACTIVE,
        joined_on=member.joined_on,
        development_number=member.development_number,
        party_stage=member.party_stage,
        dues_category=member.dues_category,
        dues_base_fen=member.dues_base_fen,
    )


def _appoint(rows: Sequence[Judged], people: Sequence[Person], first_on: date) -> list[int]:
    """Appoint the office holders named in the roster from a day on, and return their posts."""
    wanted = [(person, one.member.office) for one, person in zip(rows, people, strict=True) if one.member.office]
    homes = {person.home_id for person, _ in wanted}
    kept = Post.objects.filter(organization__in=homes, person=None)
    posts = {(post.organization_id, post.role): post for post in kept}
    missing = {(person.home_id, role) for person, role in wanted} - posts.keys()
    Post.objects.bulk_create([Post(organization_id=home, role=role) for home, role in sorted(missing, key=str)])
    posts = {(post.organization_id, post.role): post for post in kept.all()}
    made = [Appointment(person=person, post=posts[person.home_id, role], first_on=first_on) for person, role in wanted]
    Appointment.objects.bulk_create(made)
    return [one.post_id for one in made]


def _log(plan: Plan, committee: Organization, people: Sequence[Person], who: Importing, digest: str) -> None:
    """Leave one entry for the file and one for each person; the log holds no personal number."""
    shown = [(name, name, str(count)) for name, count in plan.counts.items()]
    answers = {**plan.counts, "sha256": digest}
    changes = [Change("imported", "导入团员", "", str(len(people)))]
    lines = [replace(_line(who, None, changes), stamp=who.stamp)]
    lines += [_line(who, person, _changes(one.member)) for one, person in zip(plan.accepted, people, strict=True)]
    log.append_many_to_book(f"roster/{committee.pk}", committee.root, lines, {0: (answers, shown)})


def _line(who: Importing, subject: Person | None, changes: Sequence[Change]) -> log.Line:
    return log.Line(
        procedure="register",
        act=ACT,
        title=TITLE,
        on=who.on,
        recorded_at=who.at,
        actor=who.by,
        subject=subject,
        changes=changes,
    )


def _changes(member: Member) -> list[Change]:
    party = PartyStage(member.party_stage).label if member.party_stage else ""
    category = DuesCategory(member.dues_category).label if member.dues_category else ""
    values = (
        ("status", "状态", Status.ACTIVE.label),
        ("organization", "所在组织", member.branch),
        ("joined_on", "入团时间", str(member.joined_on or "")),
        ("development_number", "发展团员编号", member.development_number),
        ("party_stage", "党内身份", party),
        ("dues_category", "团费类别", category),
    )
    return [Change(name, label, "", value) for name, label, value in values if value]
