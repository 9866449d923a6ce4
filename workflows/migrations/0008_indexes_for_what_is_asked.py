"""Keep in an index what is looked for by it: tasks with a day or a claim, cases that expire, messages not read yet."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0003_room_for_counters"),
        ("workflows", "0007_root_last_in_every_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="task",
            name="task_case",
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["process", "finished", "post"], name="task_case"),
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_subject",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_expiry",
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_claimable",
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_claimed",
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_due",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("expires_on__isnull", False), ("finished", None)),
                fields=["expires_on"],
                name="case_expiry",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="message_unread"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("claimed_by__isnull", False), ("finished", None)),
                fields=["claimed_by", "rank", "id"],
                name="task_claimed",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("due__isnull", False), ("finished", None)), fields=["due"], name="task_due"
            ),
        ),
    ]
