"""No statement of the product asks a large table without saying in which roots: the suite fails where one does.

A statement is bad where an alias of a large table (FROM, JOIN, UPDATE, DELETE) is neither compared with a root nor,
over other aliases, with one that is; or where an INSERT leaves the column out. Nor does it send what a database that is
spread over machines by the root cannot carry out: an UPDATE that sets the root, a lock or a write over several roots,
a join or a correlated subquery of large tables that does not equate their roots. It counts where a door of the
product sent it: what a test asks by itself, of the database or of an inner module, is its own affair.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from django.apps import apps

from workflows.store import rooted

HOUSE = Path(__file__).parents[1]
DOORS = (
    "workflows/engine/door.py",
    "workflows/rounds/sweep.py",
    "workflows/rounds/running.py",
    "workflows/rounds/adoption.py",
)
DOOR_ROOMS = re.compile(r"^(workflows/pages/(?!accounts)|procedures/\w+/pages/|workflows/papers/tasks\.py)")
# Tools of a single machine, and what Django itself does: it cannot know of roots, and looks up what a deletion meets.
EXEMPT = re.compile(r"(^procedures/(town|scenarios)/|/migrations/|/stories\.py$|/demo\w*\.py$)")
COLLECTOR = "django/db/models/deletion.py"

NAMED = re.compile(
    r'\b(FROM|JOIN|UPDATE|INTO)\s+"?(\w+)"?(?:\s+(?:AS\s+)?(?!(?:ON|SET|WHERE|INNER|LEFT|CROSS)\b)"?(\w+)"?)?'
)
BOUND = re.compile(r"""(?:"?(\w+)"?\.)?"root"\s*(?:=\s*\(?\s*(?:%s|\?|')|IN\s*\()""")
SETS_ROOT = re.compile(r'\bSET\b(?:(?! WHERE ).)*?"root"\s*=', re.DOTALL)
SEVERAL = re.compile(r'"root"\s*IN\s*\(\s*(?:%s|\?)\s*,')
QUALIFIED = re.compile(r'"?(\w+)"?\."\w+"')
EQUAL = re.compile(r'"?(\w+)"?\."root"\s*=\s*\(?\s*"?(\w+)"?\."root"')


def large_tables() -> frozenset[str]:
    """Return the tables of the models that are rooted."""
    return frozenset(one._meta.db_table for one in apps.get_models() if issubclass(one, rooted.Rooted))


@dataclass(slots=True)
class Named:
    """A table as a part of a statement names it: its alias, and the parentheses within which that holds."""

    alias: str
    first: int
    last: int
    large: bool
    same: set[int] = field(default_factory=set)
    bound: bool = False


@cache
def verdict(sql: str) -> tuple[str, ...]:
    """Return the aliases of large tables for which a statement does not say in which roots it looks."""
    large = large_tables()
    if sql.lstrip().startswith("INSERT"):
        into = NAMED.search(sql)
        columns = sql[: sql.find(")")]
        return (into[2],) if into and into[2] in large and '"root"' not in columns else ()
    named = _equated(sql, large)
    if not any(one.large for one in named):
        return ()
    conditions = sql.find(" WHERE ") if sql.lstrip().startswith("UPDATE") else 0
    for found in BOUND.finditer(sql):
        place = _nearest(named, found[1], found.start())
        if place is not None and (found.start() > conditions >= 0):
            named[place].bound = True
    return tuple(one.alias for one in named if one.large and not _is_bound(named, one))


@cache
def faults(sql: str) -> tuple[str, ...]:
    """Return what a database spread by the root cannot carry out of a statement, each as a phrase."""
    large, kind = large_tables(), sql.lstrip()[:6]
    if kind == "INSERT":
        return ()
    named = _equated(sql, large)
    if not any(one.large for one in named):
        return ()
    writes = kind in ("UPDATE", "DELETE") and named[0].large
    found = []
    if kind == "UPDATE" and named[0].large and SETS_ROOT.search(sql):
        found.append("an UPDATE sets the root")
    if writes and SEVERAL.search(sql):
        found.append("a write over several roots")
    if " FOR UPDATE" in sql and SEVERAL.search(sql):
        found.append("a lock over several roots")
    return (*found, *_not_equated(sql, named))


def _equated(sql: str, large: frozenset[str]) -> list[Named]:
    """Return the tables of a statement, each with those whose root it is compared with."""
    named = list(_named(sql, large))
    for found in EQUAL.finditer(sql):
        one, other = (_nearest(named, found[part], found.start()) for part in (1, 2))
        if one is not None and other is not None:
            named[one].same.add(other)
            named[other].same.add(one)
    return named


def _not_equated(sql: str, named: list[Named]) -> Iterator[str]:
    """Yield the large tables that are joined with another, or hang on an outer one, without the same root."""
    for number, one in enumerate(named):
        if not one.large:
            continue
        beside = [
            other for other in named[:number] if other.large and (other.first, other.last) == (one.first, one.last)
        ]
        if beside and not any(_are_equated(named, one, other) for other in beside):
            yield f"{one.alias} is joined without the root of {beside[0].alias}"
    for first, last in sorted({(one.first, one.last) for one in named}):
        inner = [one for one in named if one.large and (one.first, one.last) == (first, last)]
        outer = _outer_of(sql, named, first, last)
        around = [one for one in named if one.large and one.first < first and last <= one.last]
        if inner and outer and not any(_are_equated(named, inner[0], other) for other in around):
            yield f"{inner[0].alias} hangs on {outer[0].alias} without its root"


def _outer_of(sql: str, named: list[Named], first: int, last: int) -> list[Named]:
    """Return the tables outside a subquery that its own conditions name."""
    found = []
    for token in QUALIFIED.finditer(sql, first, last):
        place = _nearest(named, token[1], token.start())
        if place is not None and named[place].first < first:
            found.append(named[place])
    return found


def _are_equated(named: list[Named], one: Named, other: Named) -> bool:
    seen: set[int] = set()
    wanted = {number for number, this in enumerate(named) if this is one}
    while wanted:
        number = wanted.pop()
        if named[number] is other:
            return True
        seen.add(number)
        wanted |= named[number].same - seen
    return False


def _named(sql: str, large: frozenset[str]) -> Iterator[Named]:
    for found in NAMED.finditer(sql):
        alias = found[3] or found[2]
        yield Named(alias, *_within(sql, found.start()), found[2] in large)


def _within(sql: str, place: int) -> tuple[int, int]:
    """Return the innermost parentheses around a place that hold a SELECT of their own, else the whole statement."""
    depth, first = 0, place
    while first > 0:
        first -= 1
        depth += (sql[first] == ")") - (sql[first] == "(")
        if depth < 0 and sql.startswith("SELECT", first + 1):
            break
        depth = max(depth, 0)
    depth, last = 0, first + (sql[first] == "(")
    while last < len(sql) and depth >= 0:
        depth += (sql[last] == "(") - (sql[last] == ")")
        last += 1
    return first, last


def _nearest(named: list[Named], alias: str | None, place: int) -> int | None:
    """Return which table an alias means at a place: that of the innermost part; a bare column is the only table's."""
    around = [
        (one.last - one.first, number)
        for number, one in enumerate(named)
        if one.first <= place <= one.last and alias in (None, one.alias)
    ]
    return min(around)[1] if around else None


def _is_bound(named: list[Named], one: Named) -> bool:
    seen: set[int] = set()
    wanted = {number for number, other in enumerate(named) if other is one}
    while wanted:
        number = wanted.pop()
        if named[number].bound:
            return True
        seen.add(number)
        wanted |= named[number].same - seen
    return False


@dataclass(slots=True)
class Guard:
    """Looks at every statement of one test, and keeps the bad ones with the place that sent each."""

    refused: dict[str, str] = field(default_factory=dict)

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Look at a statement and let it pass: the test fails at its end."""
        bad = said_of(sql) if isinstance(sql, str) else ""
        if bad:
            sender = sender_of(sys._getframe(1))
            if sender and sender not in self.refused:
                self.refused[sender] = f"{sender}: {bad}\n    {sql}"
        return execute(sql, params, many, context)


def said_of(sql: str) -> str:
    """Return what is bad of a statement; who asks everywhere with a reason need not name a root."""
    rootless = verdict(sql) if not rooted.asked_everywhere() else ()
    unnamed = (f"no root for {', '.join(rootless)}",) if rootless else ()
    return "; ".join((*unnamed, *faults(sql)))


def sender_of(frame: FrameType | None) -> str:
    """Return the place in the product that sends a statement; nothing where no door of it stands above."""
    sender, through_door = "", False
    while frame is not None:
        file = frame.f_code.co_filename
        if file.endswith(COLLECTOR):
            return ""
        if file.startswith(str(HOUSE)):
            room = file[len(str(HOUSE)) + 1 :]
            if not sender and not room.startswith((".venv", "tests/rooted", "workflows/rooted", "workflows/prepared")):
                if room.startswith("tests/") or EXEMPT.search(room):
                    return ""
                sender = f"{room}:{frame.f_lineno}"
            through_door = through_door or room in DOORS or bool(DOOR_ROOMS.match(room))
        frame = frame.f_back
    return sender if through_door else ""
