"""The child processes in which papers are printed, and what becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PRINTS = """
import time
from workflows.papers.pool import in_child
if __name__ == "__main__":  # a child loads this program as well
    print(in_child(eval, "__import__('os').getpid()"), flush=True)
    time.sleep(60)
"""
PATIENCE = 10.0  # seconds


def is_running(pid: int) -> bool:
    """Tell whether a process lives; one that has ended and that nobody has asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_child_ends_with_the_process_that_began_it_even_where_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "prints.py"
    program.write_text(PRINTS, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "config.settings"}
    with subprocess.Popen([sys.executable, program], env=environment, stdout=subprocess.PIPE, text=True) as running:
        child = int(running.stdout.readline()) if running.stdout else 0
        alive = is_running(child)
        running.send_signal(signal.SIGKILL)

    until = time.monotonic() + PATIENCE
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.05)

    assert alive
    assert not is_running(child)
