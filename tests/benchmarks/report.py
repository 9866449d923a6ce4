"""One table of a run, its JSON, and docs/benchmarks.md made of that JSON."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

SYSTEMS = {"ours": "团务", "stock": "stock Viewflow 2.4", "handwritten": "django-fsm by hand", "bare": "bare SQL"}
HEAD = ("database", "work", "size", *SYSTEMS.values(), "stock ÷ 团务", "by hand ÷ 团务")
KNOWN = ("database", "work", "size", "system", "samples", "what", "unit", "pace")
Rows = list[dict[str, Any]]

PREFACE = """# Benchmarks

Written by `./run bench` from its own JSON; do not edit. Times are milliseconds: the median, with minimum and maximum in
brackets. The systems take turns within one run, so that a busy machine slows them alike: **read the ratios**.
The speed of a virtual machine swings by three quarters within minutes, with nothing of ours at work. So a piece of work
that is always the same is timed right before and after every other; what is compared **against itself** at another
time is told by that pace, and by the clock in brackets.

- **act**: one of seven human acts of a joining case (open, talk, two introducers, vote, approval, filing), each its own
  committed transaction with history. Ours are those of the real procedure, with permission, conditions by rule,
  routing, hash-chained log, register, notices and numbered papers; the others do none of these but history and state.
- **by HTTP**: the POST of the form through the whole stack of middleware, with session, CSRF and redirect, by Django's
  test client with CSRF enforced (no network, no server process); ours with the product's own settings. Acts are
  addressed to a role: on stock Viewflow that is two requests, for the task is taken from the queue before its form.
- **inbox**: the first page with its exact total, tasks spread evenly over twenty reviewers.
- **search**: a case by its number, and a name that nobody bears, among as many cases as there are tasks in the inbox.
- **round**: per member, with case, task and chained entry. Stock Viewflow starts processes one by one; so many as the
  run's plan says are measured, and its time for a member stands for every size.
- **timeline**: the entries of one case among so many in all, by the query; *case page* is the whole page by HTTP and
  *comment* an act on that case.
- **papers**: one certificate printed warm, and one of a job over all cores, against WeasyPrint alone on the same HTML.
- **start**: from `./run` on the command line to the sign-in page by HTTP, environment installed and demo built.
"""


def collect(found: Iterable[Mapping[str, Any]]) -> Rows:
    """Return a row of each work, size and system on a database, from the samples of all its turns."""
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    for one in found:
        key = (one["database"], one["work"], one["size"])
        row = rows.setdefault(key, {"database": key[0], "work": key[1], "size": key[2], "systems": {}})
        kept = row["systems"].setdefault(one["system"], {"samples": [], "paced": []})
        kept["samples"] += one["samples"]
        kept["paced"] += [took / one.get("pace", 1.0) for took in one["samples"]]
        kept |= {name: value for name, value in one.items() if name not in KNOWN}
    for row in rows.values():
        for kept in row["systems"].values():
            kept |= {"paced": round(statistics.median(kept.pop("paced")), 4), **_summary(kept.pop("samples"))}
    return list(rows.values())


def _summary(samples: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(samples), 4), "min": round(min(samples), 4), "max": round(max(samples), 4),
        "times": len(samples),
    }  # fmt: skip


def ratio(row: Mapping[str, Any], system: str) -> float | None:
    """Return how many times longer another system took than ours."""
    systems = row["systems"]
    if system not in systems or "ours" not in systems:
        return None
    return float(systems[system]["median"] / systems["ours"]["median"])


def table(rows: Rows) -> str:
    """Return the rows as one table that reads on a terminal as in Markdown."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEAD))]
    drawn = ["| " + " | ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)) + " |"
             for line in lines]  # fmt: skip
    return "\n".join([drawn[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *drawn[1:]])


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    cells = [_cell(row["systems"].get(system)) for system in SYSTEMS]
    ratios = [_times(ratio(row, system)) for system in ("stock", "handwritten")]
    return (row["database"], row["work"], f"{row['size']:,}" if row["size"] else "", *cells, *ratios)


def _cell(kept: Mapping[str, Any] | None) -> str:
    if kept is None:
        return ""
    shown = f"{_number(kept['median'])} ({_number(kept['min'])}–{_number(kept['max'])})"
    return f"{shown}, {kept['statements']} SQL" if "statements" in kept else shown


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.3f}"


def _times(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}×"


def _width(text: str) -> int:
    return sum(2 if "\u2e80" <= letter <= "\uffee" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


MOST = {  # milliseconds of ours: of a page, of one history, of a charge, of a paper, of a start
    "inbox": 20.0,
    "timeline": 10.0,
    "dues month": 0.1,
    "paper of a job": 30.0,
    "start to the first page": 2000.0,
}


def budgets(rows: Rows) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (what, asked, measured, met) of the budgets that a run's rows can tell."""
    for row in rows:
        yield from _against_others(row)
        yield from _by_itself(row)
    for database in dict.fromkeys(row["database"] for row in rows):
        for work, most in (("inbox", 1.5), ("search", 1.5), ("timeline", 1.5)):
            found = [row for row in rows if (row["database"], row["work"]) == (database, work)]
            yield from _growth(database, work, found, most)


def _against_others(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    """Yield what is asked against other systems: of every size, and more of the size that is named for it."""
    asked = {"act by HTTP": [("stock", 2.0), ("handwritten", 1.0)],
             "round": [("stock", 50.0 if row["size"] >= 100_000 else 20.0)],
             "inbox": [("stock", 100.0 if row["size"] >= 1_000_000 else 1.0)],
             "paper, warm": [("bare", 1 / 1.2)]}  # fmt: skip
    for system, least in asked.get(row["work"], ()):
        found = ratio(row, system)
        if found is not None:
            size = f" {row['size']:,}" if row["size"] else ""
            what = f"{row['database']}: {row['work']}{size}, against {SYSTEMS[system]}"
            yield what, f"≥ {least:.3g}×", f"{found:.2f}×", found >= least


def _by_itself(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    most, ours = MOST.get(row["work"]), row["systems"].get("ours")
    if most is None or ours is None:
        return
    size = f" {row['size']:,}" if row["size"] else ""
    yield (
        f"{row['database']}: {row['work']}{size}",
        f"≤ {most:g} ms",
        f"{_number(ours['median'])} ms",
        ours["median"] <= most,
    )


def _growth(database: str, work: str, rows: Rows, most: float) -> Iterator[tuple[str, str, str, bool]]:
    if len(rows) < 2:
        return
    first, last = rows[0], rows[-1]
    found, by_clock = (last["systems"]["ours"][way] / first["systems"]["ours"][way] for way in ("paced", "median"))
    what = f"{database}: {work} at {last['size']:,} against itself at {first['size']:,}"
    yield what, f"≤ {most:g}×", f"{found:.2f}× ({by_clock:.2f}× by the clock)", found <= most


def document(run: Mapping[str, Any]) -> str:
    """Return docs/benchmarks.md of a run."""
    facts = "\n".join(f"- {name}: {value}" for name, value in run["machine"].items())
    judged = "\n".join(f"| {what} | {asked} | {found} | {'yes' if met else '**no**'} |"
                       for what, asked, found, met in budgets(run["rows"]))  # fmt: skip
    notes = "\n".join(f"- {note}" for note in run["notes"])
    return (
        f"{PREFACE}\n## The run of {run['date']} ({run['plan']})\n\n{facts}\n\n{table(run['rows'])}\n\n"
        f"## Budgets\n\n| work | asked | measured | met |\n|---|---|---|---|\n{judged}\n\n## Notes\n\n{notes}\n"
    )
