"""Organizations get the word by which their papers are numbered."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a column."""

    dependencies = [("people", "0005_offices_that_cease_and_former_roots")]

    operations = [
        migrations.AddField(
            "organization", "document_word", models.CharField("机关代字", max_length=16, blank=True, default="")
        )
    ]
