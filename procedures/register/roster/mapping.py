"""对应栏目: how a reader says what the columns of a file are, from what was guessed and what was chosen last time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict

from forms.numbers import whole
from procedures.register.models import RememberedColumns
from procedures.register.roster import columns as c
from procedures.register.roster.layout import NEW, SKIP, Layout, Outline, outlined, outlines
from procedures.register.roster.reading import Sheet, sheet_of
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import SheetFound, Value
from workflows.people.models import Organization

SAMPLES = 3
WIDTH = 24  # characters of a sample
DIGITS = re.compile(r"\d(?=\d{4})")
BY_LAST, BY_NAME, UNKNOWN, OPEN = "last", "name", "unknown", "open"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as the page shows it.

    Attributes:
        index: from 0 on; `letters` are those of spreadsheets.
        samples: some of what stands below, digits of long numbers masked.
        code: of the column that it is read as, empty for none.
        known: `last` where it was so last time, `name` where its heading says so, `unknown`, or `open` for one that is
            needed and has no column.
    """

    index: int
    letters: str
    title: str
    samples: tuple[str, ...]
    code: str
    known: str


def laid_out(book: Sequence[SheetFound], kept: str, place: Organization | None) -> tuple[Outline, date | None]:
    """Return how a file is read: as chosen, else as it looks with what the committee's headings meant last time.

    The day is that of the last time, None where nothing was remembered.

    Raises:
        Unreadable: the file has no cells at all.
    """
    if kept:
        return _of(book, Layout.from_text(kept)), None
    found = outlines(book)
    outline = found[0] if found else _first(book)
    last = RememberedColumns.objects.filter(organization=place).first() if place else None
    if last is None:
        return outline, None
    codes = tuple(
        last.headings.get(heading, code) for heading, code in zip(outline.headings, outline.layout.columns, strict=True)
    )
    return replace(outline, layout=replace(outline.layout, columns=_once(codes))), last.saved_on


def remember(place: Organization, outline: Outline, on: date) -> None:
    """Keep for the next list of a committee what the headings of this one mean."""
    codes = {title: code for title, code in zip(outline.headings, outline.layout.columns, strict=True) if title}
    RememberedColumns.objects.update_or_create(organization=place, defaults={"headings": codes, "saved_on": on})


def chosen(book: Sequence[SheetFound], given: QueryDict) -> Outline:
    """Return the layout that a form says; what it does not say is as the file looks.

    Raises:
        Unreadable: it names a sheet or a row that the file has not, or one column twice.
    """
    name = given.get("sheet", "")
    known = next((one for one in outlines(book) if one.found.name == name), None)
    header = tuple(row for text in given.getlist("header") if (row := whole(text)))[:2]
    layout = Layout(name, header or (known.layout.header if known else (1,)), ())
    outline = _of(book, layout)
    titles = outline.headings
    codes = tuple(_code(given.get(f"column_{index}", "")) for index in range(len(titles)))
    if given.get("anew"):  # another sheet or row was chosen: its headings say what its columns are
        codes = tuple(_code_of(title) for title in titles)
    _check(codes)
    places = {
        text: place for text, place in zip(given.getlist("place"), given.getlist("becomes"), strict=False) if place
    }
    return replace(outline, layout=replace(
        outline.layout, columns=_once(codes), hidden="hidden" in given, struck="struck" in given,
        leavers="leavers" in given, branch=given.get("branch", "")[:32], places=places,
    ))  # fmt: skip


def headings_of(outline: Outline, last: Mapping[str, str]) -> list[Heading]:
    """Return the columns of the sheet for the page."""
    body = outline.found.rows[outline.layout.header[-1] :]
    needed = {column.code for column in outline.layout.missing}
    found: list[Heading] = []
    for index, (title, code) in enumerate(zip(outline.headings, outline.layout.columns, strict=True)):
        column = c.column_of(title)
        known = (
            BY_LAST if title in last and last[title] == code else BY_NAME if column and column.code == code else UNKNOWN
        )
        samples = tuple(_sample(row[index]) for row in body if index < len(row) and str(row[index]).strip())[:SAMPLES]
        if title or samples:
            found.append(
                Heading(index, c.letters_of(index), title, samples, code, OPEN if needed and not code else known)
            )
    return found


def _known(title: str, code: str, last: Mapping[str, str]) -> str:
    if title in last and last[title] == code:
        return BY_LAST
    return BY_NAME if code and _code_of(title) == code else UNKNOWN


def is_clear(outline: Outline, sheet: Sheet, others: int) -> bool:
    """Tell whether a file leaves nothing to be chosen: one sheet, all columns known by name, nothing left out."""
    wanted = {column.code for column in c.COLUMNS if column.required}
    return not others and wanted <= set(outline.layout.columns) and not sheet.left_out and not sheet.leavers


def read_as(book: Sequence[SheetFound], outline: Outline) -> Sheet | None:
    """Return the roster by a layout, None while a column is missing without which nobody is told from others."""
    if outline.layout.missing:
        return None
    return sheet_of(book, outline.layout)


def _of(book: Sequence[SheetFound], layout: Layout) -> Outline:
    sheet = next((one for one in book if one.name == layout.sheet), None)
    if sheet is None or any(not 0 < row <= len(sheet.rows) for row in layout.header):
        raise Unreadable("所选的表或者表头的行在文件中没有，请重新选择。")
    return outlined(book, layout)


def _first(book: Sequence[SheetFound]) -> Outline:
    """Return the sheet to be seen first with the row of most texts as its header, for a reader to say what it is."""
    for sheet in sorted(book, key=lambda one: one.hidden):
        rows = sheet.rows[:30]
        if not rows:
            continue
        header = max(range(len(rows)), key=lambda row: (sum(bool(str(cell).strip()) for cell in rows[row]), -row))
        return _of(book, Layout(sheet.name, (header + 1,), ()))
    raise Unreadable("文件是空的，没有可以读取的表。")


def _code(text: str) -> str:
    return text if any(column.code == text for column in c.COLUMNS) else ""


def _code_of(title: str) -> str:
    column = c.column_of(title)
    return column.code if column else ""


def _check(codes: Sequence[str]) -> None:
    for column in c.COLUMNS:
        places = [c.letters_of(index) for index, code in enumerate(codes) if code == column.code]
        if len(places) > 1:
            raise Unreadable(f"“{column.title}”选了 {'、'.join(places)} 几列，一项只能放一列，请改选。")


def _once(codes: Sequence[str]) -> tuple[str, ...]:
    """Return codes of which each stands once, at its first place."""
    return tuple(code if code not in codes[:index] else "" for index, code in enumerate(codes))


def _sample(value: Value) -> str:
    text = str(value).strip()
    text = text.removesuffix(".0") if isinstance(value, float) else text
    return DIGITS.sub("*", text)[:WIDTH] if sum(one.isdigit() for one in text) > 10 else text[:WIDTH]


__all__ = ["NEW", "SKIP", "Heading", "chosen", "headings_of", "is_clear", "laid_out", "read_as", "remember"]
