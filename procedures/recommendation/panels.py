"""人员页的推优栏目: to what a member was recommended, how the vote came out, and until when it is valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from procedures.recommendation.facts import RecommendationFacts
from procedures.recommendation.procedure import PROCEDURE
from procedures.recommendation.waiting import TRACK_WORDS
from procedures.register.dossier import Dossier
from procedures.register.panels import Panel
from workflows.models import Case

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One recommendation of a person."""

    case: Case
    target: str
    stage: str
    facts: RecommendationFacts


def recommendations(known: Dossier) -> Mapping[str, Any]:
    """Return a person's recommendations, newest first; nothing where there is none."""
    cases = [one.case for one in known.cases if one.case.procedure == PROCEDURE.code]
    lines = [_line(case) for case in cases[:SHOWN]]
    return {"lines": lines} if lines else {}


def _line(case: Case) -> Line:
    facts = RecommendationFacts.model_validate(case.facts)
    return Line(case, TRACK_WORDS.get(facts.track, ""), PROCEDURE.place(case.stage).title, facts)


PANELS = (Panel(_("推优"), "recommendation/panel.html", recommendations),)
