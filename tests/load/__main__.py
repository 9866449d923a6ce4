"""`./run load [minutes] [--doc]`: 200 people at once on the packaged server; exits with 1 where an act was lost."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("DATABASE_URL", os.environ.get("TUANWU_TEST_PG", "postgres://root@127.0.0.1:5432/test"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from tests.benchmarks import machine
from tests.killing import ROOT, own_database
from tests.load import report
from tests.load.people import Notes, Person, User
from tests.load.serving import environment_of, served

PROVINCE = {"committees": 20, "branches": 20, "people": 50, "busy": 32, "waiting": 12, "applicants": 2, "auditors": 10}
HAMLET = {"committees": 2, "branches": 2, "people": 5, "busy": 2, "waiting": 4, "applicants": 1, "auditors": 1}
FLAWS = ("lost", "done without an answer", "done twice", "races with two winners", "broken chains", "cases with a gap",
         "posts counted wrong")  # fmt: skip


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="./run load", description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=1.0)
    parser.add_argument("--think", type=float, default=10.0, help="seconds to think, on average")
    parser.add_argument("--tiny", action="store_true", help="a few people in a tiny world, for the tests")
    parser.add_argument("--doc", action="store_true", help="write docs/load.md")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        run = load(Path(folder), HAMLET if asked.tiny else PROVINCE, asked.minutes * 60, asked.think)
    path = ROOT / "var" / "load" / f"{run['date'].replace(':', '')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(run, ensure_ascii=False, indent=1), "utf-8")
    say(report.told(run))
    say("\n".join(run["strange"][:20]))
    say(f"{path}")
    if asked.doc:
        (ROOT / "docs" / "load.md").write_text(report.document(run), "utf-8")
    sys.exit(bool(flaws(run)))


def load(folder: Path, size: dict[str, int], seconds: float, think: float) -> dict[str, Any]:
    """Build, serve, let everybody work, prove, and return the run."""
    with own_database(folder, "load") as database:
        facts = machine.facts(database if database.startswith("postgres") else "")
        users = inside("prepare", database, folder, size)
        with served(database, folder) as server:
            notes, took = work([User(**one) for one in users], server.port, seconds, think)
        proof = inside("prove", database, folder, [asdict(one) for one in notes.acts])
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": facts,
        "users": len(users),
        "think": think,
        "seconds": took,
        "per second": len(notes.samples) / took,
        "requests": report.lines(notes.samples),
        "memory": report.memory(server.memory),
        "proof": proof,
        "strange": notes.strange,
    }


def work(users: list[User], port: int, seconds: float, think: float) -> tuple[Notes, float]:
    """Let all users work at once and return what they saw, and how long the last of them took."""
    notes, begun = Notes(), time.monotonic()
    people = [Person(user, port, notes, seed) for seed, user in enumerate(users)]
    threads = [threading.Thread(target=one.work, args=(begun + seconds, think)) for one in people]
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
    """Return what must not be so: acts lost or done twice, answers that nobody expects."""
    errors = sum(row["errors"] for row in run["requests"] if row["request"] == "all")
    return [name for name in FLAWS if run["proof"][name]] + (["answers"] if errors else [])


def say(text: str) -> None:
    """Print a text."""
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
