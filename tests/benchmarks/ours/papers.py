"""Certificates: one warm in its child process, and the job of many, each in its own file, kept in the database."""

from __future__ import annotations

import os
import secrets
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from django.db.models import Model
from django.template.loader import render_to_string

from tests.benchmarks.measuring import Measures, measure, timed
from tests.benchmarks.ours import joining
from workflows.models import Entry, Paper, PaperFile
from workflows.papers.pool import CHILDREN, render_in_child
from workflows.papers.printing import sheet_of
from workflows.papers.render import compose as composed
from workflows.papers.render import papers_available
from workflows.papers.tasks import TOGETHER, print_papers

Row = TypeVar("Row", bound=Model)


def compose() -> list[object]:
    """Write the HTML and the look of one certificate to files, for bare WeasyPrint; nothing where papers are off."""
    if papers_available():
        return []
    folder = Path(tempfile.mkdtemp(prefix="bench-papers-"))
    (folder / "paper.html").write_text(composed(sheet_of(_certificate())), "utf-8")
    (folder / "paper.css").write_text(render_to_string("papers/paper.css"), "utf-8")
    return [str(folder / "paper.html"), os.environ["FONTCONFIG_FILE"], str(folder / "paper.css")]


def one_warm(times: int) -> Measures:
    """Print one certificate again and again in a warm child."""
    sheet = sheet_of(_certificate())
    first, _ = timed(lambda: render_in_child(sheet))
    return [measure("a paper", [timed(lambda: render_in_child(sheet))[0] for _ in range(times)], first=first)]


def job(papers: int) -> Measures:
    """Print issued papers as the background worker does, and beside it only draw as many."""
    pattern = _certificate()
    sheet = sheet_of(pattern)
    with ThreadPoolExecutor(CHILDREN) as threads:
        list(threads.map(render_in_child, [sheet] * CHILDREN))  # warm
        drawing, _ = timed(lambda: list(threads.map(render_in_child, [sheet] * papers)))
    entries = _issued(papers)
    chunks = [entries[start : start + TOGETHER] for start in range(0, papers, TOGETHER)]
    took, printed = timed(lambda: sum(print_papers.call(chunk, pattern.root) for chunk in chunks))
    if printed != papers or PaperFile.objects.filter(paper__entry__in=entries).count() != papers:
        raise AssertionError(f"{printed} of {papers} papers were printed")
    return [measure("paper of a job", [took / papers]), measure("paper of a job, drawn only", [drawing / papers])]


def _issued(papers: int) -> list[int]:
    """Issue copies of one certificate, each by an entry of its own, and return the entries."""
    pattern, act = _certificate(), Entry.objects.get(pk=_certificate().entry_id)
    entries, copies = [], []
    for _ in range(papers):
        code = secrets.token_hex(16)
        entries.append(_copy(act, chain=f"bench/{code}", sequence=1))
        copies.append(_copy(pattern, number=code, code=code))
    Entry.objects.bulk_create(entries)
    for paper, entry in zip(copies, entries, strict=True):
        paper.entry = entry
    Paper.objects.bulk_create(copies)
    return [entry.pk for entry in entries]


def _copy(row: Row, **changed: object) -> Row:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**values | {"id": None} | changed)


def _certificate() -> Paper:
    paper = Paper.objects.filter(kind="membership_certificate").select_related("case", "organization").first()
    if paper is None:
        for step in joining._steps():
            joining._by_engine(step)
        return _certificate()
    return paper
