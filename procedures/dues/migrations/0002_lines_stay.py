"""The databases themselves refuse to change a line of the ledger or what a payment settled."""

from __future__ import annotations

from django.db import migrations

TABLES = ("dues_line", "dues_settlement")
POSTGRES = """
CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a line of the ledger is never changed; enter a counter-entry'; END $$;
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stays();
"""
POSTGRES_BACK = "DROP TRIGGER {table}_no_update ON {table}; DROP FUNCTION {table}_stays();"
SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'a line of the ledger is never changed; enter a counter-entry'); END"
)
SQLITE_BACK = "DROP TRIGGER {table}_no_update"


def protect(apps, schema_editor):
    """Create the triggers of the database in use."""
    statement = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table in TABLES:
        schema_editor.execute(statement.format(table=table))


def unprotect(apps, schema_editor):
    """Drop them."""
    statement = POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK
    for table in TABLES:
        schema_editor.execute(statement.format(table=table))


class Migration(migrations.Migration):
    dependencies = [("dues", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
