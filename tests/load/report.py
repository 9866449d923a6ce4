"""A run in figures: one line for each kind of request, and what was proven."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.load import memory
from tests.load.browser import Sample

HEADER = ("request", "count", "p50 ms", "p95 ms", "p99 ms", "max ms", "errors")
EXPECTED = (200, 302, 404, 409)  # 404 and 409: a colleague did it in the meantime


def lines(samples: Iterable[Sample]) -> list[dict[str, Any]]:
    """Return the figures of each kind of request, and of all of them."""
    kinds: dict[str, list[Sample]] = defaultdict(list)
    for one in samples:
        kinds[one.kind].append(one)
        kinds["all"].append(one)
    return [_line(kind, kinds[kind]) for kind in sorted(kinds, key=lambda kind: (kind == "all", kind))]


def _line(kind: str, samples: Sequence[Sample]) -> dict[str, Any]:
    took = sorted(one.seconds * 1000 for one in samples)
    errors = sum(1 for one in samples if one.status not in EXPECTED)
    figures = [len(took), *(round(_share(took, share)) for share in (0.5, 0.95, 0.99, 1.0)), errors]
    return dict(zip(HEADER, [kind, *figures], strict=True))


def _share(took: Sequence[float], share: float) -> float:
    return took[min(int(len(took) * share), len(took) - 1)]


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return figures as a table of Markdown."""
    told = ["| " + " | ".join(HEADER) + " |", "|---" * len(HEADER) + "|"]
    return "\n".join([*told, *("| " + " | ".join(f"{row[name]}" for name in HEADER) + " |" for row in rows)])


def told(run: Mapping[str, Any]) -> str:
    """Return everything that a run has shown."""
    facts = [f"- {name}: {value}" for name, value in run["machine"].items()]
    proof = [f"- {name}: {len(value) if isinstance(value, (list, dict)) else value}" for name, value in
             run["proof"].items()]  # fmt: skip
    head = f"{run['users']} users, {run['seconds']:.0f} seconds, {run['per second']:.1f} answers a second."
    parts = (
        (head, [table(run["requests"])]),
        (f"Memory in megabytes, median of each minute; {memory.verdict(run['memory'])}:", memory.told(run["memory"])),
        ("Proven afterwards on the database:", proof),
        ("Machine:", facts),
    )
    return "\n\n".join(f"{title}\n\n" + "\n".join(lines) for title, lines in parts)


def document(run: Mapping[str, Any]) -> str:
    """Return `docs/load.md`."""
    return f"""# Load

Written by `./run load --doc` on {run["date"][:10]}. The packaged server (`./run serve`: two processes of the web
server, the background worker) on PostgreSQL; the users are threads of one other process, so that **server, database
and users share the same cores**. Each is signed in beforehand by a row of its session; then applicants apply and follow
their case, officers and reviewers open the inbox, a case, an act, and do it, auditors read timelines, with
{run["think"]:g} seconds to think on average. A quarter of the acts are sent twice at the same moment, by two clicks or
by two reviewers of the same post: one of each pair must win. 404 and 409 answer who came second. Of the processes
one `web` only watches the other two, and `papers` are the children of `background` that print; one of them is replaced
after two thousand papers.

{told(run)}
"""
