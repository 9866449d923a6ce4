"""缴费表: reading a spreadsheet of payments, and whom of the members on the roll each row means."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forms.money import fen_in
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import read_tables
from workflows.people.models import Person
from workflows.people.secrets import blind_index

HEADER_WITHIN = 30
MOST_FEN = 1_000_000
HEADINGS = {
    "name": ("姓名", "交款人", "付款人"),
    "amount": ("金额", "金额元", "实收", "实收金额", "交费金额", "缴费金额"),
    "id_number": ("身份证号", "身份证号码", "证件号码"),
}
_PLAIN = re.compile(r"[\s（）()：:]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet; `fen` None where the amount is none."""

    number: int
    name: str
    fen: int | None
    id_index: str


def digest_of(content: bytes) -> str:
    """Return what tells one file from another."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> list[Line]:
    """Read the rows of the first sheet that has a name and an amount in its header.

    Raises:
        Unreadable: the file is no spreadsheet, too large, or has no such header.
    """
    for table in read_tables(content).values():
        for index, row in enumerate(table[:HEADER_WITHIN]):
            places = _places(row)
            if {"name", "amount"} <= places.keys():
                lines = [_line(number, one, places) for number, one in enumerate(table[index + 1 :], start=index + 2)]
                return [line for line in lines if line.name or line.id_index]
    raise Unreadable("没有找到表头。缴费表须有一行写明各栏名称，至少包括：姓名、金额。")


def read_pasted(text: str) -> list[Line]:
    """Read a list of one person a line: a name, then an amount in yuan."""
    rows = [(number, line.split()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return [Line(number, "".join(words[:-1] or words)[:60], _fen(words[-1]), "") for number, words in rows]


def match(lines: Sequence[Line], members: Sequence[Person]) -> list[tuple[Line, Person | None, str]]:
    """Return for each row whom it means, or `ambiguous`, `unknown` or `bad_amount`, by number first, then by name."""
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in members:
        by_name[person.name].append(person)
    by_index = {person.id_index: person for person in members if person.id_index}
    return [_meant(line, by_name, by_index) for line in lines]


def _meant(
    line: Line, by_name: dict[str, list[Person]], by_index: dict[str, Person]
) -> tuple[Line, Person | None, str]:
    if line.fen is None:
        return line, None, "bad_amount"
    if line.id_index:
        found = by_index.get(line.id_index)
        return (line, found, "matched") if found else (line, None, "unknown")
    named = by_name.get(line.name, [])
    if len(named) == 1:
        return line, named[0], "matched"
    return line, None, "ambiguous" if named else "unknown"


def _places(row: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, heading in enumerate(row):
        text = _PLAIN.sub("", str(heading))
        for code, words in HEADINGS.items():
            if text in words:
                found.setdefault(code, index)
    return found


def _line(number: int, row: Sequence[Any], places: dict[str, int]) -> Line:
    id_number = str(row[places["id_number"]]).strip() if "id_number" in places else ""
    name = _PLAIN.sub("", str(row[places["name"]]))
    return Line(number, name[:60], _fen(row[places["amount"]]), blind_index(id_number) or "")


def _fen(value: Any) -> int | None:
    fen = fen_in(str(value).replace("元", ""))
    return int(fen) if fen is not None and fen == int(fen) and 0 < fen <= MOST_FEN else None
