"""组织的动词: the only way in which an organization is founded, renamed, led, put elsewhere or dissolved.

Each is done in an act, on a day: what the organization was before stays in its history (`PastOrganization`), the act
notes what it changed, and the organization's own book gets a line of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from workflows.appointments.keepers import hold
from workflows.days.dates import zh_date
from workflows.engine.relocating import relocate
from workflows.people.models import Kind, Organization, PastOrganization
from workflows.people.models.organization import BELOW, COMMITTEES, PARTY, name_above
from workflows.proof import log
from workflows.table.act import Act, Change
from workflows.table.condition import met, unmet
from workflows.table.refusals import Finding, refuse

BOOK = "organization"
DAY = timedelta(days=1)
ROOTS = (*COMMITTEES, *PARTY)


@dataclass(frozen=True, slots=True)
class New:
    """An organization to be: `code` empty for the next free one after that of the organization above."""

    name: str
    kind: str
    code: str = ""
    led_by: Organization | None = None
    first_on: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What an organization was for some days: its name, kind, the one above and the Party organization that led it."""

    name: str
    kind: str
    parent: str
    led_by: str
    first_on: date | None
    last_on: date | None

    @property
    def kind_title(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)


def found(act: Act[Any], new: New, parent: Organization | None) -> Organization:
    """Found an organization under another one, or as a root of its own.

    Raises:
        Refused: `kind_not_below`, where no such organization stands there; `code_taken`.
    """
    made = make(new, parent)
    words = f"{made.name}（{made.get_kind_display()}，代码 {made.code}）"
    since = f"，自{zh_date(new.first_on)}" if new.first_on else ""
    _note(act, made, "found", "成立组织", [Change("organization", "成立组织", "", f"{words}{since}")])
    return made


def make(new: New, parent: Organization | None) -> Organization:
    """Write a new organization, with nobody's entry: for an act's verb, and for a file that is read in.

    Raises:
        Refused: as `found`.
    """
    check_kind(new.kind, parent)
    nodes: Any = Organization.objects
    wanted = new.code or _next_code(parent)
    if new.code and nodes.filter(code=new.code).exists():
        raise refuse("code_taken", f"代码“{new.code}”已由其他组织使用，请换一个。", field="code")
    facts = {
        "code": wanted if new.code else free_code(wanted),
        "name": new.name,
        "kind": new.kind,
        "led_by": new.led_by,
        "founded_on": new.first_on,
    }
    above = nodes.select_for_update().get(pk=parent.pk) if parent else None  # two founded at once follow each other
    made: Organization = nodes.add_child(above, facts) if above else nodes.add_root(facts)
    return made


def check_kind(kind: str, parent: Organization | None) -> None:
    """See that an organization of a kind may stand directly under another one, or be a root.

    Raises:
        Refused: `kind_not_below`.
    """
    finding = kind_finding(kind, parent)
    if not finding.met:
        raise refuse("kind_not_below", finding.sentence, field="kind")


def kind_finding(kind: str, parent: Organization | None) -> Finding:
    """Tell whether an organization of a kind may stand directly under another one, or be a root."""
    label = Kind(kind).label
    if parent is None and Kind(kind) not in ROOTS:
        return unmet(f"{label}须有上级组织。", field="kind")
    if parent is not None and Kind(kind) not in BELOW[parent.kind]:
        return unmet(f"{parent}是{parent.get_kind_display()}，其下不设{label}。", field="kind")
    return met(f"可以设{label}。")


def names_below(place: Organization) -> dict[str, str]:
    """Return the organizations that stand directly under one and are not dissolved: name and code."""
    below = Organization.objects.filter(path__startswith=place.path, depth=place.depth + 1, dissolved_on=None)
    return dict(below.order_by("-path").values_list("name", "code"))


def rename(act: Act[Any], place: Organization, name: str, *, on: date) -> None:
    """Give an organization another name from a day on; papers of before keep the old one.

    Raises:
        Refused: `act_date_before_previous`, as all verbs that change one.
    """
    _change(act, place, "rename", "更名", [Change("name", "名称", place.name, name)], on, name=name)


def lead(act: Act[Any], place: Organization, party: Organization | None, *, on: date) -> None:
    """Have a Party organization lead an organization from a day on; None for that of the organization above."""
    before, after = (str(one) if one else "" for one in (place.led_by, party))
    _change(act, place, "lead", "明确同级党组织", [Change("led_by", "同级党组织", before, after)], on, led_by=party)


def move(act: Act[Any], place: Organization, parent: Organization, *, on: date) -> None:
    """Put an organization, with all under it, under another one of the same root from a day on.

    Its members, posts, cases and books are its own and go along; their tasks wait at the new committee's posts.

    Raises:
        Refused: `kind_not_below`, `another_root`, `below_itself`.
    """
    check_kind(place.kind, parent)
    if parent.root != place.root:
        raise refuse(
            "another_root", f"{parent}与{place}不在同一上级之下，不能直接划转，请逐人转接组织关系。", field="into"
        )
    if str(parent.path).startswith(place.path):
        raise refuse("below_itself", f"{parent}在{place}之下，不能作为其上级。", field="into")
    old = str(place.path)
    before, after = (str(one or "") for one in (above(place), parent))
    _change(act, place, "move", "划转", [Change("parent", "上级组织", before, after)], on)
    nodes: Any = Organization.objects
    nodes.move(nodes.get(pk=place.pk), nodes.get(pk=parent.pk), "last-child")
    place.refresh_from_db()
    relocate(act, old, str(place.path))


