"""组织调整中的评议: a list that a branch has counted is finished by that branch; one that it has not ends with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from forms.words import zh_period
from procedures.assessment.branchwide import Assessing
from procedures.assessment.facts import AssessmentFacts
from procedures.assessment.lists import BEFORE, CODE
from workflows.engine import closing
from workflows.engine.lock import holding
from workflows.models import Case
from workflows.people.models import Organization
from workflows.store import rooted
from workflows.table import Belongings, Record, Succession

ENDED = Record("close", "支部已调整，本支部不再统一办理", "实施细则：在所在支部参加评议")


def _covers(place: Organization) -> QuerySet[Case]:
    with rooted.within(place.root):
        return Case.objects.filter(
            procedure=CODE, organization=place, subject=None, round__isnull=False, finished=None
        ).order_by("pk")


def stands(place: Organization) -> str:
    """Say that the ballots of a branch are counted and its list is not through."""
    for cover in _covers(place):
        facts = AssessmentFacts.model_validate(cover.facts)
        if cover.stage not in BEFORE or facts.met_on or facts.counts:
            year = zh_period(cover.period)
            return f"{place}的{year}团员教育评议已经计票、尚未办结，请先办结（完成批准和注册），或由团委退回重新评议。"
    return ""


def held(place: Organization, on: date) -> Sequence[str]:
    """Say which years' lists are under way."""
    return [f"{zh_period(cover.period)}团员教育评议在办，随团员转出" for cover in _covers(place)]


def pass_on(act: Assessing, after: Succession) -> None:
    """End the lists of a branch that is no more; its members' cases go along, each to the list of the new branch."""
    if act.organization.root != after.before.root or not _is_gone(act, after):
        return
    for cover in list(_covers(after.before).select_related("organization").select_for_update(of=("self",))):
        with holding(cover):
            closing.finish(closing.system_act(cover, ENDED, act.on, act.at), "closed")


def _is_gone(act: Any, after: Succession) -> bool:
    """Tell whether nobody stays behind: everybody on the roll is among those who went."""
    return not after.before.people.exclude(pk__in=list(after.people)).exists()


def no_heir(place: Organization) -> bool:
    """Say that a list is everybody's own: it needs no heir."""
    return False


BELONGINGS = Belongings("团员教育评议", held, no_heir, stands, pass_on)
