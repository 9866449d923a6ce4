"""A draft is of one stay at a stage, knows which page has kept it last, and keeps the files that were chosen for it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the stay, the page, and the table of files."""

    dependencies = [("workflows", "0016_counts_of_all_processes")]

    operations = [
        migrations.RemoveConstraint("draft", "draft_once_in_a_case"),
        migrations.AddField("draft", "since", models.PositiveIntegerField(default=0)),
        migrations.AddField("draft", "window", models.CharField(blank=True, default="", max_length=40), False),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(
                fields=("person", "procedure", "act", "case", "since"), name="draft_once_at_a_stage"
            ),
        ),
        migrations.CreateModel(
            "DraftFile",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="workflows.draft",
                    ),
                ),
                ("field", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("content", models.BinaryField(verbose_name="密文")),
                ("kept_at", models.DateTimeField(db_index=True, verbose_name="保存时间")),
            ],
            options={
                "verbose_name": "草稿的文件",
                "verbose_name_plural": "草稿的文件",
                "constraints": [models.UniqueConstraint(fields=("draft", "field"), name="draft_file_once_a_field")],
            },
        ),
    ]
