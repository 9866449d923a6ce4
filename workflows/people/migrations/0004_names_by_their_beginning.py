"""Find names by their beginning: PostgreSQL does so by an index that compares character by character alone."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0003_room_for_counters"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="person",
            name="person_name",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_pinyin",
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name"], name="person_called", opclasses=("varchar_pattern_ops",)),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["pinyin"], name="person_pinyin_begins", opclasses=("varchar_pattern_ops",)),
        ),
    ]
