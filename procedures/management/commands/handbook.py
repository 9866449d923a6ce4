"""`manage.py handbook [--check]`: write docs/procedures, or tell which of its files differ."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workflows.handbook.files import broken, differing, write
from workflows.table.registry import procedures


class Command(BaseCommand):
    """Print every installed procedure as its officer's page, its picture and its BPMN file."""

    help = "生成办理手册 docs/procedures；--check 只核对是否最新"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--check", action="store_true", help="不写文件；有不一致时列出文件名并以 1 退出")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Run the command.

        Raises:
            CommandError: naming the tables whose edition has to be raised, before anything is written; with
                `--check`, naming the files that differ.
        """
        folder = Path(settings.BASE_DIR) / "docs" / "procedures"
        unraised = broken(folder, procedures())
        if unraised:
            raise CommandError("\n".join(unraised), returncode=1)
        if not check:
            self.stdout.write("\n".join(str(path) for path in write(folder, procedures())))
            return
        stale = differing(folder, procedures())
        if stale:
            names = "\n".join(str(path) for path in stale)
            raise CommandError(f"办理手册不是最新，请运行 ./run manage handbook：\n{names}", returncode=1)
