"""The start is timed to the first page, and what was started is stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import report
from tests.benchmarks.measuring import measure
from tests.benchmarks.start import first_pages

SERVER = 'echo $$ >>pids; [ -e page ] || { touch page; sleep 1; }; exec python3 -m http.server --bind 127.0.0.1 "$PORT"'


def alive(pid: str) -> bool:
    """Tell whether a process runs."""
    return (Path("/proc") / pid).exists()


def test_starts_are_timed_without_the_one_that_installs_and_none_is_left_running(tmp_path: Path) -> None:
    (tmp_path / "run").write_text(SERVER, "ascii")

    times = first_pages(2, tmp_path)

    pids = (tmp_path / "pids").read_text("ascii").split()
    assert [len(times), len(pids)] == [2, 3]
    assert max(times) < 1000  # the first takes a second longer
    assert [pid for pid in pids if alive(pid)] == []


def test_a_product_that_does_not_start_is_told(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("exit 3", "ascii")

    with pytest.raises(AssertionError, match=r"\./run ended with 3 before its first page"):
        first_pages(1, tmp_path)


@pytest.mark.parametrize(("took", "met"), [(2000.0, True), (2001.0, False)])
def test_the_budget_of_a_start_is_two_seconds(took: float, met: bool) -> None:
    start = measure("first page", [took], database="any", work="start to the first page", size=0, system="ours")

    (told,) = report.budgets(report.collect([start]))

    assert told == ("any: start to the first page", "≤ 2000 ms", f"{took:,.0f} ms", met)
