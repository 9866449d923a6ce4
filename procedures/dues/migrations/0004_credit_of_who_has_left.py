"""What was paid for months after a leave is the member's credit: an account more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dues", "0003_root_on_every_large_table"),
    ]

    operations = [
        migrations.AlterField(
            model_name="line",
            name="credit",
            field=models.CharField(
                choices=[
                    ("cash", "库存团费"),
                    ("receivable", "应收团费"),
                    ("in_transit", "上缴在途"),
                    ("remitted", "上缴支出"),
                    ("income", "团费收入"),
                    ("voluntary", "自愿多交"),
                    ("received", "下级上缴收入"),
                    ("credit", "团费结余（离团、转出后多交的）"),
                ],
                max_length=12,
                verbose_name="贷",
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="debit",
            field=models.CharField(
                choices=[
                    ("cash", "库存团费"),
                    ("receivable", "应收团费"),
                    ("in_transit", "上缴在途"),
                    ("remitted", "上缴支出"),
                    ("income", "团费收入"),
                    ("voluntary", "自愿多交"),
                    ("received", "下级上缴收入"),
                    ("credit", "团费结余（离团、转出后多交的）"),
                ],
                max_length=12,
                verbose_name="借",
            ),
        ),
    ]
