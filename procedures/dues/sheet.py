"""缴费表: reading a spreadsheet of payments, and whom of the members on the roll each row means."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forms.money import fen_in
from forms.texts import BLANKS, alike, folded, seen
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import Value, read_tables
from workflows.people.models import Person
from workflows.people.secrets import blind_index

HEADER_WITHIN = 30
MOST_FEN = 1_000_000
SHOWN = 20  # characters of what is no amount
HEADINGS = {
    "name": ("姓名", "交款人", "付款人"),
    "amount": ("金额", "金额元", "实收", "实收金额", "交费金额", "缴费金额"),
    "id_number": ("身份证号", "身份证号码", "证件号码"),
}
_MARKS = re.compile(r"[()：:]+")
_NUMBERED = re.compile(r"^\s*(?:[0-9]{1,4}\s*[.、)：:]|[(（][0-9]{1,4}[)）])\s*(?=\D)")
_PAIR = re.compile(r"^(?P<name>.*\S)(?:\s*[:：]\s*|\s+)(?P<amount>[^\s:：]+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet; `fen` None where the amount is none, and then `typed` is what stands there."""

    number: int
    name: str
    fen: int | None
    id_index: str
    typed: str = ""


def digest_of(content: bytes) -> str:
    """Return what tells one file from another."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> list[Line]:
    """Read the rows of the first sheet that has a name and an amount in its header.

    Raises:
        Unreadable: the file is no spreadsheet, too large, has no such header, or two columns for one thing.
    """
    for table in read_tables(content).values():
        for index, row in enumerate(table[:HEADER_WITHIN]):
            places = _places(row)
            if places["name"] and places["amount"]:
                columns = _one_each(row, places)
                lines = [_line(number, one, columns) for number, one in enumerate(table[index + 1 :], start=index + 2)]
                return [line for line in lines if line.name or line.id_index]
    raise Unreadable("没有找到表头。缴费表须有一行写明各栏名称，至少包括：姓名、金额。")


def read_pasted(text: str) -> list[Line]:
    """Read a list as groups of chats have it, one person a line: a number or none, a name, an amount in yuan."""
    return [_pasted(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _pasted(number: int, line: str) -> Line:
    told = _NUMBERED.sub("", line.strip())
    found = _PAIR.match(told)
    name, amount = (found["name"], found["amount"]) if found else (told, "")
    return _of(number, name, amount)


def match(lines: Sequence[Line], members: Sequence[Person]) -> list[tuple[Line, Person | None, str]]:
    """Return whom each row means, by number, else by name, or `ambiguous`, `unknown`, `name_differs`, `bad_amount`."""
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in members:
        by_name[alike(person.name)].append(person)
    by_index = {person.id_index: person for person in members if person.id_index}
    return [_meant(line, by_name, by_index) for line in lines]


def _meant(
    line: Line, by_name: dict[str, list[Person]], by_index: dict[str, Person]
) -> tuple[Line, Person | None, str]:
    if line.fen is None:
        return line, None, "bad_amount"
    named = by_name.get(alike(line.name), [])
    if line.id_index:
        found = by_index.get(line.id_index)
        if found is None:
            return line, None, "unknown"
        fits = not line.name or found in named
        return (line, found, "matched") if fits else (line, None, "name_differs")
    if len(named) == 1:
        return line, named[0], "matched"
    return line, None, "ambiguous" if named else "unknown"


def _places(row: Sequence[Value]) -> dict[str, list[int]]:
    """Return at which columns a row has a heading of each kind."""
    texts = [_MARKS.sub("", folded(str(heading))) for heading in row]
    return {code: [place for place, text in enumerate(texts) if text in words] for code, words in HEADINGS.items()}


def _one_each(row: Sequence[Value], places: dict[str, list[int]]) -> dict[str, int]:
    """Return the one column of each kind: of two nobody can know which is meant.

    Raises:
        Unreadable: there are two.
    """
    for found in places.values():
        if len(found) > 1:
            names = "”和“".join(str(row[place]).strip() for place in found)
            raise Unreadable(f"“{names}”是同一类内容的几栏，不能确定用哪一栏。请只保留要入账的一栏后再导入。")
    return {code: found[0] for code, found in places.items() if found}


def _line(number: int, row: Sequence[Value], columns: dict[str, int]) -> Line:
    id_number = row[columns["id_number"]] if "id_number" in columns else ""
    return _of(number, str(row[columns["name"]]), row[columns["amount"]], _index(id_number))


def _of(number: int, name: str, amount: Value, id_index: str = "") -> Line:
    fen = _fen(amount)
    return Line(number, _name(name), fen, id_index, "" if fen is not None else seen(str(amount)).strip()[:SHOWN])


def _name(text: str) -> str:
    return BLANKS.sub("", seen(text)).strip("，,、；;：:")[:60]


def _index(number: Value) -> str:
    """Return by what an ID number is found; nothing for one that is masked, or that a spreadsheet took for a figure."""
    return (blind_index(number) or "") if isinstance(number, str) and "*" not in folded(number) else ""


def _fen(value: Any) -> int | None:
    fen = fen_in(str(value).replace("元", ""))
    return int(fen) if fen is not None and fen == int(fen) and 0 < fen <= MOST_FEN else None
