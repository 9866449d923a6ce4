"""`./manage.py scenario FILE...`: play stories of the rules against the real engine, in a throw-away database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from procedures.scenarios.runner import Runner, Told
from procedures.scenarios.story import BadStory, Story, read
from procedures.scenarios.throwaway import throwaway_database, undone


class Command(BaseCommand):
    """Plays scenario files; exit 1 when an expectation is not met."""

    help = "Play scenario files against the real engine in an empty throw-away database."
    requires_system_checks: list[str] = []  # nothing of the site's database is touched

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files, and whether other programs read the answer."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print the actual outcomes as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play each file in a world of its own."""
        try:
            stories = [read(path) for path in options["files"]]
            with throwaway_database():
                told = [(story, self._play(story)) for story in stories]
        except BadStory as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps([_plain(*one) for one in told], ensure_ascii=False, indent=1, default=str))
        else:
            for story, lines in told:
                self._print(story, lines)
        if any(line.wrong for _, lines in told for line in lines):
            raise SystemExit(1)

    def _play(self, story: Story) -> list[Told]:
        with undone():
            return Runner(story).run()

    def _print(self, story: Story, lines: list[Told]) -> None:
        self.stdout.write(f"{story.path.name}: {story.title}")
        for line in lines:
            mark = "✗" if line.wrong else "✓"
            self.stdout.write(f"  {mark} {line.on} {line.by} {line.what} → {_short(line)}")
            for wrong in line.wrong:
                self.stdout.write(f"      {wrong}")


def _short(line: Told) -> str:
    if "refused" in line.outcome:
        return f"refused {line.outcome['refused']}：{line.outcome['sentence']}"
    state = line.outcome.get("state", "")
    warned = ", ".join(line.outcome.get("warned") or ())
    return f"{state}{f'（{warned}）' if warned else ''}" or str(dict(line.outcome))


def _plain(story: Story, lines: list[Told]) -> dict[str, Any]:
    return {
        "file": str(story.path),
        "title": story.title,
        "ok": not any(line.wrong for line in lines),
        "acts": [
            {"on": line.on, "by": line.by, "act": line.what, "outcome": line.outcome, "wrong": line.wrong}
            for line in lines
        ],
    }
