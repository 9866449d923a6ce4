"""Note for people on no roll any more in which root their last case lies, so that they find it."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def note_roots(apps: Any, schema_editor: Any) -> None:
    """Note the root of everybody's last case who has a case and no home."""
    person, case = apps.get_model("people", "Person"), apps.get_model("workflows", "Case")
    for departed in person.objects.filter(home=None, former_root="", cases__isnull=False).distinct().only("pk"):
        last = case.objects.filter(subject=departed.pk).order_by("-pk").values_list("root", flat=True).first()
        person.objects.filter(pk=departed.pk).update(former_root=last)


class Migration(migrations.Migration):
    """Reads cases, writes people."""

    dependencies = (
        ("workflows", "0011_who_decided"),
        ("people", "0005_offices_that_cease_and_former_roots"),
    )

    operations = (migrations.RunPython(note_roots, migrations.RunPython.noop),)
