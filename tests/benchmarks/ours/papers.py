"""Certificates: one warm in its child process, and a job of many over all cores, each in its own file."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.template.loader import render_to_string

from tests.benchmarks.measuring import Measures, measure, timed
from tests.benchmarks.ours import joining
from workflows.models import Paper
from workflows.papers.pool import CHILDREN, render_in_child
from workflows.papers.printing import sheet_of
from workflows.papers.render import compose as composed
from workflows.papers.render import papers_available
from workflows.papers.sheets import Sheet


def compose() -> list[object]:
    """Write the HTML and the look of one certificate to files, for bare WeasyPrint; nothing where papers are off."""
    if papers_available():
        return []
    folder = Path(tempfile.mkdtemp(prefix="bench-papers-"))
    (folder / "paper.html").write_text(composed(_certificate()), "utf-8")
    (folder / "paper.css").write_text(render_to_string("papers/paper.css"), "utf-8")
    return [str(folder / "paper.html"), os.environ["FONTCONFIG_FILE"], str(folder / "paper.css")]


def one_warm(times: int) -> Measures:
    """Print one certificate again and again in a warm child."""
    sheet = _certificate()
    first, _ = timed(lambda: render_in_child(sheet))
    return [measure("a paper", [timed(lambda: render_in_child(sheet))[0] for _ in range(times)], first=first)]


def job(papers: int) -> Measures:
    """Print many at once, as a job of the background worker does."""
    sheet = _certificate()
    with ThreadPoolExecutor(CHILDREN) as threads:
        list(threads.map(render_in_child, [sheet] * CHILDREN))  # warm
        took, printed = timed(lambda: list(threads.map(render_in_child, [sheet] * papers)))
    if not all(pdf.startswith(b"%PDF") for pdf in printed):
        raise AssertionError("a paper is no PDF")
    return [measure("a paper", [took / papers])]


def _certificate() -> Sheet:
    paper = Paper.objects.filter(kind="membership_certificate").select_related("case", "organization").first()
    if paper is None:
        for step in joining._steps():
            joining._by_engine(step)
        return _certificate()
    return sheet_of(paper)
