"""Lines, settlements and imported sheets carry the root of what they belong to."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

lines = import_module("procedures.dues.migrations.0002_lines_stay")

ROOT = models.CharField(default="", max_length=4)
FILL = "UPDATE dues_{} SET root = (SELECT parent.root FROM {} AS parent WHERE parent.id = {}_id)"


class Migration(migrations.Migration):
    dependencies = [("dues", "0002_lines_stay"), ("workflows", "0005_root_on_every_large_table")]

    operations = [
        migrations.RunPython(lines.unprotect, lines.protect),
        migrations.RemoveConstraint("settlement", "settlement_once"),
        migrations.RemoveConstraint("importedsheet", "imported_sheet_once"),
        migrations.AddField("line", "root", ROOT, preserve_default=False),
        migrations.AddField("settlement", "root", ROOT, preserve_default=False),
        migrations.AddField("importedsheet", "root", ROOT, preserve_default=False),
        migrations.RunSQL(FILL.format("line", "dues_posting", "posting"), migrations.RunSQL.noop),
        migrations.RunSQL(FILL.format("settlement", "dues_payment", "payment"), migrations.RunSQL.noop),
        migrations.RunSQL(FILL.format("importedsheet", "workflows_case", "case"), migrations.RunSQL.noop),
        migrations.AddConstraint(
            "settlement", models.UniqueConstraint(fields=("payment", "charge", "root"), name="settlement_once")
        ),
        migrations.AddConstraint(
            "importedsheet",
            models.UniqueConstraint(fields=("organization", "digest", "root"), name="imported_sheet_once"),
        ),
        migrations.RunPython(lines.protect, lines.unprotect),
    ]
