"""人员页的一栏: the grades and registrations of five years, each with its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from procedures.assessment.sheets import CERTIFICATE, RESULT
from procedures.register.models import YearRecord
from workflows.models import Paper
from workflows.pages.panels import Panel
from workflows.people.models import Person

YEARS = 5


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a member, with what was handed out for it."""

    record: YearRecord
    papers: tuple[Paper, ...]


def five_years(person: Person, on: date) -> Mapping[str, Any]:
    """Return the last five years, the latest first; nothing where the register keeps none of them."""
    records = list(YearRecord.objects.filter(person=person, year__gt=on.year - YEARS).order_by("-year"))
    if not records:
        return {}
    kinds = (RESULT.code, CERTIFICATE.code)
    papers = Paper.objects.filter(person=person, kind__in=kinds, case__period__gte=str(records[-1].year))
    by_year: dict[str, list[Paper]] = {}
    for paper in papers.select_related("case").defer("facts").order_by("id"):
        by_year.setdefault(paper.case.period, []).append(paper)
    return {"years": [Year(one, tuple(by_year.get(str(one.year), ()))) for one in records]}


PANELS = (Panel(gettext_lazy("团员教育评议和团籍注册"), "assessment/five_years.html", five_years),)
