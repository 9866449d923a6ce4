"""One life on one database, in a process of its own: `python -m tests.year.life DAYS SEED [--sittings N]`."""

from __future__ import annotations

import argparse
import sys

import django

django.setup()

from tests.year.living import Life  # noqa: E402 -- after setup


def main() -> int:
    """Live, say what was done and what broke, and return 1 where something did."""
    parser = argparse.ArgumentParser(prog="tests.year.life")
    parser.add_argument("days", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--sittings", type=int, default=12, help="people who come on a day (12)")
    asked = parser.parse_args()
    life = Life(asked.days, asked.seed, asked.sittings)
    diary = life.live()
    lines = [f"{kind}: {taken} taken, {refused} not" for kind, taken, refused in diary.counts()]
    lines += [one.told() for one in diary.breaks.values()]
    done = sum(taken for _, taken, _ in diary.counts())
    lines.append(
        f"{asked.days} days, seed {asked.seed}: {done} forms taken, {diary.pages} pages, {len(diary.breaks)} breaks"
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return int(bool(diary.breaks))


if __name__ == "__main__":
    sys.exit(main())
