"""`./manage.py import_roster FILE`: take a spreadsheet of members into the register."""

from __future__ import annotations

import json
from argparse import ArgumentParser, BooleanOptionalAction
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from procedures.register.roster.plan import Options, Plan, plan_import
from procedures.register.roster.writing import Importing, import_roster
from workflows.days import clock
from workflows.exchange.limits import MOST_BYTES
from workflows.exchange.unreadable import Unreadable
from workflows.people.models import Person


class Command(BaseCommand):
    """Imports a roster; rows that cannot be imported come back with reasons, and the file still counts as read."""

    help = "Import a roster (.xlsx): each row is imported, imported with a warning, or refused with a reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and how to import it."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--preview", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        parser.add_argument("--organization", default="", metavar="CODE", help="committee to look branches up under")
        parser.add_argument("--by", default="", metavar="USERNAME", help="in whose name the log records the import")
        parser.add_argument(
            "--create",
            action=BooleanOptionalAction,
            default=None,
            help="create organizations that the roster names (default: only where the committee has no branch yet)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and print what became of the rows."""
        wanted = Options(options["organization"], options["create"])
        who = Importing(_actor(options["by"]), clock.today(), clock.now())
        try:
            content = _content(options["file"])
            plan = plan_import(content, wanted, who.on) if options["preview"] else import_roster(content, wanted, who)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_plain(plan), ensure_ascii=False, indent=1))
        else:
            self._print(plan, preview=options["preview"])

    def _print(self, plan: Plan, *, preview: bool) -> None:
        for problem in plan.problems:
            mark = "✗" if problem.level == "error" else "!"
            self.stdout.write(f"{mark} {problem.cell or '全表'} {problem.column} {problem.message} [{problem.code}]")
        counts = plan.counts
        self.stdout.write(
            f"{'预览' if preview else '导入'}“{plan.places.title}”：共 {counts['rows']} 行，"
            f"{'可导入' if preview else '已导入'} {counts['imported']} 行（其中有提示的 {counts['warned']} 行），"
            f"未变 {counts['unchanged']} 行，未导入 {counts['refused']} 行。"
        )


def _plain(plan: Plan) -> dict[str, Any]:
    return {**plan.counts, "problems": [asdict(problem) for problem in plan.problems]}


def _content(path: Path) -> bytes:
    """Return the bytes of a file, not more of them than a roster may have."""
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"无法读取文件 {path}：{error.strerror}。") from error


def _actor(username: str) -> Person | None:
    if not username:
        return None
    try:
        return Person.objects.get(username=username)
    except Person.DoesNotExist as error:
        raise CommandError(f"没有登录名为“{username}”的人员。") from error
