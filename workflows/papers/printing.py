"""From a paper's row to its PDF, printed once and kept; a reprint of the same row is the same file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from workflows.models import Paper, PaperFile
from workflows.models.paper import PaperStatus
from workflows.papers.images import seal_url
from workflows.papers.pool import CHILDREN, render_in_child
from workflows.papers.sheets import Imprint, Sheet, adapter_of
from workflows.people.models import Organization
from workflows.table import PaperKind
from workflows.table.registry import table_of


def keep_files(papers: Sequence[Paper]) -> int:
    """Print papers that have no file yet, on all cores, keep their files and return how many.

    Threads feed the children and never ask the database, if the papers come with their cases and organizations.

    Raises:
        ExceptionGroup: of what `print_paper` raises, once all the others are kept.
    """
    with ThreadPoolExecutor(CHILDREN) as threads:
        prints = [(paper, threads.submit(print_paper, paper)) for paper in papers]
    files = [_file(paper, made.result()) for paper, made in prints if not made.exception()]
    PaperFile.objects.bulk_create(files, ignore_conflicts=True)  # what a rerun kept meanwhile is the same file
    if failures := [error for _, made in prints if isinstance(error := made.exception(), Exception)]:
        raise ExceptionGroup(f"{len(failures)} of {len(papers)} papers were not printed", failures)
    return len(files)


def content_of(paper: Paper) -> bytes:
    """Return the PDF of a paper, the kept one or one printed now; writes nothing.

    Of a paper declared void it is never the kept one, for that does not say so.

    Raises: as `print_paper`.
    """
    kept = PaperFile.objects.filter(paper=paper).first() if paper.status == PaperStatus.ISSUED else None
    return bytes(kept.content) if kept else print_paper(paper)


def print_paper(paper: Paper) -> bytes:
    """Return the PDF of a paper, printed in a child process.

    Raises:
        PapersOff: libraries or fonts are missing; the message says what to install.
        RenderingFailed: over a limit, or the process died.
        LookupError: as `sheet_of`.
    """
    return render_in_child(sheet_of(paper))


def sheet_of(paper: Paper) -> Sheet:
    """Return the sheet that a paper's row prints; equal rows give equal sheets.

    Raises:
        LookupError: its procedure gives no such paper any more.
    """
    kind = kind_of(paper)
    facts: Imprint = adapter_of(kind.sheet).validate_python(paper.facts)
    imprint = replace(
        facts,
        recorded_on=paper.recorded_later_on,
        reissued_on=paper.reissued_on,
        revoked_on=paper.revoked_on,
        revoked_because=paper.revoked_because,
        check_url=f"{settings.SITE_ADDRESS}{reverse('check')}#{paper.code}",
        check_code=spaced(paper.code),
        seal=_seal(paper.organization),
        demo=settings.DEMO,
    )
    return Sheet.of(imprint, issued_at=paper.issued_at)


def kind_of(paper: Paper) -> PaperKind:
    """Return the kind of a paper from the table of its procedure.

    Raises:
        LookupError: the procedure gives no such paper.
    """
    procedure = table_of(paper.case)
    for kind in procedure.paper_kinds():
        if kind.code == paper.kind:
            return kind
    raise LookupError(f"{procedure.code} gives no paper {paper.kind!r}")


def spaced(code: str) -> str:
    """Return a code in groups of four, as a person reads it from paper: 1a2b-3c4d-…."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _file(paper: Paper, content: bytes) -> PaperFile:
    # By its key: two rows that know each other are freed only when the collector comes by, and with them the content.
    return PaperFile(root=paper.root, paper_id=paper.pk, content=content, sha256=hashlib.sha256(content).hexdigest())


def _seal(organization: Organization) -> str:
    return _drawn(bytes(organization.seal)) if organization.seal else ""


_drawn = lru_cache(maxsize=16)(seal_url)  # drawing one takes longer than printing a paper
