"""The databases themselves refuse to change or delete an entry of the log."""

from __future__ import annotations

from django.db import migrations

POSTGRES = """
CREATE FUNCTION workflows_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;
CREATE TRIGGER workflows_entry_no_change BEFORE UPDATE OR DELETE ON workflows_entry
    FOR EACH ROW EXECUTE FUNCTION workflows_entry_is_append_only();
CREATE TRIGGER workflows_entry_no_truncate BEFORE TRUNCATE ON workflows_entry
    FOR EACH STATEMENT EXECUTE FUNCTION workflows_entry_is_append_only();
ALTER TABLE workflows_entry ENABLE ALWAYS TRIGGER workflows_entry_no_change;
ALTER TABLE workflows_entry ENABLE ALWAYS TRIGGER workflows_entry_no_truncate;
"""
POSTGRES_BACK = """
DROP TRIGGER workflows_entry_no_change ON workflows_entry;
DROP TRIGGER workflows_entry_no_truncate ON workflows_entry;
DROP FUNCTION workflows_entry_is_append_only();
"""
SQLITE = (
    "CREATE TRIGGER workflows_entry_no_update BEFORE UPDATE ON workflows_entry "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER workflows_entry_no_delete BEFORE DELETE ON workflows_entry "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    # Careful: REPLACE passes a delete trigger, so an insert over an existing place in a chain is refused as well.
    "CREATE TRIGGER workflows_entry_no_replace BEFORE INSERT ON workflows_entry "
    "WHEN EXISTS (SELECT 1 FROM workflows_entry WHERE id = NEW.id OR (chain = NEW.chain AND sequence = NEW.sequence)) "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
)
SQLITE_BACK = tuple(f"DROP TRIGGER workflows_entry_no_{verb}" for verb in ("update", "delete", "replace"))


def protect(apps, schema_editor):
    """Create the triggers of the database in use."""
    statements = (POSTGRES,) if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def unprotect(apps, schema_editor):
    """Drop them."""
    statements = (POSTGRES_BACK,) if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
