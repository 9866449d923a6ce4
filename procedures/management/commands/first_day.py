"""`first_day`: print the one-time address of an empty installation, nothing of one that somebody has moved into."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from procedures.register.first_day.address import address, is_empty


class Command(BaseCommand):
    """Prints the path at which the first registrar moves in."""

    help = "Print the one-time address at which an empty installation is begun; nothing where somebody has moved in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        if is_empty():
            self.stdout.write(address())
