#!/usr/bin/env python3
"""Run Django's and this product's commands; with a Python that lacks the packages, through `./run`, which has them."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

RUN = Path(__file__).resolve().parent / "run"


def main() -> None:
    """Run a command here, or hand it to `./run`."""
    if find_spec("django") is None:
        os.execv(RUN, [str(RUN), "manage", *sys.argv[1:]])  # noqa: S606 -- our own script, the caller's own words
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- not there in every Python

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
