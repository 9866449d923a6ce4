"""Of which unpaid months a member and the branch were told, so that nobody is told twice of the same."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import workflows.store.loaded


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0005_months_after_a_leave"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArrearsReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("root", models.CharField(max_length=4)),
                ("first", models.DateField(verbose_name="自")),
                ("last", models.DateField(verbose_name="至")),
                ("step", models.PositiveSmallIntegerField(verbose_name="连续月数")),
                ("told_on", models.DateField(verbose_name="提醒日期")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "欠交提醒",
                "verbose_name_plural": "欠交提醒",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "last", "step", "root"), name="arrears_reminder_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="arrears_reminder_not_reversed"
                    ),
                ],
            },
            bases=(workflows.store.loaded.Loaded, models.Model),
        ),
    ]
