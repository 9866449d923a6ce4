"""Months after a leave are cancelled and stay: one reason more why nothing is owed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0004_root_in_every_constraint"),
    ]

    operations = [
        migrations.AlterField(
            model_name="charge",
            name="less",
            field=models.CharField(
                blank=True,
                choices=[
                    ("party_member", "保留团籍的党员，不交团费"),
                    ("exemption", "批准免交"),
                    ("reduction", "批准少交"),
                    ("left", "离团或转出以后，不交团费"),
                ],
                max_length=12,
                verbose_name="免交或少交",
            ),
        ),
    ]
