"""Stored cases and tasks name the module of their compiled flow, which has moved into a room."""

from __future__ import annotations

from django.db import migrations

BEFORE, AFTER = "workflows/flows.", "workflows/store.flows."
COLUMNS = (("workflows_case", "flow_class"), ("workflows_task", "flow_task"))


def _replaced(old: str, new: str) -> list[str]:
    return [
        f"UPDATE {table} SET {column} = REPLACE({column}, '{old}', '{new}') WHERE {column} LIKE '{old}%'"  # noqa: S608 -- constants
        for table, column in COLUMNS
    ]


class Migration(migrations.Migration):
    """Rename the module in the references."""

    dependencies = [("workflows", "0008_indexes_for_what_is_asked")]

    operations = [
        migrations.RunSQL(before, after)
        for before, after in zip(_replaced(BEFORE, AFTER), _replaced(AFTER, BEFORE), strict=True)
    ]
