"""Each benchmark runs, at a tiny size, and its table and document say what was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import report
from tests.benchmarks.__main__ import runs
from tests.benchmarks.plan import TINY

pytestmark = pytest.mark.slow
WORKS = {
    "act by the engine",
    "act by HTTP",
    "form page by HTTP",
    "round",
    "inbox",
    "search",
    "timeline",
    "case page",
    "comment",
}


def test_every_benchmark_runs_at_a_tiny_size(migrated_on_sqlite: Path) -> None:
    (run,) = runs(TINY, "2026-05-20", "SQLite", like=migrated_on_sqlite)

    rows = run["rows"]
    assert {row["work"] for row in rows} >= WORKS
    compared = {tuple(row["systems"]) for row in rows if row["work"] in ("act by the engine", "inbox")}
    assert compared == {("ours", "stock", "handwritten", "bare")}
    document = report.document(json.loads(json.dumps(run)))
    assert all(work in document for work in WORKS)
    assert "stock ÷ 团务" in report.table(rows)
