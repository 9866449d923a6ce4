"""Let the root come last, so that no database takes an index for the root alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_organization_reaches"),
        ("workflows", "0006_checks_the_engine_makes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="case_one_open_per_person",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_once_in_period",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_one_cover_per_branch",
        ),
        migrations.RemoveConstraint(
            model_name="paper",
            name="paper_number_once",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_number",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["number", "root"], name="case_number"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_on", None), ("finished", None), ("subject__isnull", False)),
                fields=("subject", "procedure", "matter", "root"),
                name="case_one_open_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("round__isnull", False), ("subject__isnull", False), models.Q(("period", ""), _negated=True)
                ),
                fields=("subject", "procedure", "period", "root"),
                name="case_once_in_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("round__isnull", False), ("subject", None)),
                fields=("organization", "procedure", "period", "root"),
                name="case_one_cover_per_branch",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "issued")),
                fields=("organization", "kind", "number", "root"),
                name="paper_number_once",
            ),
        ),
    ]
