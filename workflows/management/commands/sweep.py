"""`./manage.py sweep`: do what the calendar asks for; for the nightly timer of an installation."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.days import clock
from workflows.rounds.housekeeping import tidy
from workflows.rounds.sweep import sweep


class Command(BaseCommand):
    """Sweeps once, and tidies up behind it; running it again on the same day does nothing more."""

    help = "Remind, escalate, give back, run the night's rounds, end what the law ends. Nothing is ever decided."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day."""
        parser.add_argument("--on", type=_day, help="the day (default: today), not after today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say what was done."""
        on = options["on"] or clock.today()
        if on > clock.today():
            raise CommandError(f"{on} 还没有到，不能提前办理。")
        swept = sweep(on, clock.now())
        self.stdout.write(
            f"{on}：提醒 {swept.reminded} 项，升级 {swept.escalated} 项，退回发起人 {swept.given_back} 件，"
            f"依规终止 {swept.ended} 件，按期发起 {swept.opened} 件，接续轮次 {swept.resumed} 个，"
            f"随岗转交 {swept.moved} 项。"
        )
        for one in swept.unheld:
            self.stdout.write(f"无人任职：{one}")
        tidy()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}”不是日期，请按 2026-11-29 的格式填写。") from error
