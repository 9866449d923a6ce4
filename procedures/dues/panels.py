"""本人团费: the months of the past year with their state, up to when dues are paid, and the receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.money import yuan
from procedures.dues.pages.matrix import cell_of
from procedures.register.dossier import Dossier
from procedures.register.models import Charge
from procedures.register.months import month_of
from procedures.register.panels import Panel
from workflows.days.dates import add_months

MONTHS = 12
RECEIPTS = 6


def own_dues(known: Dossier) -> Mapping[str, Any]:
    """Return a member's months and receipts; nothing where nothing was ever charged."""
    now = month_of(known.on)
    year = Charge.objects.filter(person=known.person, month__gte=add_months(now, 1 - MONTHS))
    charges = list(year.order_by("month"))
    if not charges:
        return {}
    receipts = [paper for paper in known.papers if paper.kind == "dues_receipt"]
    owed = [one for one in charges if one.open_fen and one.month <= now]
    return {
        "months": [(one.month, cell_of(one)) for one in charges],
        "owed": yuan(sum(one.open_fen for one in owed)) if owed else "",
        "owed_months": len(owed),
        "receipts": receipts[:RECEIPTS],
    }


PANELS = (Panel(_("团费"), "dues/panel.html", own_dues),)
