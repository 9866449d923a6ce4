"""`./run load [minutes] [--doc]`: 200 people at once on the packaged server; exits with 1 where an act was lost."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("DATABASE_URL", os.environ.get("TUANWU_TEST_PG", "postgres://root@127.0.0.1:5432/test"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from tests.killing import ROOT
from tests.load import report
from tests.load.running import HAMLET, PROVINCE, flaws, load


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="./run load", description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=1.0)
    parser.add_argument("--think", type=float, default=30.0, help="seconds to think, on average")
    parser.add_argument("--tiny", action="store_true", help="a few people in a tiny world, for the tests")
    parser.add_argument("--doc", action="store_true", help="write docs/load.md")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # told to stop, it stops its server and drops its database
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


def say(text: str) -> None:
    """Print a text."""
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
