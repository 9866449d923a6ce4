"""From a paper's row to its PDF, printed once and kept; a reprint of the same row is the same file."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.conf import settings
from django.urls import reverse

from workflows.models import Paper, PaperFile
from workflows.papers.images import seal_url
from workflows.papers.pool import render_in_child
from workflows.papers.sheets import Imprint, Sheet, adapter_of
from workflows.people.models import Organization
from workflows.registry import procedure as procedure_of
from workflows.table import PaperKind


def file_of(paper: Paper) -> PaperFile:
    """Return the kept file of a paper, printing it where nobody has yet.

    Raises:
        PapersOff: libraries or fonts are missing; the message says what to install.
        RenderingFailed: over a limit, or the process died.
    """
    kept = PaperFile.objects.filter(paper=paper).first()
    if kept:
        return kept
    content = print_paper(paper)
    digest = hashlib.sha256(content).hexdigest()
    file, _ = PaperFile.objects.get_or_create(
        paper=paper, defaults={"root": paper.root, "content": content, "sha256": digest}
    )
    return file


def content_of(paper: Paper) -> bytes:
    """Return the PDF of a paper, the kept one or one printed now; writes nothing.

    Raises: as `file_of`.
    """
    kept = PaperFile.objects.filter(paper=paper).first()
    return bytes(kept.content) if kept else print_paper(paper)


def print_paper(paper: Paper) -> bytes:
    """Return the PDF of a paper, printed in a child process.

    Raises: as `file_of`.
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
    procedure = procedure_of(paper.case.procedure)
    for kind in procedure.paper_kinds():
        if kind.code == paper.kind:
            return kind
    raise LookupError(f"{procedure.code} gives no paper {paper.kind!r}")


def spaced(code: str) -> str:
    """Return a code in groups of four, as a person reads it from paper: 1a2b-3c4d-…."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _seal(organization: Organization) -> str:
    return seal_url(bytes(organization.seal)) if organization.seal else ""
