"""Cells of one row: what is typed becomes a value; unclear ones are refused, mended ones said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from forms.money import fen_in
from forms.texts import folded, half_width, seen
from procedures.register.roster.columns import Column
from procedures.register.roster.problems import Level, Problem
from procedures.register.roster.reading import Row
from workflows.exchange.workbooks import Value

BLANKS = re.compile(r"[\s\u3000\u00a0\u200b-\u200d\ufeff]+")
DATED = re.compile(
    r"^(\d{4})\s*[.\-/．。年、]\s*(\d{1,2})\s*[.\-/．。月、]\s*(\d{1,2})\s*[日号]?(?:[ T]+0{1,2}:00(?::00)?)?$"
)
MONTH = re.compile(r"^(\d{4})\s*[.\-/．。年]\s*(\d{1,2})\s*月?$")
PACKED_MONTH = re.compile(r"^((?:19|20)\d{2})(\d{2})$")
NOTHING = frozenset(
    ["/", "\\", "-", "--", "—", "——", "–", "无", "暂无", "没有", "不详", "N/A", "n/a", "NULL", "null", "None"]
)
PACKED = re.compile(r"^(19|20)(\d{2})(\d{2})(\d{2})$")


@dataclass(slots=True)
class Cells:
    """The cells of one row and the problems found in them so far."""

    row: Row
    letters: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: Column, code: str, message: str) -> None:
        """Note an error at a cell."""
        self._note(column, Level.ERROR, code, message)

    def warn(self, column: Column, code: str, message: str) -> None:
        """Note a warning at a cell."""
        self._note(column, Level.WARNING, code, message)

    @property
    def refused(self) -> bool:
        """Whether an error was found."""
        return any(problem.level is Level.ERROR for problem in self.problems)

    def blank(self, column: Column, code: str, message: str) -> None:
        """Note that a cell says nothing that can be kept: it stays empty, and the person is entered."""
        self.warn(column, code, f"{message}此格留空，请补录。")

    def value(self, column: Column) -> Value:
        """Return what stands in a cell; a stroke, 无 and their like stand for nothing."""
        value = self.row.value(column.code)
        return "" if half_width(str(value)) in NOTHING else value

    def text(self, column: Column, *, most: int = 120) -> str:
        """Return a text without blanks around it; a whole number is its digits."""
        text = written(self.value(column))
        if len(text) > most:
            self.blank(column, "too_long", f"“{text[:20]}…”有 {len(text)} 个字，最多 {most} 个。")
            return ""
        return text

    def compact(self, column: Column) -> str:
        """Return a text without any blanks, with a warning where some were taken out."""
        value = self.value(column)
        text = BLANKS.sub("", written(value))
        if isinstance(value, str) and value != text and text:
            self.warn(column, "spaces_removed", f"{column.title}中有空格，已去除。")
        return text

    def code(self, column: Column) -> str:
        """Return a number or code, full-width characters as half-width ones, with a warning where there were some."""
        text = self.compact(column)
        meant = folded(text)
        if meant != text:
            self.warn(column, "made_half_width", f"{column.title}中有全角字符，已转为半角。")
        return meant

    def day(self, column: Column) -> date | None:
        """Return a date; one typed as text is taken, with a warning, where it can mean one day only.

        Of a month without a day the first is taken, and that is said.
        """
        value = self.value(column)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = written(value)
        if not text:
            return None
        found, month = _day_of(text), _month_of(text)
        if found is None and month is not None:
            self.warn(column, "day_unknown", f"“{text}”没有日，按 {month.isoformat()} 登记，日不详，请核对档案后补正。")
            return month
        if found is None:
            self._refuse_day(column, value, text)
        else:
            self.warn(column, "date_as_text", f"“{text}”是文本，已按 {found.isoformat()} 读取。")
        return found

    def fen(self, column: Column) -> int | None:
        """Return an amount of yuan in fen."""
        value = self.value(column)
        text = BLANKS.sub("", str(value)).removesuffix("元")
        if not text:
            return None
        fen = fen_in(text)
        if fen is None:
            self.blank(column, "wage_bad", f"“{written(value)}”不是金额。")
            return None
        if isinstance(value, str):
            self.warn(column, "number_as_text", f"“{value.strip()}”是文本，已按 {fen / 100:.2f} 元读取。")
        return int(fen.to_integral_value())

    def _refuse_day(self, column: Column, value: Value, text: str) -> None:
        if isinstance(value, (int, float)):
            self.blank(column, "date_is_number", f"“{text}”是数字，不能确定是哪一天。")
        else:
            self.blank(column, "date_bad", f"“{text}”不能确定是哪一天，应写明年月日，如 2019-05-04。")

    def _note(self, column: Column, level: Level, code: str, message: str) -> None:
        letters = self.letters.get(column.code, "")
        cell = f"{letters}{self.row.number}" if letters else ""
        self.problems.append(Problem(self.row.number, cell, column.title, level, code, message))


def written(value: Value) -> str:
    """Return a cell as a person reads it; a whole number without the decimal point that spreadsheets give it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return seen(str(value)).strip()


def _day_of(text: str) -> date | None:
    found = DATED.match(text)
    packed = PACKED.match(text)
    if found:
        parts = [int(part) for part in found.groups()]
    elif packed:
        parts = [int(packed[1] + packed[2]), int(packed[3]), int(packed[4])]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _month_of(text: str) -> date | None:
    found = MONTH.match(text) or PACKED_MONTH.match(text)
    try:
        return date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None
