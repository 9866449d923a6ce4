"""依据: every rule with its versions, sources, confidence and local values; public, for nobody should have to guess."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflows.days import clock
from workflows.engine.law import overtaken
from workflows.models import Parameter
from workflows.pages.words import value_words
from workflows.table.common_rules import COMMON
from workflows.table.registry import procedures
from workflows.table.rules import Rule, Version


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as the page shows it.

    Attributes:
        versions: each with its value, the day until which it stands (None for as yet), and whether it stands today.
        values: those that organizations have set, each with what has overtaken it.
    """

    rule: Rule
    confidence: str
    local: str
    versions: tuple[tuple[Version, str, date | None, bool], ...]
    values: tuple[tuple[Parameter, str, str], ...]


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules of every procedure."""
    today = clock.today()
    local = defaultdict(list)
    standing = Parameter.objects.filter(Q(last_on=None) | Q(last_on__gte=today)).select_related("organization")
    for parameter in standing.order_by("organization__path", "first_on", "id"):
        local[parameter.key].append(parameter)
    own = [_shown(rule, local[rule.key]) for rule in COMMON]
    books = [(procedure, [_shown(rule, local[rule.key]) for rule in procedure.rules]) for procedure in procedures()]
    return render(request, "public/rules.html", {"books": books, "own": own})


def _shown(rule: Rule, values: list[Parameter]) -> Shown:
    now = rule.version(clock.today())
    return Shown(
        rule,
        rule.confidence.label,
        rule.local.label,
        tuple(
            (version, value_words(rule, version.value), rule.until(version), version is now)
            for version in rule.versions
        ),
        tuple((parameter, value_words(rule, parameter.value), overtaken(rule, parameter)) for parameter in values),
    )
