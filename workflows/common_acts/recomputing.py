"""更正后重算: what a case knows after one of its acts is taken with another answer, without doing the act again.

The effects of the act are tried three times within a savepoint that is rolled back: with the former answers, with them
once more, and with the right ones. What the second time changes nothing is a value that was put there, what it changes
is a sum or a list that was added to. Nothing that the effects write to the register is kept; where that would have
been something else, the correction is refused. An effect that cannot be tried, for the register has it already, is let
be as long as it has not asked for the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from workflows.engine import moves
from workflows.store.facts import Facts
from workflows.table import Effect
from workflows.table.act import Act, Shared
from workflows.table.condition import unmet
from workflows.table.refusals import Finding, Refused

CASE = ("subject_id", "organization_id", "title", "expires_on")


class _Entangled(Exception):
    """The value cannot be taken out of what the case knows."""


class _Watched(dict[str, Any]):
    """Answers that know whether one of some was asked for."""

    def __init__(self, answers: Mapping[str, Any], names: Iterable[str]) -> None:
        super().__init__(answers)
        self.names, self.asked = frozenset(names), False

    def __getitem__(self, name: str) -> Any:
        """Return an answer."""
        self.asked = self.asked or name in self.names
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return an answer, or the default."""
        self.asked = self.asked or name in self.names
        return super().get(name, default)


def recompute(former: Act[Any], right: Act[Any], names: Iterable[str]) -> Facts | Finding:
    """Return what the case knows with the right answers to the named fields, or why that cannot be said."""
    try:
        once = _tried(former, names)
        twice = _tried(replace(former, facts=once.facts), names)
        other = _tried(right, names)
        _check_register(once, other)
        return _taken_over(former.facts, once.facts, twice.facts, other.facts)
    except _Entangled:
        title = former.row.title
        return unmet(f"这一内容已写入登记簿或证书，不能单独更正，请退回“{title}”重新办理。", field="field")


def _tried(act: Act[Any], names: Iterable[str]) -> Act[Any]:
    """Return an act with its effects applied, of which nothing is left in the database."""
    answers = _Watched(act.answers, names)
    trial = replace(
        act, case=copy(act.case), answers=answers, changes=[], kept={}, shared=Shared(), again=True,
        move=None, left=None, back=False,
    )  # fmt: skip
    way = moves.way_of(act)
    with transaction.atomic():
        for effect in (*trial.row.does, *(way.does if way else ())):
            _try(effect, trial, answers)
        transaction.set_rollback(True)
    return trial


def _try(effect: Effect, trial: Act[Any], answers: _Watched) -> None:
    """Apply an effect, or leave all as it was where it cannot be applied again and has not asked for the value.

    Raises:
        _Entangled: it cannot be applied, and rests on the value.
    """
    before, changes, answers.asked = trial.facts, list(trial.changes), False
    trial.facts = before.model_copy(deep=True)
    try:
        with transaction.atomic():
            effect(trial)
    except (Refused, IntegrityError, LookupError) as error:
        if answers.asked:
            raise _Entangled from error
        trial.facts, trial.changes = before, changes


def _check_register(once: Act[Any], other: Act[Any]) -> None:
    """Refuse a value that the effects write elsewhere than into the facts."""
    known = set(type(once.facts).model_fields)
    told = [[change for change in one.changes if change.field not in known] for one in (once, other)]
    places = [[getattr(one.case, name) for name in CASE] for one in (once, other)]
    if told[0] != told[1] or places[0] != places[1]:
        raise _Entangled


def _taken_over(now: Facts, once: Facts, twice: Facts, other: Facts) -> Facts:
    facts = now.model_copy(deep=True)
    for name in type(now).model_fields:
        was, again, right = (getattr(one, name) for one in (once, twice, other))
        if was != right:
            setattr(facts, name, _value(getattr(now, name), was, again, right))
    return facts


def _value(now: Any, was: Any, again: Any, right: Any) -> Any:
    """Return a fact with the right value in the place of the former; one that a later act has put there stays."""
    if was == again:
        return right if now == was else now
    if isinstance(now, int) and not isinstance(now, bool):
        return now + right - was
    if isinstance(now, list) and was[: len(now)] == now and right[: len(now)] == now:
        return _exchanged(now, was[len(now) :], right[len(now) :])
    raise _Entangled


def _exchanged(now: list[Any], old: list[Any], new: list[Any]) -> list[Any]:
    """Return a list in which the last of what was added is what ought to have been."""
    if len(old) != len(new) or any(one not in now for one in old):
        raise _Entangled
    found = list(now)
    for before, after in zip(old, new, strict=True):
        place = len(found) - 1 - found[::-1].index(before)
        found[place] = after
    return found
