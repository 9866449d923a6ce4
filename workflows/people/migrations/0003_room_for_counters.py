"""Leave room on the pages of the posts: their counters change with every act, and the row stays where it is."""

from __future__ import annotations

from django.db import migrations


def leave_room(apps, schema_editor):
    """Let PostgreSQL fill the pages of the table by two thirds alone."""
    _set(schema_editor, "SET (fillfactor = 67)")


def fill(apps, schema_editor):
    """Let it fill them as it does of itself."""
    _set(schema_editor, "RESET (fillfactor)")


def _set(schema_editor, what):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE people_post {what}")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_organization_reaches")]
    operations = [migrations.RunPython(leave_room, fill)]
