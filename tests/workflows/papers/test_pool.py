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
SERVES = """
import multiprocessing
from workflows.papers.pool import in_child
def serve():
    print(in_child(eval, "__import__('os').getpid()"), flush=True)
if __name__ == "__main__":
    server = multiprocessing.get_context("spawn").Process(target=serve)
    server.start()
    server.join(40)
    print(server.exitcode, flush=True)
    server.kill()
"""
PATIENCE = 10.0  # seconds


def is_running(pid: int) -> bool:
    """Tell whether a process lives; one that has ended and that nobody has asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def run_program(text: str, folder: Path) -> subprocess.Popen[str]:
    """Start a program that prints papers."""
    program = folder / "prints.py"
    program.write_text(text, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.Popen([sys.executable, program], env=environment, stdout=subprocess.PIPE, text=True)


def test_a_process_of_the_web_server_that_has_printed_a_paper_ends_when_it_is_told_to(tmp_path: Path) -> None:
    with run_program(SERVES, tmp_path) as running:
        told = running.communicate()[0].split()

    assert told[1:] == ["0"]
    assert not is_running(int(told[0]))


def test_a_child_ends_with_the_process_that_began_it_even_where_that_is_killed(tmp_path: Path) -> None:
    with run_program(PRINTS, tmp_path) as running:
        child = int(running.stdout.readline()) if running.stdout else 0
        alive = is_running(child)
        running.send_signal(signal.SIGKILL)

    until = time.monotonic() + PATIENCE
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.05)

    assert alive
    assert not is_running(child)
