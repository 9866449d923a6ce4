"""`./run year [days] [seed]` on one database: robots live so many days; exits with 1 where something broke."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from tests import databases  # noqa: E402 -- after setup
from tests.year.running import lived  # noqa: E402


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="./run year", description=__doc__)
    parser.add_argument("days", nargs="?", type=int, default=400)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # told to stop, it ends the life and drops its database
    with TemporaryDirectory() as folder:
        ended, said = lived(Path(folder), databases.migrated(), asked.days, asked.seed)
    sys.stdout.write(said)
    return ended


if __name__ == "__main__":
    sys.exit(main())
