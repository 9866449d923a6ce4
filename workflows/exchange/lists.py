"""名单导出: a list that goes out as a workbook or as CSV, in columns of texts; written row by row, however long.

Nothing in it is a formula or a link: numbers of people stay the digits they are, and what a spreadsheet program would
take for a formula is marked as text.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from workflows.papers.spreadsheet import XLSX, write_workbook

CSV = "text/csv; charset=utf-8"
BOM = "\ufeff"  # without it a Chinese spreadsheet program reads the file in GBK
FORMATS = {"xlsx": XLSX, "csv": CSV}
STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its title, headings with widths in characters, and rows, which may be read as they are written."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str]]


def written(listing: Listing, form: str) -> IO[bytes]:
    """Return a file with the list, at its beginning; it is gone once it is closed.

    Args:
        form: one of `FORMATS`.
    """
    out = TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    if form == "xlsx":
        write_workbook(out, listing.title, listing.columns, listing.rows)
    else:
        _write_csv(out, listing)
    out.seek(0)
    return out


def harmless(text: str) -> str:
    """Return a text behind an apostrophe where a spreadsheet program would take it for a formula.

    Full-width signs count as the sign itself; blanks and marks that nobody sees do not hide it.
    """
    seen = "".join(one for one in text if unicodedata.category(one) not in ("Cf", "Cc"))
    start = unicodedata.normalize("NFKC", seen).lstrip()
    return f"'{text}" if start.startswith(STARTS) or text.startswith(("\t", "\r", "\n")) else text


def _write_csv(out: IO[bytes], listing: Listing) -> None:
    text = TextIOWrapper(out, "utf-8", newline="", write_through=True)
    text.write(BOM)
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    lines.writerow([title for title, _width in listing.columns])
    lines.writerows([harmless(cell) for cell in row] for row in listing.rows)
    text.detach()
