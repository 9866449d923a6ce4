"""One side of the comparison in a process of its own: reads the work from standard input, answers with measures.

The product and the comparison applications have different settings, so that each needs its own process; the bench
gives them work in turn.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command

SETTINGS = {"ours": "tests.benchmarks.settings", "others": "tests.benchmarks.others.settings"}


def main(side: str) -> None:
    """Serve one side until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what anything prints does not mix with the answers
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[side]
    django.setup()
    works = works_of(side)
    gc.freeze()  # as the product's processes do; the others get it as well
    for line in sys.stdin:
        asked = json.loads(line)
        answers.write(json.dumps(_paced(works[asked["work"]], asked["given"])) + "\n")
        answers.flush()


def _paced(work: Callable[..., Any], given: dict[str, Any]) -> Any:
    """Return what a work measured, each measure with the pace of the machine right before and after it."""
    from tests.benchmarks.measuring import yardstick  # noqa: PLC0415 -- needs the settings of this side

    before, measures = yardstick(), work(**given)
    pace = (before + yardstick()) / 2
    return [{**one, "pace": pace} if isinstance(one, dict) else one for one in measures]


def migrate() -> list[Any]:
    """Make the tables."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    return []


def works_of(side: str) -> dict[str, Callable[..., Any]]:
    """Return the works of a side by their names; importable only once Django is set up."""
    if side == "ours":
        from tests.benchmarks.ours import works  # noqa: PLC0415 -- needs the settings of this side
    else:
        from tests.benchmarks.others import works  # noqa: PLC0415 -- needs the settings of this side
    return {"migrate": migrate, **works.WORKS}


if __name__ == "__main__":
    main(sys.argv[1])
