"""The only place that appends to the log: one entry per act, chained by hashes within its case."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from workflows.models import Case, Entry, Submission
from workflows.people.actors import Level
from workflows.people.models import Appointment, Person
from workflows.store import bulk, writing
from workflows.store.patterns import RowPattern
from workflows.table.act import Act, Change, Stamp

ANONYMOUS = "未署名"
NOWHERE = "\0"  # stands in no text of the database


@dataclass(frozen=True, slots=True)
class Line:
    """What an entry says, apart from its place in the chain."""

    procedure: str
    act: str
    title: str
    on: date
    recorded_at: datetime
    actor: Person | None = None
    actor_name: str = ""
    capacity: Appointment | None = None
    subject: Person | None = None
    stage_from: str = ""
    stage_to: str = ""
    changes: Sequence[Change] = ()
    warnings: Sequence[Mapping[str, Any]] = ()
    reason: str = ""
    answers: Mapping[str, Any] | None = None
    shown: Sequence[Sequence[str]] = ()
    stamp: Stamp | None = None


def append(case: Case, line: Line) -> Entry:
    """Append to the chain of a case that the unit of work holds; the caller saves the case."""
    entry = _entry(f"case/{case.pk}", case.sequence + 1, case.head, case.root, line)
    entry.case = case
    _insert(entry, line)
    case.sequence, case.head = entry.sequence, entry.hash
    return entry


@dataclass(frozen=True, slots=True)
class Links:
    """Entries with what was submitted with them, linked to the chains of their cases and not yet inserted."""

    entries: list[Entry]
    submissions: list[Submission]


def link_many(cases: Sequence[Case], lines: Sequence[Line]) -> Links:
    """Link one line to the chain of each case, in memory; the caller holds the cases, saves them and keeps the links.

    Careful: a case that is new is inserted before its links are kept: SQLite would look through the whole log for
    what was waiting for it.
    """
    entries, submissions = [], []
    for case, line in zip(cases, lines, strict=True):
        entry = _entry(f"case/{case.pk}", case.sequence + 1, case.head, case.root, line)
        entry.case = case
        submission = _seal(entry, dict(line.answers or {}), line.shown)
        submissions += [submission] if line.answers or line.shown else []
        case.sequence, case.head = entry.sequence, entry.hash
        entries.append(entry)
    return Links(entries, submissions)


def keep(links: Links) -> None:
    """Insert linked entries in a few statements."""
    bulk.insert(links.entries)
    for submission in links.submissions:
        submission.entry_id = submission.entry.pk  # the entry has its key only now
    bulk.insert(links.submissions)


@dataclass(frozen=True, slots=True)
class Alike:
    """The first entries of new cases that differ by the case and the person concerned alone.

    Attributes:
        pieces: the text of which the hash is made, between its case, chain and subject.
    """

    pattern: RowPattern
    pieces: Sequence[bytes]

    def entry(self, key: int, case: int, subject: int) -> tuple[int, str, int, int, str]:
        """Return what the pattern is given for the entry of a case; its hash comes last."""
        before, after_case, after_chain, after_subject = self.pieces
        chain, known = f"case/{case}", str(case).encode()
        text = b"%b%b%b\"case/%b\"%b%d%b" % (
            before, known, after_case, known, after_chain, subject, after_subject
        )  # fmt: skip
        return key, chain, case, subject, hashlib.sha256(text).hexdigest()


def first_of_many(case: Case, line: Line) -> Alike:
    """Return what the first entry of a case that many are like has in common with theirs; a round submits nothing."""
    entry = _entry("", 1, "", case.root, line)
    entry.digest = digest_of(secrets.token_hex(16), {})
    between = dict.fromkeys(("case_id", "chain", "subject_id"), NOWHERE)
    pieces = canonical(_body(entry) | between).split(json.dumps(NOWHERE).encode())
    return Alike(RowPattern(entry, "id", "chain", "case_id", "subject_id", "hash"), pieces)


def append_to_book(chain: str, root: str, line: Line) -> Entry:
    """Append what belongs to no case (an import, an appointment, a local parameter) to a chain of its own."""
    last = Entry.objects.filter(chain=chain, root=root).order_by("-sequence").first()
    entry = _entry(chain, last.sequence + 1 if last else 1, last.hash if last else "", root, line)
    _insert(entry, line)
    return entry


def append_many_to_book(
    chain: str, root: str, lines: Sequence[Line], submitted: Mapping[int, tuple[Mapping[str, Any], Sequence[Any]]]
) -> None:
    """Append many lines to such a chain in a few statements.

    Args:
        submitted: answers and shown values of the lines that have any, by their place among the lines.
    """
    last = Entry.objects.filter(chain=chain, root=root).order_by("-sequence").first()
    sequence, head = (last.sequence, last.hash) if last else (0, "")
    entries, submissions = [], []
    for place, line in enumerate(lines):
        sequence += 1
        entry = _entry(chain, sequence, head, root, line)
        answers, shown = submitted.get(place, ({}, ()))
        submission = _seal(entry, answers, shown)
        head = entry.hash
        entries.append(entry)
        submissions += [submission] if answers or shown else []
    keep(Links(entries, submissions))


def line_of(
    act: Act[Any],
    *,
    stage_from: str,
    stage_to: str,
    answers: Mapping[str, Any],
    shown: Sequence[Any],
    stamp: Stamp | None = None,
) -> Line:
    """Return the line that an act of a table leaves; its stamp stands in one entry alone, of all that it leaves."""
    return Line(
        procedure=act.procedure.code,
        act=act.row.code,
        title=act.row.title,
        on=act.on,
        recorded_at=act.at,
        actor=act.by,
        actor_name=act.by.name if act.by else _unsigned(act),
        capacity=act.capacity,
        subject=act.case.subject,
        stage_from=stage_from,
        stage_to=stage_to,
        changes=act.changes,
        warnings=[{"code": one.code, "sentence": one.cited(act.on)} for one in act.warnings],
        reason=act.reason,
        answers=answers,
        shown=shown,
        stamp=stamp,
    )


def _unsigned(act: Act[Any]) -> str:
    """Return how an act without a person is signed: by the visitor who may do it, else by the calendar, empty here."""
    anybody = any(one.level is Level.ANYWHERE for one in (act.row.actor, *act.row.also) if one)
    return str(act.answers.get("name") or ANONYMOUS) if anybody else ""


def digest_of(salt: str, answers: Mapping[str, Any]) -> str:
    """Commit to answers so that they can be proved while they are kept and tell nothing once they are erased."""
    return hmac.new(salt.encode(), canonical(answers), hashlib.sha256).hexdigest()


def hash_of(entry: Entry) -> str:
    """Return the hash of an entry from its stored values and the hash before it."""
    return hashlib.sha256(canonical(_body(entry))).hexdigest()


def _body(entry: Entry) -> dict[str, Any]:
    """Return what the hash of an entry is made of."""
    body = {
        name: getattr(entry, name)
        for name in (
            "chain", "sequence", "root", "case_id", "procedure", "act", "title", "subject_id", "actor_id", "actor_name",
            "post_id", "post_title", "deputizing_for_id", "deputizing_for_name", "stage_from", "stage_to", "changes",
            "warnings",
            "reason", "digest", "previous",
        )
    }  # fmt: skip
    by_form = {"nonce": entry.nonce, "asked": entry.asked}
    body |= {name: value for name, value in by_form.items() if value is not None}
    body["on"] = entry.on.isoformat()
    body["recorded_at"] = entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    return body


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the one JSON text of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def first_broken(chain: str) -> int | None:
    """Return the sequence of the first entry of a chain that is not what was appended, None for a sound chain."""
    previous = ""
    for expected, entry in enumerate(Entry.objects.filter(chain=chain).order_by("sequence"), start=1):
        if (entry.sequence, entry.previous, entry.hash) != (expected, previous, hash_of(entry)):
            return expected
        previous = entry.hash
    return None


def _entry(chain: str, sequence: int, previous: str, root: str, line: Line) -> Entry:
    capacity = line.capacity
    deputized = capacity.deputizing_for if capacity else None
    return Entry(
        chain=chain,
        sequence=sequence,
        previous=previous,
        root=root,
        procedure=line.procedure,
        act=line.act,
        title=line.title,
        subject=line.subject,
        actor=line.actor,
        actor_name=line.actor_name or (line.actor.name if line.actor else "系统"),
        post=capacity.post if capacity else None,
        post_title=capacity.post.title if capacity else "",
        deputizing_for=deputized,
        deputizing_for_name=deputized.name if deputized else "",
        on=line.on,
        recorded_at=line.recorded_at,
        stage_from=line.stage_from,
        stage_to=line.stage_to,
        changes=[asdict(change) for change in line.changes],
        warnings=list(line.warnings),
        reason=line.reason,
        nonce=line.stamp.nonce if line.stamp else None,
        asked=line.stamp.asked if line.stamp else None,
    )


def _insert(entry: Entry, line: Line) -> None:
    answers = dict(line.answers or {})
    submission = _seal(entry, answers, line.shown)
    writing.insert(entry)
    if answers or line.shown:
        submission.entry = entry
        writing.insert(submission)


def _seal(entry: Entry, answers: Mapping[str, Any], shown: Sequence[Sequence[str]]) -> Submission:
    """Give an entry its digest and hash, and return what was submitted with it, not saved."""
    salt = secrets.token_hex(16)
    entry.digest = digest_of(salt, answers)
    entry.case_id = entry.case.pk if entry.case else None
    entry.hash = hash_of(entry)
    kept, seen = dict(answers), [list(row) for row in shown]
    return Submission(root=entry.root, entry=entry, salt=salt, answers=kept, shown=seen)
