"""依据: every rule with its versions, sources, confidence and local values; public, for nobody should have to guess."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflows.days import clock
from workflows.engine.law import overtaken
from workflows.models import Parameter
from workflows.table.common_rules import COMMON
from workflows.table.registry import procedures
from workflows.table.rules import Rule, Version


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as the page shows it; `stands` marks the version of today."""

    rule: Rule
    confidence: str
    local: str
    versions: tuple[tuple[Version, str, str, bool], ...]
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
            (version, rule.words(version.value), rule.standing(version), version is now) for version in rule.versions
        ),
        tuple((parameter, rule.words(parameter.value), overtaken(rule, parameter)) for parameter in values),
    )
