"""本人团费: the months of the past year with their state, what is owed, the credit, and the receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.money import yuan
from procedures.dues.pages.matrix import cell_of
from procedures.dues.planning import charges_of, credit_among
from procedures.register.dossier import Dossier
from procedures.register.models import Less
from procedures.register.months import month_of
from procedures.register.panels import Panel
from workflows.days.dates import add_months

MONTHS = 12
RECEIPTS = 6


def own_dues(known: Dossier) -> Mapping[str, Any]:
    """Return a member's months, credit and receipts; nothing where nothing was ever charged."""
    now = month_of(known.on)
    every = list(charges_of([known.person]).order_by("month"))
    if not every:
        return {}
    charges = [one for one in every if one.less != Less.LEFT]
    receipts = [paper for paper in known.papers if paper.kind == "dues_receipt"]
    owed = [one for one in charges if one.open_fen and one.month <= now]
    credit = credit_among(every)
    return {
        "months": [(one.month, cell_of(one)) for one in charges if one.month >= add_months(now, 1 - MONTHS)],
        "owed": yuan(sum(one.open_fen for one in owed)) if owed else "",
        "owed_months": len(owed),
        "credit": yuan(credit) if credit else "",
        "receipts": receipts[:RECEIPTS],
    }


PANELS = (Panel(_("团费"), "dues/panel.html", own_dues),)
