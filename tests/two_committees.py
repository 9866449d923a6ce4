"""A world of two like committees under one superior, with everybody who could look at the other's affairs.

Side A is "own", side B "foreign". On each side one person has been admitted and another is on public notice, both
through the engine. Every person has an ID number and a telephone number, which no page, log or table may show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile

from procedures.scenarios.runner import Runner
from procedures.scenarios.story import LISTS, Story
from workflows.models import Attachment, Case, Entry, Paper, PublicNotice, Round, Skip
from workflows.people.models import Appointment, Organization, Person

NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
SIDES = ("a", "b")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class TwoCommittees:
    """The world: people by id, admitted and running cases by side, and the numbers that nobody may read."""

    people: Mapping[str, Person]
    admitted: Mapping[str, Case]
    running: Mapping[str, Case]
    attachments: Mapping[str, Attachment]
    secrets: frozenset[str]

    def organization(self, code: str) -> Organization:
        """Return an organization by its code."""
        return Organization.objects.get(code=code)

    def paper(self, side: str) -> Paper:
        """Return the certificate of the person admitted on a side."""
        return Paper.objects.get(case=self.admitted[side], kind="membership_certificate")

    def notice(self, side: str) -> PublicNotice:
        """Return the notice that stands on a side."""
        return PublicNotice.objects.get(case=self.running[side])

    def round(self, side: str) -> Round:
        """Return the round that the committee of a side has begun."""
        return Round.objects.get(organization__code=side.upper())

    def appointment(self, side: str) -> Appointment:
        """Return the appointment of the branch secretary of a side."""
        return Appointment.objects.get(person=self.people[f"secretary_{side}"])


def build() -> TwoCommittees:
    """Build the world in an empty database, on the day `NOW`."""
    acts = [act for side in SIDES for act in (*_admission(side), *_until_notice(side))]
    lists: dict[str, Any] = {name: [] for name in LISTS}
    lists |= {"organisations": _organizations(), "people": list(_people()), "posts": list(_posts())}
    lists["blocks"] = [
        {"organisation": "A", "year": 2026, "first": "202642000101", "last": "202642000140"},
        {"organisation": "B", "year": 2026, "first": "202642000201", "last": "202642000240"},
    ]
    roll = {"A1": 20, "B1": 20}
    runner = Runner(Story(Path("two_committees"), "", lists, tuple(sorted(acts, key=lambda act: act["on"])), roll))
    wrong = [sentence for told in runner.run() for sentence in told.wrong]
    if wrong:
        raise AssertionError(wrong)
    people = dict(runner.world.people)
    password = make_password("correct-horse-battery")
    for number, person in enumerate(people.values()):
        person.phone = f"1990000{number:04}"
        person.email = f"{person.username}@example.cn"
        person.password = password
        person.save(update_fields=["phone", "phone_index", "email", "password"])
    secrets = {str(person.id_number) for person in people.values()} | {str(one.phone) for one in people.values()}
    cases = {f"{case.subject_id}": case for case in Case.objects.all()}
    admitted = {side: cases[str(people[f"member_{side}"].pk)] for side in SIDES}
    running = {side: cases[str(people[f"applicant_{side}"].pk)] for side in SIDES}
    attachments = {side: _attachment(case) for side, case in admitted.items()}
    for side in SIDES:
        _round(side, admitted[side])
    return TwoCommittees(people, admitted, running, attachments, frozenset(secrets))


def _round(side: str, case: Case) -> None:
    """Keep a round of a side's committee that reached the admitted person's case and left one person out."""
    place = Organization.objects.get(code=side.upper())
    found = Round.objects.create(
        procedure="exit", act="scan", title="轮次", organization=place, path=place.path, root=place.root, on=NOW.date(),
        started_at=NOW, moved_at=NOW, concerned=2, done=2, opened=1, skipped=1, status="done",
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(round=found)
    Skip.objects.create(
        round=found, person=Person.objects.get(username=f"other_{side}"), code="office", sentence="任职"
    )


def _attachment(case: Case) -> Attachment:
    """Keep a file that the branch secretary handed in with the meeting."""
    entry = Entry.objects.get(case=case, act="hold_meeting")
    return Attachment.keep(case, entry, "scan", SimpleUploadedFile("会议记录.pdf", b"%PDF-1.7 scan"))


def _organizations() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"code": "S", "name": "江北市团委", "kind": "superior_committee", "province": "42"}]
    for side in ("A", "B"):
        rows += [
            {"code": side, "name": f"{side}医院团委", "kind": "committee", "parent": "S"},
            {"code": f"{side}1", "name": f"{side}一支部", "kind": "branch", "parent": side},
            {"code": f"{side}2", "name": f"{side}二支部", "kind": "branch", "parent": side},
            {"code": f"{side}P", "name": f"{side}医院党委", "kind": "party_committee", "leads": [side]},
        ]
    return rows


def _people() -> Iterator[dict[str, Any]]:
    for number, (name, place, born, status) in enumerate(_cast(), start=1):
        row = {"id": name, "name": f"人{number}", "born": born, "organisation": place}
        row["id_number"] = _id_number(born, number)
        if status == "active":
            row |= {"status": "active", "joined_on": date(born.year + 15, 5, 4)}
        if status == "party":
            row |= {"party_since": date(2018, 7, 1), "party_stage": "full"}
        yield row


def _cast() -> Iterator[tuple[str, str, date, str]]:
    yield "superior", "S", date(1994, 2, 11), "party"
    for side in SIDES:
        place = side.upper()
        yield f"member_{side}", f"{place}1", date(2000, 3, 1), "none"
        yield f"applicant_{side}", f"{place}1", date(2001, 3, 1), "none"
        yield f"other_{side}", f"{place}1", date(2001, 4, 1), "none"
        yield f"secretary_{side}", f"{place}1", date(1999, 4, 2), "active"
        yield f"deputy_{side}", f"{place}1", date(1999, 5, 2), "active"
        yield f"colleague_{side}", f"{place}1", date(1999, 7, 2), "active"
        yield f"neighbor_{side}", f"{place}2", date(1999, 6, 2), "active"
        for role in ("reviewer", "auditor", "registrar"):
            yield f"{role}_{side}", place, date(1995, 6, 6), "party"
        yield f"party_{side}", f"{place}P", date(1980, 6, 6), "party"


def _posts() -> Iterator[dict[str, Any]]:
    start = date(2022, 1, 1)
    yield {"person": "superior", "post": "committee_reviewer", "organisation": "S", "from": start}
    for side in SIDES:
        place = side.upper()
        for name, post, where in (
            ("secretary", "branch_secretary", f"{place}1"),
            ("deputy", "branch_deputy", f"{place}1"),
            ("neighbor", "branch_secretary", f"{place}2"),
            ("reviewer", "committee_reviewer", place),
            ("auditor", "auditor", place),
            ("registrar", "registrar", place),
            ("party", "party_reviewer", f"{place}P"),
        ):
            yield {"person": f"{name}_{side}", "post": post, "organisation": where, "from": start}


def _id_number(born: date, number: int) -> str:
    front = f"990000{born:%Y%m%d}{number:03}"
    check = sum(int(digit) * weight for digit, weight in zip(front, WEIGHTS, strict=True)) % 11
    return front + "10X98765432"[check]


def _until_notice(side: str) -> list[dict[str, Any]]:
    return _road(side, f"applicant_{side}", date(2026, 5, 18))


def _admission(side: str) -> list[dict[str, Any]]:
    who, secretary, deputy, colleague = (f"{name}_{side}" for name in ("member", "secretary", "deputy", "colleague"))
    rest: list[tuple[date, str, str, dict[str, Any]]] = [
        (date(2026, 5, 12), secretary, "close_notice", {"result": "无异议"}),
        (date(2026, 5, 12), secretary, "appoint_introducers", {"introducers": [colleague, deputy]}),
        (date(2026, 5, 12), who, "fill_form", {"volunteer_statement": "我志愿加入中国共产主义青年团"}),
        (date(2026, 5, 13), colleague, "introduce", {"opinion": "愿意介绍"}),
        (date(2026, 5, 13), deputy, "introduce", {"opinion": "愿意介绍"}),
        (
            date(2026, 5, 14),
            secretary,
            "hold_meeting",
            {"present": 15, "yes": 14, "no": 1, "abstain": 0, "minutes": "讨论"},
        ),
        (
            date(2026, 5, 19),
            f"reviewer_{side}",
            "approve",
            {"decision": "approve", "opinion": "批准", "members_present": 5, "members_yes": 5},
        ),
    ]
    return [*_road(side, who, date(2026, 4, 29)), *_acts(who, rest)]


def _road(side: str, who: str, posted_on: date) -> list[dict[str, Any]]:
    """Return the acts from application to public notice."""
    secretary, deputy, reviewer = f"secretary_{side}", f"deputy_{side}", f"reviewer_{side}"
    paper = {"knowledge": "学习了团章", "motive": "愿奋斗", "self_assessment": "踏实"}
    paper["cv"] = [{"from": "2018-09", "to": "2022-06", "where": "医学院", "witness": "李老师"}]  # type: ignore[assignment]
    paper["family"] = [{"relation": "母亲", "name": "张华", "work": "教师"}]  # type: ignore[assignment]
    hours = {"topic": "团章", "minutes": 360, "witness": secretary}
    return _acts(
        who,
        [
            (date(2026, 1, 5), who, "apply", {"organisation": f"{side.upper()}1", **paper}),
            (date(2026, 1, 6), secretary, "talk", {"talker": secretary, "summary": "动机端正", "suitable": True}),
            (date(2026, 1, 7), secretary, "propose_activist", {"basis": "member_recommendation", "opinion": "同意"}),
            (date(2026, 1, 8), reviewer, "approve_activist", {"decision": "approve", "opinion": "同意"}),
            (date(2026, 1, 9), secretary, "appoint_mentors", {"mentors": [secretary, deputy]}),
            (date(2026, 2, 1), secretary, "record_class", hours),
            (date(2026, 2, 2), secretary, "record_class", hours),
            (date(2026, 4, 20), secretary, "propose_candidate", {"opinion": "成熟"}),
            (date(2026, 4, 21), reviewer, "pre_review", {"decision": "approve", "opinion": "齐全"}),
            (posted_on, secretary, "post_notice", {"place": "公示栏"}),
        ],
    )


def _acts(who: str, rows: list[tuple[date, str, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {"on": on, "by": by, "act": f"joining.{act}", "as": who, "with": dict(answers)}
        | ({} if act == "apply" else {"case": who})
        for on, by, act, answers in rows
    ]
