"""A task may be passed on by hand, and may ask for an opinion alone."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the two columns."""

    dependencies = [
        ("people", "0004_names_by_their_beginning"),
        ("workflows", "0012_where_the_departed_find_their_cases"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="advisory",
            field=models.BooleanField(default=False, verbose_name="征求意见"),
        ),
        migrations.AddField(
            model_name="task",
            name="passed_from",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.post",
                verbose_name="转自",
            ),
        ),
    ]
