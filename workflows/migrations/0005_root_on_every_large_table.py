"""Every large table carries the root, filled from the row that each row belongs to, and every constraint names it."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

log = import_module("workflows.migrations.0002_append_only_log")

PARENTS = {
    "attachment": ("case_id", "workflows_case", "id"),
    "message": ("case_id", "workflows_case", "id"),
    "paperfile": ("paper_id", "workflows_paper", "id"),
    "publicnotice": ("case_id", "workflows_case", "id"),
    "skip": ("round_id", "workflows_round", "id"),
    "submission": ("entry_id", "workflows_entry", "id"),
}
FILL = "UPDATE workflows_{} SET root = COALESCE((SELECT parent.root FROM {} AS parent WHERE parent.{} = {}), '')"


def added(model: str) -> list[object]:
    """Return what gives a table its root."""
    key, parent, theirs = PARENTS[model]
    column = models.CharField(default="", max_length=4)
    return [
        migrations.AddField(model, "root", column, preserve_default=False),
        migrations.RunSQL(FILL.format(model, parent, theirs, key), migrations.RunSQL.noop),
    ]


class Migration(migrations.Migration):
    dependencies = [("workflows", "0004_task_of_a_case")]

    operations = [
        # Careful: SQLite builds a table anew to change its constraints, and would lose the triggers of the log.
        migrations.RunPython(log.unprotect, log.protect),
        *(operation for model in PARENTS for operation in added(model)),
        migrations.RemoveConstraint("entry", "entry_once_in_chain"),
        migrations.RemoveConstraint("paper", "paper_once_per_act"),
        migrations.RemoveConstraint("skip", "skip_once_in_round"),
        migrations.AlterField("paper", "code", models.CharField(max_length=32, verbose_name="校验码")),
        migrations.AlterField("publicnotice", "token", models.CharField(max_length=32)),
        migrations.AddConstraint(
            "entry", models.UniqueConstraint(fields=("chain", "sequence", "root"), name="entry_once_in_chain")
        ),
        migrations.AddConstraint(
            "paper", models.UniqueConstraint(fields=("entry", "kind", "root"), name="paper_once_per_act")
        ),
        migrations.AddConstraint("paper", models.UniqueConstraint(fields=("code", "root"), name="paper_code_once")),
        migrations.AddConstraint(
            "skip", models.UniqueConstraint(fields=("round", "person", "root"), name="skip_once_in_round")
        ),
        migrations.AddConstraint(
            "publicnotice", models.UniqueConstraint(fields=("token", "root"), name="notice_token_once")
        ),
        migrations.RunPython(log.protect, log.unprotect),
    ]
