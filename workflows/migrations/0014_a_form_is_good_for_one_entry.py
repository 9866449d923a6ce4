"""The log keeps by which form an entry came; the databases refuse a second entry by the same form."""

from __future__ import annotations

from django.db import migrations, models

# Careful: REPLACE passes a delete trigger, so it could put another entry in the place of the form's own.
NO_REPLACE = """
CREATE TRIGGER workflows_entry_no_replace_by_form BEFORE INSERT ON workflows_entry
WHEN NEW.nonce IS NOT NULL AND EXISTS (SELECT 1 FROM workflows_entry WHERE nonce = NEW.nonce AND root = NEW.root)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: the form is used'); END
"""


def protect(apps, schema_editor):
    """Create the trigger that SQLite needs."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(NO_REPLACE)


def unprotect(apps, schema_editor):
    """Drop it."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER workflows_entry_no_replace_by_form")


class Migration(migrations.Migration):
    """Add two columns and what makes the first unique."""

    dependencies = [("workflows", "0013_tasks_passed_on_or_asking_for_an_opinion")]

    operations = [
        migrations.AddField("entry", "nonce", models.CharField(max_length=32, null=True)),
        migrations.AddField("entry", "asked", models.CharField(max_length=32, null=True)),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(
                fields=("nonce", "root"), condition=models.Q(nonce__isnull=False), name="entry_once_by_form"
            ),
        ),
        migrations.RunPython(protect, unprotect),
    ]
