"""Mutation testing: change the rules of a module in every small way, and tell which change no test notices.

Usage: python -m tests.mutants [--seconds N] [PATH...]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutants.accepted import accepted
from tests.mutants.mutating import Mutant, mutants_of
from tests.mutants.trying import Trial

ROOT = Path(__file__).resolve().parents[2]
WHAT = (
    "procedures/*/conditions.py", "procedures/*/*_conditions.py", "procedures/*/effects.py",
    "procedures/common/meeting.py", "forms/money.py",
    *(f"procedures/dues/{name}.py" for name in (
        "adjusting", "charging", "importing", "leaving", "ledger", "opening", "payments", "periods", "publishing",
        "remitting", "scale", "undoing",
    )),
    "procedures/register/arrears.py",
    "workflows/appointments/overdone.py", "workflows/days/dates.py", "workflows/days/working_days.py",
    "workflows/desks/recusal.py", "workflows/desks/routing.py", "workflows/engine/act_day.py",
    "workflows/engine/gate.py", "workflows/engine/undoing.py", "workflows/proof/log.py",
    "workflows/table/condition.py", "workflows/table/rules.py",
)  # fmt: skip
SURVIVORS = Path("var/mutants")
WANTED = 0.9  # of the mutants that are not accepted


@dataclass(slots=True)
class Result:
    """What became of the mutants of a module; `left` were not tried in the time."""

    killed: int = 0
    accepted: int = 0
    left: int = 0
    survived: list[Mutant] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part of the tried ones that was killed."""
        return self.killed / max(self.killed + len(self.survived), 1)


def main() -> int:
    """Try the mutants of the paths, and return 1 where too many survive."""
    parser = argparse.ArgumentParser(prog="./run mutants")
    parser.add_argument("--seconds", type=float, default=600.0, help="the longest for one path (600)")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    given = parser.parse_args()
    paths = given.paths or sorted(path.relative_to(ROOT) for one in WHAT for path in ROOT.glob(one))
    shares = [_report(path, _try(path, concerning(path), given.seconds)) for path in paths]
    return int(min(shares) < WANTED)


def concerning(path: Path) -> list[str]:
    """Return the tests that concern a module: the files of its own name, else the folder that mirrors its own.

    What is too much for one file lies beside it, `test_effects_of_letters.py` beside `test_effects.py`.

    Raises:
        SystemExit: there are none.
    """
    own = Path("tests", path.parent, f"test_{path.name}")
    found = own if (ROOT / own).exists() else own.parent
    if not (ROOT / found).exists():
        sys.exit(f"{path}: no tests at {own}")
    beside = (ROOT / own.parent).glob(f"{own.stem}_of_*.py") if found == own else ()
    return [str(found), *sorted(str(one.relative_to(ROOT)) for one in beside)]


def _try(path: Path, tests: list[str], seconds: float) -> Result:
    known, mutants = accepted(str(path)), mutants_of(path.read_text("utf-8"))
    trial = Trial(path, [one for one in mutants if one.name not in known], seconds)
    trial.run(tests)
    if not trial.passes:
        sys.exit(f"{path}: {' '.join(tests)} fail without a change")
    for mutant in trial.survived:
        print(f"survived {path}:{mutant.number}: {mutant.name}", flush=True)
    accepted_ones = sum(1 for one in mutants if one.name in known)
    return Result(len(trial.killed), accepted_ones, trial.left, trial.survived)


def _report(path: Path, result: Result) -> float:
    SURVIVORS.mkdir(parents=True, exist_ok=True)
    lines = [f"{path}:{one.number}: {one.name}\n" for one in result.survived]
    (SURVIVORS / f"{'.'.join(path.with_suffix('').parts)}.txt").write_text("".join(lines), "utf-8")
    print(
        f"{path}: {result.killed} killed, {len(result.survived)} survived ({result.share:.0%}), "
        f"{result.accepted} accepted, {result.left} not tried",
        flush=True,
    )
    return result.share


if __name__ == "__main__":
    sys.exit(main())
