"""`./run fuzz [minutes] [--seed N]`: odd requests to the demo town on both databases; exits with 1 on any failure."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", "-p", "no:cacheprovider", "--tb=short")


def main() -> int:
    """Run both side by side, each saying what it finds as it finds it."""
    parser = argparse.ArgumentParser(prog="./run fuzz", description=__doc__)
    parser.add_argument(
        "minutes", nargs="?", type=float, default=10.0, help="for each database, after the town is built"
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="of what is drawn")
    given = parser.parse_args()
    sys.stdout.write(f"seed {given.seed}: ./run fuzz {given.minutes:g} --seed {given.seed} draws the same again\n")
    sys.stdout.flush()
    runs = [_start(given, database) for database in ("", os.environ["TUANWU_TEST_PG"])]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        codes = [run.wait() for run in runs]
        return int(any(codes))
    finally:
        for run in runs:
            run.terminate()


def _start(given: argparse.Namespace, database: str) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"TUANWU_FUZZ_SECONDS": str(int(given.minutes * 60)), "TUANWU_FUZZ_SEED": str(given.seed)}
    environment |= {"DATABASE_URL": database} if database else {}
    return subprocess.Popen([*COMMAND, "tests/fuzz/long.py"], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
