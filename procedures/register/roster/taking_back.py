"""撤回导入: the imports of a committee, each with what it did, and its taking back whole while nothing rests on it.

Nothing of the log goes: whoever was entered stays there by name. From the register go the standing, the roll, the
numbers and the offices that the file gave, and with them the personal numbers, so that the people can be entered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from procedures.register.models import (
    Charge,
    DevelopmentNumber,
    MembershipPeriod,
    OrganizationSpan,
    Standing,
    StatusSpan,
    YearRecord,
)
from procedures.register.roster.writing import ACT
from workflows.appointments.keepers import hold
from workflows.engine import following
from workflows.models import Case, Entry, Paper
from workflows.people.models import Appointment, Organization, Person
from workflows.proof import log
from workflows.store import rooted
from workflows.table.act import Change, Stamp
from workflows.table.refusals import refuse

BACK = ("take_back_import", "撤回导入")
NAMED = 8  # people named in a refusal
GONE = "gone-"  # with which the sign-in name begins of whoever was taken out, so that another may have the old one
WHY = "what rests on an import may lie wherever its people have come since"


@dataclass(frozen=True, slots=True)
class Import:
    """One import: its entry, the committee, how many people it entered, the file's fingerprint.

    Attributes:
        taken_back: the entry by which it was taken back, None while it stands.
    """

    entry: Entry
    committee: Organization
    people: int
    fingerprint: str
    taken_back: Entry | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes an import back, by which post, when, for which reason, and by which form."""

    by: Person
    capacity: Appointment
    on: date
    at: datetime
    because: str
    stamp: Stamp | None = None


def imports_of(committees: Iterable[Organization]) -> list[Import]:
    """Return the imports into some committees, the latest first."""
    places = {f"roster/{one.pk}": one for one in committees}
    entries = Entry.objects.filter(chain__in=places, subject=None, act__in=(ACT, BACK[0]))
    rows = list(entries.select_related("submission").order_by("-id"))
    back = {one.submission.answers.get("import"): one for one in rows if one.act == BACK[0]}
    return [_import(one, places[one.chain], back.get(one.sequence)) for one in rows if one.act == ACT]


def _import(entry: Entry, committee: Organization, back: Entry | None) -> Import:
    told = entry.submission.answers if hasattr(entry, "submission") else {}
    return Import(entry, committee, int(told.get("imported", 0)), str(told.get("sha256", "")), back)


def people_of(entry: Entry) -> QuerySet[Person]:
    """Return the people whom an import entered: those of the entries that follow its own."""
    chain = Entry.objects.filter(chain=entry.chain, root=entry.root, sequence__gt=entry.sequence)
    following_one = chain.filter(subject=None).order_by("sequence").values_list("sequence", flat=True).first()
    own = chain.filter(act=ACT)
    own = own.filter(sequence__lt=following_one) if following_one else own
    return Person.objects.filter(pk__in=own.values("subject"))


def take_back(done: Import, who: Taking) -> int:
    """Take an import back whole, and return how many people it had entered.

    Raises:
        Refused: `already_done`; `import_in_use`, with the people on whom something rests.
    """
    with transaction.atomic(), rooted.everywhere(WHY):
        hold(done.committee)
        if done.taken_back or any(one.taken_back for one in imports_of([done.committee]) if one.entry == done.entry):
            raise refuse("already_done", "这次导入已经撤回。")
        people = list(people_of(done.entry).select_related("home"))
        _check_free(people, done.entry)
        posts = _take_out(people)
        _note(done, who, people)
    following.follow_posts(posts, on=who.on, at=who.at)
    return len(people)


def _check_free(people: Sequence[Person], entry: Entry) -> None:
    used = sorted({one.name for one in _in_use(people, entry)})
    if used:
        named = "、".join(used[:NAMED]) + (f"等 {len(used)} 人" if len(used) > NAMED else "")
        raise refuse(
            "import_in_use",
            f"{named}已有事项、团费、证书、任职变动或登录，不能整批撤回。请对这些人分别办理更正；其余的也请逐人更正。",
            have=len(used),
        )


def _in_use(people: Sequence[Person], entry: Entry) -> Iterator[Person]:
    """Yield those on whom something rests that was done since."""
    keys = [one.pk for one in people]
    later = Entry.objects.filter(Q(subject__in=keys) | Q(actor__in=keys), id__gt=entry.pk).exclude(chain=entry.chain)
    used: set[int] = set()
    for found in (
        Case.objects.filter(Q(subject__in=keys) | Q(starter__in=keys)).values_list("subject", "starter"),
        Charge.every.filter(person__in=keys).values_list("person"),
        Paper.objects.filter(person__in=keys).values_list("person"),
        YearRecord.objects.filter(person__in=keys).values_list("person"),
        later.values_list("subject", "actor"),
    ):
        used |= {key for row in found for key in row if key}
    yield from (one for one in people if one.pk in used or one.last_login is not None)


def _take_out(people: Sequence[Person]) -> list[int]:
    """Take people out of the register and return the posts that are empty by that."""
    keys = [one.pk for one in people]
    held = Appointment.objects.filter(person__in=keys)
    posts = list(held.values_list("post", flat=True))
    held.delete()
    for model in (StatusSpan, OrganizationSpan, MembershipPeriod, DevelopmentNumber, Standing):
        model._default_manager.filter(person__in=keys).delete()
    for one in people:
        one.home, one.is_active, one.username = None, False, f"{GONE}{one.pk}"
        one.id_number = one.phone = None
        one.keep_indexes()
    fields = ["username", "home", "is_active", "id_number", "id_index", "phone", "phone_index"]
    Person.objects.bulk_update(people, fields, batch_size=200)
    return posts


def _note(done: Import, who: Taking, people: Sequence[Person]) -> None:
    common = {"procedure": "register", "act": BACK[0], "title": BACK[1], "on": who.on, "recorded_at": who.at,
              "actor": who.by, "capacity": who.capacity, "reason": who.because}  # fmt: skip
    count = Change("imported", "导入团员", str(len(people)), "")
    lines = [log.Line(**common, changes=[count], stamp=who.stamp)]  # type: ignore[arg-type]
    lines += [
        log.Line(**common, subject=one, changes=[Change("status", "状态", "团员", "")])  # type: ignore[arg-type]
        for one in people
    ]
    answers = {"import": done.entry.sequence, "sha256": done.fingerprint}
    log.append_many_to_book(done.entry.chain, done.committee.root, lines, {0: (answers, [])})
