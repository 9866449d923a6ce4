"""A case remembers who did its last acts of office, so that nobody decides two levels of it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column, empty for the cases there are."""

    dependencies = [
        ("workflows", "0010_what_a_notice_promised"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="deciders",
            field=models.JSONField(default=list),
        ),
    ]
