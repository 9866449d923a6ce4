"""`./manage.py town`: build the demo town in an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from procedures.town.life import bring_to_life
from workflows.days import clock


class Command(BaseCommand):
    """Builds the town once; in a database that has organizations it does nothing."""

    help = "Build the demo town (organizations, members, cases in every state) in an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the demo's day."""
        parser.add_argument("--today", type=date.fromisoformat, help="the demo's day (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say what there is."""
        built = bring_to_life(options["today"] or clock.today(), clock.now())
        if built is None:
            self.stdout.write("数据库中已有组织，演示镇不再建立。")
            return
        self.stdout.write(
            f"演示镇已建立：{built.organizations} 个组织，{built.people} 人，"
            f"{built.cases} 件事项，{built.acts} 次办理。"
        )
