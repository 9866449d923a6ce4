"""`./run bench [quick] [--doc]`: measure, print one table, write JSON; a full run writes docs/benchmarks.md too."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks import machine, report
from tests.benchmarks.measuring import measure
from tests.benchmarks.plan import FULL, QUICK, TINY, Plan, Turn, turns
from tests.benchmarks.sides import ROOT, Side, both
from tests.benchmarks.start import first_pages

SERVER = os.environ.get("TUANWU_TEST_PG", "postgres://root@127.0.0.1:5432/test")
PLANS = {plan.name: plan for plan in (FULL, QUICK, TINY)}


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("plan", nargs="?", default="full", choices=PLANS)
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"), help="one database only")
    parser.add_argument("--doc", action="store_true", help="write docs/benchmarks.md from a quick run as well")
    asked = parser.parse_args()
    date = datetime.now().astimezone().isoformat(timespec="seconds")
    path = ROOT / "var" / "bench" / f"{date.replace(':', '')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    for run in runs(PLANS[asked.plan], date, asked.only):
        path.write_text(json.dumps(run, ensure_ascii=False, indent=1), "utf-8")
    show("\n".join(f"{name}: {value}" for name, value in run["machine"].items()))
    show(report.table(run["rows"]))
    for what, wanted, found, met in report.budgets(run["rows"]):
        show(f"{'ok ' if met else 'NOT'} {what}: {found} (asked {wanted})")
    show("\n".join(run["notes"]))
    show(f"{path}")
    if asked.plan == "full" or asked.doc:
        (ROOT / "docs" / "benchmarks.md").write_text(report.document(run), "utf-8")


def runs(plan: Plan, date: str, only: str | None = None, like: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield the run as it stands after each database: machine, rows, notes; one that is stopped leaves some.

    `like` is a migrated SQLite file for our side, where the run is on SQLite only.
    """
    server = SERVER if only != "SQLite" and _answers() else ""
    databases = [name for name in ("SQLite", "PostgreSQL") if only in (None, name) and (name == "SQLite" or server)]
    began, facts = time.monotonic(), machine.facts(server)
    found = list(_starts(plan))
    notes: list[str] = [] if server or only == "SQLite" else ["PostgreSQL did not answer: it was left out."]
    for database in databases:
        with both(database, server, like) as sides:
            found += _on(database, plan, sides, notes)
            if database == databases[0]:
                found += _papers(plan, sides, notes)
        took = f"The run took {time.monotonic() - began:.0f} seconds; {_pace(found)}."
        rows = report.collect(found)
        yield {"date": date, "plan": plan.name, "machine": facts, "rows": rows, "notes": [*notes, took]}


def _pace(found: list[dict[str, Any]]) -> str:
    """Return how fast the machine was in the course of a run."""
    paces = sorted(one["pace"] for one in found if "pace" in one)
    return f"the same work took {paces[0]:.1f} to {paces[-1]:.1f} ms, {statistics.median(paces):.1f} in the middle"


def _starts(plan: Plan) -> Iterator[dict[str, Any]]:
    times = first_pages(plan.starts)
    if times:
        note(f"start {times}")
        work = "start to the first page"
        yield {**measure(work, times), "database": "any", "work": work, "size": 0, "system": "ours"}


def _on(database: str, plan: Plan, sides: dict[str, Side], notes: list[str]) -> Iterator[dict[str, Any]]:
    for turn in turns(plan):
        began = time.monotonic()
        measures = sides[turn.side].do(turn.call, turn.given)
        note(f"{database} {turn.call} {turn.given} {time.monotonic() - began:.1f} s")
        if turn.work == "dues month" and not measures:
            notes.append(f"{database}: the dues month was left out, for the procedure of dues is not installed.")
        for one in measures:
            yield {**one, "database": database, "work": _named(turn, one), "size": turn.size, "system": turn.system}
            if "peak_megabytes" in one and turn.size == plan.round_[-1]:
                notes.append(
                    f"{database}: round of {one['people']:,} members: {one['peak_megabytes']} MB held at most, "
                    f"{one['grown_megabytes']} MB more than before; "
                    f"the objects of one chunk {one['chunk_megabytes']} MB."
                )


def _named(turn: Turn, one: dict[str, Any]) -> str:
    """Return the name of the row: the turn's, or that of a part measured beside it."""
    beside = {"form": "form page by HTTP", "case page": "case page", "comment": "comment"}
    return beside.get(one["what"], turn.work)


def _papers(plan: Plan, sides: dict[str, Side], notes: list[str]) -> Iterator[dict[str, Any]]:
    files = sides["ours"].do("papers.compose", {})
    if not files:
        notes.append("Papers are off on this machine: the certificates were left out.")
        return
    times = min(plan.papers, 20)
    given = dict(zip(("html", "fonts", "look"), files, strict=True))
    for _ in range(plan.turns):
        for side, call, asked in (("ours", "papers.warm", {"times": times}),
                                  ("others", "papers.bare", {**given, "times": times})):  # fmt: skip
            for one in sides[side].do(call, asked):
                yield _paper(one, "paper, warm", "ours" if side == "ours" else "bare")
    for one in sides["ours"].do("papers.ours", {"papers": plan.papers}):
        yield _paper({**one}, one["what"], "ours", plan.papers)


def _paper(one: dict[str, Any], work: str, system: str, size: int = 0) -> dict[str, Any]:
    return {**one, "database": "any", "work": work, "size": size, "system": system}


def _answers() -> bool:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def show(text: str) -> None:
    """Print for whoever runs the command."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Say on standard error how far the run has come."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
