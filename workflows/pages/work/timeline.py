"""办理记录 in plain words, as the reader may know it.

Reviewers read everything. The person concerned reads his own acts whole, and of other people's acts only what it
was, when, which body did it, and the answers that the table's row tells (`Record.tells`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils import timezone

from workflows.common_acts.recorded import CORRECT
from workflows.models import Entry
from workflows.pages.said import said
from workflows.people.models import Person
from workflows.table import Procedure, Record
from workflows.table.registry import common

# What a correction answers by codes, and where its changes say the same in words.
PUT_RIGHT = {"field": "label", "value": "after"}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as the page shows it.

    Attributes:
        who: the actor, with whom he stood in for; empty where the reader may not know.
        recorded_on: the day of record, where it is not the day of the act.
        answers: (label, text) of what was filled in.
        keys: how a correction names each of them, empty for what the reader may not put right.
        changes: field changes as (label, before, after).
        marked: where the act answers a return, labels of the answers that it changed.
    """

    sequence: int
    title: str
    on: date
    who: str = ""
    post: str = ""
    recorded_on: date | None = None
    answers: tuple[tuple[str, str], ...] = ()
    keys: tuple[str, ...] = ()
    changes: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[Mapping[str, Any], ...] = ()
    reason: str = ""
    marked: frozenset[str] = frozenset()

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """The answers, each with how a correction names it."""
        keys = self.keys or ("",) * len(self.answers)
        return tuple((label, text, key) for (label, text), key in zip(self.answers, keys, strict=True))


def events(
    procedure: Procedure,
    entries: Iterable[Entry],
    reader: Person,
    *,
    insider: bool,
    keys: Mapping[tuple[int, str], str] = MappingProxyType({}),
) -> tuple[Event, ...]:
    """Return the entries as events, latest first; `keys` name the answers that the reader may put right."""
    told = []
    asked_back = ""
    for entry in entries:
        whole = insider or entry.actor_id == reader.pk
        again = entry.act == asked_back
        told.append(_whole(procedure, entry, keys, again=again) if whole else _told(procedure, entry))
        if entry.stage_to:
            asked_back = str(_answers(entry).get("to", "")) if entry.act == "return" else ""
    return tuple(reversed(told))


def _whole(procedure: Procedure, entry: Entry, keys: Mapping[tuple[int, str], str], *, again: bool) -> Event:
    shown = _shown(procedure, entry)
    deputy = f"（代 {entry.deputizing_for_name}）" if entry.deputizing_for_name else ""
    return Event(
        sequence=entry.sequence,
        title=entry.title,
        on=entry.on,
        who=f"{entry.actor_name}{deputy}",
        post=said(entry.post_title),
        recorded_on=_recorded_later(entry),
        answers=tuple((label, text) for _, label, text in shown),
        keys=tuple(keys.get((entry.sequence, name), "") for name, _, _ in shown),
        changes=tuple(entry.changes),
        warnings=tuple(entry.warnings),
        reason=entry.reason,
        marked=frozenset(str(change["label"]) for change in entry.changes) if again else frozenset(),
    )


def _told(procedure: Procedure, entry: Entry) -> Event:
    tells = _tells(procedure, entry.act)
    return Event(
        sequence=entry.sequence,
        title=entry.title,
        on=entry.on,
        post=said(entry.post_title),
        recorded_on=_recorded_later(entry),
        answers=tuple((label, text) for name, label, text in _shown(procedure, entry) if name in tells),
    )


def _recorded_later(entry: Entry) -> date | None:
    recorded_on = timezone.localdate(entry.recorded_at)
    return recorded_on if recorded_on != entry.on else None


def _tells(procedure: Procedure, act: str) -> frozenset[str]:
    """Return the answers of an act that every one of its rows tells; an act of no row tells nothing."""
    told = [frozenset(row.tells) for row in _rows(procedure, act)]
    return frozenset.intersection(*told) if told else frozenset()


def _rows(procedure: Procedure, act: str) -> Sequence[Record]:
    """Return the rows of a code; an act may be open at several stages, by the same form."""
    row = common(act)
    return [row] if row else [row for _, row in procedure.acts() if row.code == act]


def _text(procedure: Procedure, entry: Entry, name: str, text: str) -> str:
    """Return an answer in words: a return names the act that it asks back, a correction what it put right.

    What somebody typed stays as it was typed; a choice, a day or a figure is said in the language of the page.
    """
    if (entry.act, name) == ("return", "to"):
        return said(procedure.row(text).title)
    if entry.act == CORRECT and name in PUT_RIGHT:
        # Only the fields of the form are named by the entry that recorded them; facts change under their own names.
        told = [str(change[PUT_RIGHT[name]]) for change in entry.changes if "." in str(change["field"])]
        return "、".join(map(said, told)) or text
    return text if _typed(procedure, entry.act, name) else said(text)


def _typed(procedure: Procedure, act: str, name: str) -> bool:
    """Tell whether an answer was written freely."""
    fields = (row.asks.base_fields.get(name) for row in _rows(procedure, act) if row.asks)
    return any(isinstance(field, forms.CharField) and not hasattr(field, "words") for field in fields)


def _answers(entry: Entry) -> Mapping[str, Any]:
    return entry.submission.answers if hasattr(entry, "submission") else {}


def _shown(procedure: Procedure, entry: Entry) -> list[tuple[str, str, str]]:
    shown = entry.submission.shown if hasattr(entry, "submission") else ()
    return [(name, label, _text(procedure, entry, name, text)) for name, label, text in shown]
