"""A whole run: build, serve, let everybody work, prove."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.benchmarks import machine
from tests.killing import ROOT, own_database
from tests.load import memory, report
from tests.load.people import Notes, Person, User
from tests.load.serving import environment_of, served

PROVINCE = {"committees": 20, "branches": 20, "people": 50, "busy": 32, "waiting": 12, "applicants": 2, "auditors": 10}
HAMLET = {"committees": 2, "branches": 2, "people": 5, "busy": 2, "waiting": 4, "applicants": 1, "auditors": 1}
WARM = 15.0  # seconds in which each process opens its pages for the first time; not in the figures
SUPPLY = 0.8  # waiting cases of a busy branch for each turn of a user, so that nobody's inbox runs empty
FLAWS = ("lost", "done without an answer", "done twice", "races with two winners", "broken chains", "cases with a gap",
         "posts counted wrong")  # fmt: skip


def load(
    folder: Path, size: dict[str, int], seconds: float, think: float, *, warm: float = WARM, like: str = ""
) -> dict[str, Any]:
    """Build (in an empty database, or in one like another), serve, let everybody work, prove, and return the run."""
    with own_database(folder, "load", like=like) as database:
        facts = machine.facts(database if database.startswith("postgres") else "")
        waiting = max(size["waiting"], round(seconds / think * SUPPLY))
        users = inside("prepare", database, folder, {**size, "waiting": waiting})
        with served(database, folder) as server:
            people = [User(**one) for one in users]
            first = [one for one in people if one.kind != "applicant"][:: max(len(people) // 10, 1)]
            before, _ = work(first, server.port, warm, 1.0)
            begun = time.monotonic()
            notes, took = work(people, server.port, seconds, think)
        proof = inside("prove", database, folder, [asdict(one) for one in (*before.acts, *notes.acts)])
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": facts,
        "users": len(users),
        "think": think,
        "seconds": took,
        "per second": len(notes.samples) / took,
        "requests": report.lines(notes.samples),
        "memory": memory.by_minute(server.memory, begun),
        "proof": proof,
        "strange": [*before.strange, *notes.strange],
    }


def work(users: list[User], port: int, seconds: float, think: float) -> tuple[Notes, float]:
    """Let all users work at once and return what they saw, and how long the last of them took."""
    notes, begun = Notes(), time.monotonic()
    people = [Person(user, port, notes, seed) for seed, user in enumerate(users)]
    threads = [threading.Thread(target=one.work, args=(begun + seconds, think), daemon=True) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return notes, time.monotonic() - begun


def inside(what: str, database: str, folder: Path, given: Any) -> Any:
    """Have something done on the database by a process of its own, and return its answer."""
    question, answer = folder / f"{what}.json", folder / f"{what}.answer.json"
    question.write_text(json.dumps(given), "utf-8")
    command = [sys.executable, "-m", "tests.load.inside", what, str(question), str(answer)]
    subprocess.run(command, cwd=ROOT, env=environment_of(database, folder), check=True)
    return json.loads(answer.read_text("utf-8"))


def flaws(run: dict[str, Any]) -> list[str]:
    """Return what must not be so: acts lost or done twice, answers that nobody expects, memory that grows."""
    errors = sum(row["errors"] for row in run["requests"] if row["request"] == "all")
    found = [name for name in FLAWS if run["proof"][name]]
    return [*found, *(["answers"] if errors else []), *memory.growing(run["memory"])]
