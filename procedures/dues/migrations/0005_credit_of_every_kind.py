"""The credit of a member is kept movement by movement, wherever it came from; what leaves have left is taken over."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT, Sum

from workflows.store.loaded import Loaded

lines = import_module("procedures.dues.migrations.0002_lines_stay")

TABLE = "dues_credit"
ACCOUNTS = [
    ("cash", "库存团费"),
    ("receivable", "应收团费"),
    ("in_transit", "上缴在途"),
    ("remitted", "上缴支出"),
    ("income", "团费收入"),
    ("voluntary", "自愿多交"),
    ("received", "下级上缴收入"),
    ("credit", "团费结余（多交的，待抵交或退还）"),
]
KINDS = [
    ("charge", "核定应交团费"),
    ("adjustment", "调整应交团费"),
    ("payment", "收取团费"),
    ("reversal", "冲正"),
    ("remittance", "上缴团费"),
    ("receipt", "收到上缴团费"),
    ("refund", "退还团费结余"),
    ("elsewhere", "其他团组织办理的收款或冲正"),
]


def take_over(apps, schema_editor):
    """Write one movement for each month that a leave has cancelled and of which standing payments have paid."""
    charges = apps.get_model("register", "Charge")._base_manager.filter(less="left")
    settled = apps.get_model("dues", "Settlement")._base_manager.filter(payment__posting__reversed_by=None)
    paid = dict(settled.filter(charge__less="left").values_list("charge_id").annotate(fen=Sum("fen")))
    credit = apps.get_model("dues", "Credit")
    credit._base_manager.bulk_create(
        credit(
            root=one.root,
            person_id=one.person_id,
            organization_id=one.organization_id,
            charge_id=one.pk,
            fen=paid[one.pk],
            on=max(one.opened_on, one.month),
            reason="离团或转出",
        )
        for one in charges
        if paid.get(one.pk)
    )


def protect(apps, schema_editor):
    """Create the trigger of the database in use."""
    statement = lines.POSTGRES if schema_editor.connection.vendor == "postgresql" else lines.SQLITE
    schema_editor.execute(statement.format(table=TABLE))


def unprotect(apps, schema_editor):
    """Drop it."""
    statement = lines.POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else lines.SQLITE_BACK
    schema_editor.execute(statement.format(table=TABLE))


class Migration(migrations.Migration):
    dependencies = [
        ("dues", "0004_credit_of_who_has_left"),
        ("people", "0005_offices_that_cease_and_former_roots"),
        ("register", "0006_arrears_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField("line", "credit", models.CharField(choices=ACCOUNTS, max_length=12, verbose_name="贷")),
        migrations.AlterField("line", "debit", models.CharField(choices=ACCOUNTS, max_length=12, verbose_name="借")),
        migrations.AlterField("posting", "kind", models.CharField(choices=KINDS, max_length=12, verbose_name="种类")),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("root", models.CharField(max_length=4)),
                ("fen", models.IntegerField(verbose_name="金额（分）")),
                ("on", models.DateField(verbose_name="日期")),
                ("reason", models.CharField(max_length=120, verbose_name="事由")),
                (
                    "charge",
                    models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="+", to="register.charge"),
                ),
                (
                    "organization",
                    models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to="people.organization"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=PROTECT, related_name="dues_credits", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "团费结余",
                "verbose_name_plural": "团费结余",
                "indexes": [
                    models.Index(fields=["person", "organization"], name="credit_person"),
                    models.Index(fields=["organization"], name="credit_organization"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("fen", 0), _negated=True), name="credit_of_something")
                ],
            },
            bases=(Loaded, models.Model),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RunPython(protect, unprotect),
    ]
