from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0003_charges")]

    operations = [
        migrations.RemoveConstraint("charge", "charge_once_a_month"),
        migrations.RemoveConstraint("yearrecord", "year_record_once"),
        migrations.AddConstraint(
            "charge", models.UniqueConstraint(fields=("person", "month", "root"), name="charge_once_a_month")
        ),
        migrations.AddConstraint(
            "yearrecord", models.UniqueConstraint(fields=("person", "year", "root"), name="year_record_once")
        ),
    ]
