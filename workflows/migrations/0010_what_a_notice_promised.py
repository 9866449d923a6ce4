"""Keep with a public notice what it promised when it was posted, and who saw one on paper before it was entered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0009_flows_have_moved"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicnotice",
            name="days",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="0 表示早于此项记载。", verbose_name="工作日数"
            ),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="source",
            field=models.CharField(blank=True, max_length=200, verbose_name="依据"),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="witness",
            field=models.CharField(blank=True, max_length=60, verbose_name="纸质公示见证人"),
        ),
    ]
