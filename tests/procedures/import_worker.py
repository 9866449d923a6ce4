"""A process of its own that reads in a roster and a sheet of payments; started and killed by the test of kills.

Usage: python -m tests.procedures.import_worker prepare FOLDER | run FOLDER
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 -- after setup
from django.core.management import call_command  # noqa: E402

from procedures.register.roster.plan import Options  # noqa: E402
from procedures.register.roster.writing import Importing, import_roster  # noqa: E402
from procedures.scenarios.runner import Runner, noon  # noqa: E402
from procedures.scenarios.story import read  # noqa: E402
from tests.killing import READY, digest, say  # noqa: E402
from tests.procedures.dues.test_import import sheet  # noqa: E402
from tests.procedures.register.roster.sheets import id_number, row, workbook  # noqa: E402
from workflows import engine  # noqa: E402
from workflows.models import Case, Entry  # noqa: E402
from workflows.people.models import Person  # noqa: E402
from workflows.proof.log import first_broken  # noqa: E402

ON = date(2026, 3, 31)
ROSTER, PAYMENTS = "roster.xlsx", "payments.xlsx"
PEOPLE = 120  # in the roster
PAYERS = 20  # of the thirty on the roll of the branch
SCENARIOS = Path(__file__).parents[1] / "scenarios"
NOT_COMPARED = frozenset({
    "DBTaskResult",  # printing is asked for after the commit; a paper for which it was not is printed when opened
    "Person.password", "Submission.salt", "Attachment.file", "Paper.code",  # drawn
    "Person.joined_at", "Case.created", "Case.finished", "Task.created", "Task.finished",  # by the machine's clock
    "Entry.digest", "Entry.hash", "Entry.previous", "Case.head",  # computed from these and from keys: see `broken`
    "Entry.chain",  # names the case's key, before which PostgreSQL leaves a gap for one that was rolled back
    "Task.flow_task",  # a node, which prints as its address in memory; the stage is compared
})  # fmt: skip


def prepare(folder: Path) -> None:
    """Build a branch whose members owe three months."""
    call_command("migrate", verbosity=0, interactive=False)
    (folder / "worlds").symlink_to(SCENARIOS / "worlds")
    story = folder / "story.yaml"
    story.write_text(_story(), "utf-8")
    wrong = [told for told in Runner(read(story)).run() if told.wrong]
    if wrong:
        raise AssertionError(wrong)
    (folder / ROSTER).write_bytes(workbook([_row(serial) for serial in range(PEOPLE)]))
    (folder / PAYMENTS).write_bytes(sheet([[f"团员{one}", 0.6, ""] for one in range(PAYERS)]).read())


def run(folder: Path) -> None:
    """Do what the user does who finds, after a kill, that it is not done: the same again."""
    roster = (folder / ROSTER).read_bytes()
    import_roster(roster, Options("HOSP", create=True), Importing(None, ON, noon(ON)))
    case = Case.objects.filter(procedure="dues", stage__startswith="import").order_by("pk").first()
    case = case or engine.start("dues", _request("import_payments", _upload(folder))).case
    if case.stage == "import_previewed":
        engine.act(case, _request("confirm_import"))


def _story() -> str:
    people = range(PAYERS)
    member = "born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04"
    members = [f"    - {{id: k{one}, name: 团员{one}, {member}}}" for one in people]
    bases = [f"    - {{person: k{one}, category: student, from_month: 2026-01}}" for one in people]
    months = "with: {from_month: 2026-01, to_month: 2026-03}"
    return "\n".join((
        "given: hospital", "also:", "  people:", *members, "  dues_basis:", *bases,
        f"acts: [{{on: 2026-03-31, by: org_med, act: dues.open_months, {months}}}]",
    ))  # fmt: skip


def _row(serial: int) -> dict[str, Any]:
    born = date(2003, 1, 1 + serial % 28)
    return row(serial, born=born, id_number=id_number(born, serial), branch=f"第{serial % 4}社区团支部")


def _upload(folder: Path) -> dict[str, Any]:
    return {"spreadsheet": SimpleUploadedFile(PAYMENTS, (folder / PAYMENTS).read_bytes())}


def _request(act: str, files: dict[str, Any] | None = None) -> engine.Request:
    answers = {"method": "mobile"} if files else {}
    return engine.Request(act, Person.objects.get(username="org_med"), ON, noon(ON), answers, files=files or {})


def main() -> None:
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "prepare":
        prepare(folder)
        return
    say(READY)
    begun = time.process_time()
    run(folder)
    took = time.process_time() - begun
    chains = Entry.objects.values_list("chain", flat=True).distinct()
    broken = [chain for chain in chains if first_broken(chain)]
    say(json.dumps({**digest(without=NOT_COMPARED), "broken": broken, "took": took}))


main()
