"""Drafts are kept encrypted: somebody may type an ID number into any box. What was typed before is dropped."""

from __future__ import annotations

import encrypted_fields.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workflows", "0002_append_only_log")]
    operations = [
        migrations.RunSQL("DELETE FROM workflows_draft", migrations.RunSQL.noop),
        migrations.AlterField("draft", "answers", encrypted_fields.fields.EncryptedJSONField(default=dict)),
    ]
