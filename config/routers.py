"""Which tables are made: not the stock ones of Viewflow, whose foreign keys PostgreSQL could not even resolve."""

from __future__ import annotations


class WithoutStockTables:
    """Keeps the tables of Viewflow's own models out of every database."""

    def allow_migrate(self, db: str, app_label: str, **_: object) -> bool | None:
        """Refuse them, and have no opinion on others."""
        return False if app_label == "viewflow" else None
