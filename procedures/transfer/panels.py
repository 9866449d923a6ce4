"""组织关系转接 on a person's page: from where to where, how far, and at whose desk it waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from procedures.register.dossier import Dossier, Filed
from procedures.register.panels import Panel
from procedures.transfer.facts import TransferFacts
from procedures.transfer.procedure import PROCEDURE

LATEST = 5


def transfers_of(known: Dossier) -> Mapping[str, Any]:
    """Return a person's latest transfers with their stage and the desk at which each waits."""
    found = [one for one in known.cases if one.case.procedure == PROCEDURE.code]
    lines = [_line(one) for one in found[:LATEST]]
    return {"transfers": lines} if lines else {}


def _line(filed: Filed) -> Mapping[str, Any]:
    case = filed.case
    facts = TransferFacts.model_validate(case.facts)
    return {
        "case": case,
        "place": PROCEDURE.place(case.stage).title,
        "outside": facts.outside_name,
        "incoming": facts.incoming,
        "valid_until": None if facts.receipt_on or facts.incoming else facts.letter_valid_until,
        "desks": filed.desks,
    }


PANELS = (Panel(_("组织关系转接"), "transfer/panel.html", transfers_of),)
