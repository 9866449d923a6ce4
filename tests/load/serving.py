"""The packaged server in processes of its own, as `./run serve` starts it, and how much memory each holds."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.killing import ROOT

EVERY = 1.0  # seconds between two samples
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
NAMES = (("granian", "web"), ("manage.py", "background"), ("spawn_main", "papers"))


@dataclass(slots=True)
class Server:
    """A running server: its port, and the megabytes of each of its processes over time."""

    port: int
    leader: int
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Note the memory of every process until the server is stopped."""
        while not self.stopped.wait(EVERY):
            for pid, name in _processes(self.leader):
                found = _megabytes(pid)
                if found:
                    self.memory.setdefault(f"{name} {pid}", []).append((time.monotonic(), found))


@contextmanager
def served(database: str, folder: Path) -> Iterator[Server]:
    """Serve a database until the end of the block.

    Raises:
        AssertionError: the server did not start.
    """
    environment = environment_of(database, folder)
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        running = subprocess.Popen(
            ["/bin/sh", ROOT / "run", "serve"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            server = Server(_port_of(running), running.pid)
            watching = threading.Thread(target=server.watch, daemon=True)
            watching.start()
            yield server
            server.stopped.set()
            watching.join()
        finally:
            _stop(running)


def _stop(running: subprocess.Popen[str]) -> None:
    running.terminate()  # not SIGINT, which a shell that was started in the background never hears
    try:
        running.communicate(timeout=60)
    except subprocess.TimeoutExpired as error:
        for pid in (running.pid, *(pid for pid, _ in _processes(running.pid))):
            os.kill(pid, signal.SIGKILL)
        running.communicate()
        raise AssertionError("the server did not stop within a minute") from error


def environment_of(database: str, folder: Path) -> dict[str, str]:
    """Return the switches of the server and of whoever works on its database: no HTTPS, no second factor."""
    port = "8400" if database.startswith("postgres") else "8300"  # the suite runs on both at once
    own: Mapping[str, str] = {
        "DATABASE_URL": database, "TUANWU_DATA": str(folder), "PORT": port, "TUANWU_HTTPS": "0",
        "TUANWU_REQUIRE_MFA": "0", "TUANWU_LOG_LEVEL": "WARNING", "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
    }  # fmt: skip
    return {**os.environ, **own}


def _port_of(running: subprocess.Popen[str]) -> int:
    for line in running.stdout or ():
        found = ADDRESS.search(line)
        if found:
            return int(found[1])
    raise AssertionError(f"the server did not start: {running.wait()}")


def _processes(leader: int) -> Iterator[tuple[int, str]]:
    """Yield the server's own processes of Python, with what each is for."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            session = int((path / "stat").read_text("utf-8").rpartition(")")[2].split()[3])
            command = (path / "cmdline").read_text("utf-8") if session == leader else ""
        except OSError:  # it has ended
            continue
        for word, name in NAMES:
            if word in command:
                yield int(path.name), name


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:  # it has ended
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)
