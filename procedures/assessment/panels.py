"""人员页的一栏: the grades and registrations of five years, each with its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from procedures.assessment.sheets import CERTIFICATE, NOTICE, RESULT
from procedures.register.dossier import Dossier
from procedures.register.models import YearRecord
from procedures.register.panels import Panel
from workflows.models import Paper

YEARS = 5
KINDS = (RESULT.code, NOTICE.code, CERTIFICATE.code)


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a member, with what was handed out for it."""

    record: YearRecord
    papers: tuple[Paper, ...]


def five_years(known: Dossier) -> Mapping[str, Any]:
    """Return the last five years, the latest first; nothing where the register keeps none of them."""
    records = YearRecord.objects.filter(person=known.person, year__gt=known.on.year - YEARS).order_by("-year")
    years = [Year(one, _papers(known, str(one.year))) for one in records]
    return {"years": years} if years else {}


def _papers(known: Dossier, year: str) -> tuple[Paper, ...]:
    """Return what was handed out for a year, the oldest first."""
    return tuple(one for one in reversed(known.papers) if one.kind in KINDS and one.case.period == year)


PANELS = (Panel(gettext_lazy("团员教育评议和团籍注册"), "assessment/five_years.html", five_years),)
