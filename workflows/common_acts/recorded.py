"""所填内容的更正: what an entry of a case recorded, as it stands after the corrections since."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.base import is_empty
from forms.numbers import whole
from workflows.engine.law import on_another_day
from workflows.models import Entry
from workflows.table import Record, RoundRow, Stage
from workflows.table.act import Act, once

CORRECT = "correct"
NAMED = re.compile(r"^(?:(\d{1,9})\.)?(\w+)$")
SEVERAL = re.compile(r"[,，、]\s*")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The answers of one entry, with the corrections made since, and the row by which they were recorded.

    Attributes:
        answers: none of a field that was left blank.
        names: the fields that are to be corrected.
        stage: where it was done; None for the act that opened the case.
    """

    entry: Entry
    row: Record
    stage: Stage | None
    answers: Mapping[str, Any]
    names: tuple[str, ...]

    def is_blank(self, name: str) -> bool:
        """Tell whether a field was left blank, or a correction has emptied it."""
        return is_empty(self.answers.get(name))

    def key(self, name: str) -> str:
        """Return how a correction names a field: by the number of its entry, for an act may be done twice."""
        return f"{self.entry.sequence}.{name}"


@once
def entries_of(act: Act[Any]) -> Sequence[Entry]:
    """Return the entries of the case with what was submitted, oldest first; read once."""
    return list(act.case.history.select_related("submission").order_by("sequence"))


def answers_of(entry: Entry, entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the plain answers of an entry, each as the latest correction has it."""
    answers = dict(_submitted(entry))
    for later in entries:
        if later.act == CORRECT:
            here = any(str(change["field"]).startswith(f"{entry.sequence}.") for change in later.changes)
            _, names = named(str(_submitted(later).get("field", ""))) if here else (None, ())
            answers |= dict(zip(names, values_of(_submitted(later).get("value"), len(names)), strict=False))
    return answers


def values_of(value: Any, number: int) -> list[Any]:
    """Return the values of so many fields: one as it is, several as they stand between commas."""
    if number < 2:
        return [value][:number]
    return SEVERAL.split(value) if isinstance(value, str) else list(value or ())


def named(field: str) -> tuple[set[int], tuple[str, ...]]:
    """Return the numbers of entries and the names of fields that a correction names; no name for what is none."""
    keys = [NAMED.match(one.strip()) for one in SEVERAL.split(field)]
    names = tuple(key[2] for key in keys if key)
    numbers = {number for key in keys if key and (number := whole(key[1] or "")) is not None}
    return numbers, names if len(names) == len(keys) else ()


def find(act: Act[Any], field: str) -> Recorded | None:
    """Return the entry that recorded a field last, or the one whose number stands before the name; None for none.

    Several fields of one entry stand between commas.
    """
    sequences, names = named(field)
    if not names:
        return None
    for entry in reversed(entries_of(act)):
        found = _recorded(act, entry, names) if not sequences or sequences == {entry.sequence} else None
        if found:
            return found
    return None


def recorded(act: Act[Any]) -> list[Recorded]:
    """Return everything that was recorded on the case and can be named by a correction, latest first.

    It names every field of the form, also those that were left blank.
    """
    found = []
    for entry in reversed(entries_of(act)):
        one = _recorded(act, entry, ())
        if one and one.row.asks:
            found.append(Recorded(one.entry, one.row, one.stage, one.answers, tuple(one.row.asks.base_fields)))
    return found


def _recorded(act: Act[Any], entry: Entry, names: tuple[str, ...]) -> Recorded | None:
    if not _submitted(entry):
        return None
    for place, row in act.procedure.acts():
        here = place.code if place else ""
        if row.code != entry.act or here != entry.stage_from or row.asks is None or isinstance(row, RoundRow):
            continue
        stands = row.under is None or row.under.holds(on_another_day(act.law, entry.on))
        if stands and all(name in row.asks.base_fields for name in names):
            stage = place if isinstance(place, Stage) else None
            return Recorded(entry, row, stage, answers_of(entry, entries_of(act)), names)
    return None


def _submitted(entry: Entry) -> Mapping[str, Any]:
    return entry.submission.answers if hasattr(entry, "submission") else {}
