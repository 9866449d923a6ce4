"""`./manage.py scenario FILE...`: play stories of the rules against the real engine, in a throw-away database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from procedures.scenarios.runner import Runner, Told
from procedures.scenarios.story import BadStory, Story, read
from procedures.scenarios.throwaway import throwaway_database, undone


class Command(BaseCommand):
    """Plays scenario files; exit 1 when an expectation is not met, or a file cannot be played."""

    help = "Play scenario files against the real engine in an empty throw-away database."
    requires_system_checks: list[str] = []  # nothing of the site's database is touched

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files, and whether other programs read the answer."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print the actual outcomes as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play each file in a world of its own; one that cannot be played leaves the others their results."""
        with throwaway_database():
            answers = [self._answer(path, aloud=not options["json"]) for path in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1, default=str))
        if not all(one["ok"] for one in answers):
            raise SystemExit(1)

    def _answer(self, path: Path, *, aloud: bool) -> dict[str, Any]:
        """Play a file and return its result, printed at once where nobody reads JSON; a bad one is said on stderr."""
        try:
            story = read(path)
            with undone():
                lines = Runner(story).run()
        except BadStory as error:
            self.stderr.write(self.style.ERROR(str(error)))
            return {"file": str(path), "ok": False, "error": str(error)}
        if aloud:
            self._print(story, lines)
        return _plain(story, lines)

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
