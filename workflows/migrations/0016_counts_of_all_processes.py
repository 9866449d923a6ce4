"""Tries, limits and used codes are counted for all processes together."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of counts."""

    dependencies = [("workflows", "0015_what_stands_under_a_paper")]

    operations = [
        migrations.CreateModel(
            "Count",
            [
                ("key", models.CharField("键", max_length=250, primary_key=True, serialize=False)),
                ("value", models.TextField("值")),
                ("until", models.FloatField("至", db_index=True)),
            ],
            options={"verbose_name": "计数", "verbose_name_plural": "计数"},
        ),
    ]