def dissolve(act: Act[Any], place: Organization, *, on: date) -> None:
    """End an organization: a day is the first on which it is no more. It stays readable.

    Whoever calls this has placed its people and ended its posts.

    Raises:
        Refused: `act_date_before_previous`, `already_done`.
    """
    _hold(place)
    if place.dissolved_on:
        raise refuse("already_done", f"{place}已于{zh_date(place.dissolved_on)}撤销。")
    _check_day(place, on)
    place.dissolved_on = on
    Organization.objects.filter(pk=place.pk).update(dissolved_on=on)
    _note(act, place, "dissolve", "撤销组织", [Change("dissolved_on", f"撤销{place}", "", f"自{zh_date(on)}")])


def above(place: Organization) -> Organization | None:
    """Return the organization directly above one; None for a root."""
    found: Organization | None = Organization.objects.filter(path__in=place.above_paths[1:2]).first()
    return found


def lineage_of(kept: QuerySet[Organization]) -> QuerySet[Organization]:
    """Return organizations with what `states` asks of each, so that it costs a statement only where there is a past."""
    past = PastOrganization.objects.filter(organization=OuterRef("pk"))
    found: QuerySet[Organization] = kept.select_related("led_by").annotate(above=name_above(), changed=Exists(past))
    return found


def states(place: Organization) -> list[State]:
    """Return what an organization, out of `lineage_of`, has been, oldest first; the last is what it is, or was last."""
    rows: Any = place.past.select_related("parent", "led_by").order_by("last_on")
    past = list(rows) if getattr(place, "changed", True) else []
    found = [
        State(one.name, one.kind, str(one.parent or ""), str(one.led_by or ""), one.first_on, one.last_on)
        for one in past
    ]
    last_on = place.dissolved_on - DAY if place.dissolved_on else None
    begun = past[-1].last_on + DAY if past else place.founded_on
    upper = str(getattr(place, "above", "") or "")
    return [*found, State(place.name, place.kind, upper, str(place.led_by or ""), begun, last_on)]


def state_on(known: Iterable[State], day: date) -> State | None:
    """Return which of some states holds on a day; None where there is none."""
    rows = (one for one in known if not one.first_on or one.first_on <= day)
    return next((one for one in rows if one.last_on is None or day <= one.last_on), None)


def name_on(place: Organization, day: date) -> str:
    """Return how an organization was called on a day."""
    last = place.past.filter(last_on__gte=day).order_by("last_on").values_list("name", flat=True).first()
    return str(last or place.name)


def free_code(wanted: str) -> str:
    """Return a code that no organization has, the one wanted where it is free."""
    code, number = wanted[:28], 1
    while Organization.objects.filter(code=code).exists():
        number += 1
        code = f"{wanted[:24]}-{number}"
    return code


def _next_code(parent: Organization | None) -> str:
    if parent is None:
        return "ORG"
    below = Organization.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).count()
    return f"{parent.code}-{below + 1:02}"


def _change(
    act: Act[Any], place: Organization, code: str, title: str, changes: list[Change], on: date, **columns: Any
) -> None:
    """Keep what an organization was up to the day before, where it was so for a day, and write what it is now."""
    _hold(place)
    begun = _check_day(place, on)
    if begun is None or begun < on:
        PastOrganization.objects.create(
            organization=place, name=place.name, kind=place.kind, parent=above(place), led_by=place.led_by,
            first_on=begun, last_on=on - DAY,
        )  # fmt: skip
    for name, value in columns.items():
        setattr(place, name, value)
    if columns:
        Organization.objects.filter(pk=place.pk).update(**columns)
    _note(act, place, code, title, changes)


def _hold(place: Organization) -> None:
    """Let one change of an organization at a time through, and see what the one before has made of it."""
    hold(place)
    place.refresh_from_db(fields=("name", "kind", "led_by", "founded_on", "dissolved_on"))


def _check_day(place: Organization, on: date) -> date | None:
    """Return the first day of what an organization is; nothing is changed before it, and nothing after its end."""
    last = place.past.order_by("-last_on").values_list("last_on", flat=True).first()
    begun: date | None = last + DAY if last else place.founded_on
    if begun and on < begun:
        raise refuse(
            "act_date_before_previous",
            f"{place}的现名称和隶属自{zh_date(begun)}起，变更日期 {zh_date(on)} 不能早于该日。",
            earliest=begun,
        )
    if place.is_dissolved(on):
        raise refuse("organization_dissolved", f"{place}已于{zh_date(place.dissolved_on or on)}撤销，不能再变更。")
    return begun


def _note(act: Act[Any], place: Organization, code: str, title: str, changes: list[Change]) -> None:
    """Note a change on the act, and append it to the organization's own book."""
    for one in changes:
        label = one.label if place.pk == act.organization.pk else f"{place}：{one.label}"
        act.change(one.field, label, one.before, one.after)
    note_in_book(act, place, (code, title), changes)


def note_in_book(act: Act[Any], place: Organization, what: tuple[str, str], changes: list[Change]) -> None:
    """Append what an act has changed of an organization to its book; the caller holds the organization."""
    line = log.Line(
        procedure=BOOK, act=what[0], title=what[1], on=act.on, recorded_at=act.at, actor=act.by,
        actor_name=act.by.name if act.by else "系统", capacity=act.capacity, changes=changes, reason=act.reason,
    )  # fmt: skip
    log.append_to_book(f"{BOOK}/{place.pk}", place.root, line)
