"""`./manage.py upgrade`: move running cases of editions that are kept no longer to the present ones."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.days import clock
from workflows.rounds.upgrading import upgrade_all


class Command(BaseCommand):
    """Run after every `migrate`; running it again does nothing more."""

    help = "Move running cases of editions whose table is kept no longer to the present edition, each by an act."

    def handle(self, *args: Any, **options: Any) -> None:
        """Move them; exit 1, naming each case whose stage is gone."""
        moved, stuck = upgrade_all(clock.now())
        if moved:
            self.stdout.write(f"办理中的事项转入现行版本：{moved} 件。")
        if stuck:
            raise CommandError("\n".join(stuck))
