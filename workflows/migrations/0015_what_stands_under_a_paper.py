"""Papers keep who signs, until when they count and when they were given out anew: the check page reads no facts.

What was issued before learns its last day from its facts, and a paper given out anew the days of the first one.
"""

from __future__ import annotations

from datetime import date

from django.db import migrations, models

AT_ONCE = 500


def fill(apps, schema_editor):
    """Fill in what rows of before can tell."""
    papers = apps.get_model("workflows", "Paper").objects.using(schema_editor.connection.alias)
    running_out = papers.filter(kind__in=("transfer_letter", "recommendation_form", "nomination_form"))
    for paper in running_out.only("facts", "root").iterator(AT_ONCE):
        until = paper.facts.get("valid_until")
        papers.filter(pk=paper.pk, root=paper.root).update(valid_until=date.fromisoformat(until) if until else None)
    for paper in papers.filter(entry__act="reissue_paper").order_by("pk").iterator(AT_ONCE):
        former = papers.filter(
            organization=paper.organization_id, kind=paper.kind, number=paper.number, root=paper.root, pk__lt=paper.pk
        )
        if first := former.order_by("pk").first():
            papers.filter(pk=paper.pk, root=paper.root).update(
                reissued_on=paper.issued_on, issued_on=first.issued_on, issued_at=first.issued_at
            )


class Migration(migrations.Migration):
    """Add three columns and fill them in."""

    dependencies = [("workflows", "0014_a_form_is_good_for_one_entry")]

    operations = [
        migrations.AddField("paper", "signed_by", models.CharField("签发组织", max_length=120, blank=True, default="")),
        migrations.AddField("paper", "valid_until", models.DateField("有效期至", null=True, blank=True)),
        migrations.AddField("paper", "reissued_on", models.DateField("补发日期", null=True, blank=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
