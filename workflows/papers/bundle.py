"""合卷: many papers in one file, packed from those that are printed already, one after the other."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import RawIOBase

from django.db.models import Count, Q, QuerySet

from workflows.models import Paper, PaperFile
from workflows.models.paper import PaperStatus
from workflows.papers.tasks import TOGETHER, print_papers

# A number of the issuer's own series, of former years or as now; every other may name a person.
SERIAL = re.compile(r"^(?:[^-]+-\d{4}-\d+|[^〔/\\]+〔\d{4}〕\d+号)$")
AT_ONCE = 50  # files read in one statement, so that a large bundle never lies in memory
FIXED = (1980, 1, 1, 0, 0, 0)  # the same papers give the same file


def counts(papers: QuerySet[Paper]) -> list[tuple[str, str, int, int]]:
    """Return (kind, title, how many, how many are printed) of valid papers, in one statement."""
    rows = papers.filter(status=PaperStatus.ISSUED).order_by("kind", "title").values_list("kind", "title")
    return list(rows.annotate(number=Count("pk"), printed=Count("pk", filter=Q(file__isnull=False))))


def print_missing(papers: QuerySet[Paper]) -> int:
    """Have what is not printed yet printed in the background and return how many; nothing is printed twice."""
    wanted = papers.filter(status=PaperStatus.ISSUED, file=None).order_by("pk")
    rows = list(wanted.values_list("root", "entry_id"))
    for root in sorted({root for root, _ in rows}):
        entries = list(dict.fromkeys(entry for of, entry in rows if of == root))
        for start in range(0, len(entries), TOGETHER):
            print_papers.enqueue(entries[start : start + TOGETHER], root)
    return len(rows)


def pack(papers: QuerySet[Paper]) -> Iterator[bytes]:
    """Yield the bytes of a zip archive of the valid papers that are printed, a few files in memory at a time."""
    out = _Pipe()
    keys = list(papers.filter(status=PaperStatus.ISSUED, file__isnull=False).order_by("case__path", "pk")
                .values_list("pk", "title", "number"))  # fmt: skip
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            files = PaperFile.objects.in_bulk([pk for pk, _, _ in part])
            for place, (pk, title, number) in enumerate(part, start=start + 1):
                info = zipfile.ZipInfo(file_name(place, title, number), FIXED)
                archive.writestr(info, bytes(files[pk].content))
                yield out.taken()
    yield out.taken()


def file_name(place: int, title: str, number: str) -> str:
    """Return the name of a paper's file in a bundle: its place and the issuer's serial, never a person's number."""
    serial = f"-{number}" if SERIAL.match(number) else ""
    return f"{place:04}-{title}{serial}.pdf"


class _Pipe(RawIOBase):
    """What a zip archive is written to and read from at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        given = bytes(data)  # type: ignore[call-overload]  # zipfile hands over bytes
        self._waiting += given
        return len(given)

    def taken(self) -> bytes:
        """Return what was written since this was last asked."""
        found, self._waiting = bytes(self._waiting), bytearray()
        return found
