"""我的职权: by which post, until when, which acts by which article, and what is not allowed; all out of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from procedures.office import rules
from workflows.appointments.keepers import KEEPERS
from workflows.engine.law import law_for
from workflows.engine.visibility import CASE_READERS, PEOPLE_READERS
from workflows.pages.reader import Reader, reader
from workflows.pages.said import said
from workflows.people.actors import Actor, Level
from workflows.people.models import Appointment, Organization, Role
from workflows.people.models.organization import COMMITTEES
from workflows.people.models.post import DECIDING_ROLES
from workflows.table import Procedure, Record, Stage
from workflows.table.house_rules import TWO_LEVELS
from workflows.table.registry import procedures
from workflows.table.rules import Rule

ABOVE = (Level.SUPERIOR, Level.ABOVE)


@dataclass(frozen=True, slots=True)
class Power:
    """An act that a post may do: its title and article, and whether it decides."""

    title: str
    article: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Powers:
    """What somebody may do by one post.

    Attributes:
        acts: by the titles of the procedures.
        reads: what he may read by it, in words.
    """

    held: Appointment
    acts: tuple[tuple[str, tuple[Power, ...]], ...]
    reads: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many acts there are."""
        return sum(len(acts) for _, acts in self.acts)


@dataclass(frozen=True, slots=True)
class Bar:
    """What is not allowed, with the rule it stands on."""

    words: str
    rule: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the reader's own posts with what he may do by each, and what he may not."""
    who = reader(request)
    held = [one for one in who.sight.appointments if one.post.organization is not None]
    leads = _leads_committees(held)
    context = {
        "posts": [_powers(one, leads) for one in sorted(held, key=_order)],
        "bars": _bars(who, held),
        "on": who.on,
    }
    return render(request, "office/powers.html", context)


def _order(one: Appointment) -> tuple[bool, int]:
    return one.deputizing_for_id is not None, one.pk


def _leads_committees(held: list[Appointment]) -> frozenset[int]:
    """Return the organizations of some posts that have a committee below them."""
    places = [one.post.organization for one in held if one.post.organization]
    paths = [place.path for place in places if place.kind in COMMITTEES]
    if not paths:
        return frozenset()
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(path__startswith=path)
    below = list(Organization.objects.filter(under, kind__in=COMMITTEES).values_list("path", flat=True))
    return frozenset(
        place.pk for place in places if any(path.startswith(place.path) and path != place.path for path in below)
    )


def _powers(one: Appointment, leads: frozenset[int]) -> Powers:
    role, place = str(one.post.role), one.post.organization
    acts = acts_of(role, tuple(procedures()), above=place is not None and place.pk in leads)
    return Powers(one, acts, tuple(_reads(role)))


def _reads(role: str) -> Iterator[str]:
    if role in CASE_READERS:
        yield _("本组织及下级的事项和材料")
    if role in PEOPLE_READERS:
        yield _("本组织及下级名册上的人员（证件号码、手机号码隐去）")
    if role in KEEPERS:
        yield _("本组织及下级的组织信息、岗位和变更记录")


@cache
def acts_of(role: str, tables: tuple[Procedure, ...], *, above: bool) -> tuple[tuple[str, tuple[Power, ...]], ...]:
    """Return the acts of each procedure that a role may do, by its title; those of a committee above only there."""
    found = ((table.title, tuple(dict.fromkeys(_of_table(table, role, above=above)))) for table in tables)
    return tuple((title, acts) for title, acts in found if acts)


def _of_table(table: Procedure, role: str, *, above: bool) -> Iterator[Power]:
    for place, row in table.acts():
        actors = _actors(place if isinstance(place, Stage) else None, row)
        if any(role in actor.may and (above or actor.level not in ABOVE) for actor in actors):
            yield Power(row.title, row.article, row.decides)


def _actors(stage: Stage | None, row: Record) -> tuple[Actor, ...]:
    own = (row.actor,) if row.actor else _waited(stage)
    return (*own, *row.also)


def _waited(stage: Stage | None) -> tuple[Actor, ...]:
    if stage is None:
        return ()
    together = (stage.together,) if stage.together else ()
    return (stage.actor, *(one.actor for one in stage.detours), *together)


def _bars(who: Reader, held: list[Appointment]) -> tuple[Bar, ...]:
    """Return what is not allowed to whoever holds some posts."""
    roles = {str(one.post.role) for one in held}
    place = next((one.post.organization for one in held if one.post.organization), None)
    found = []
    if roles & set(map(str, DECIDING_ROLES)):
        law = law_for(place, who.on) if place else None
        how = said(TWO_LEVELS.words(law[TWO_LEVELS])) if law else ""
        twice = _("同一事项相邻两级不能由同一人决定：%(how)s。") % {"how": how}
        found.append(Bar(_("本人和申报的亲属的事不能办理，由同级其他任职人员或上级办理。"), ""))
        found.append(Bar(_("介绍人等须回避的人员，不作该事项的决定。"), ""))
        found.append(Bar(twice, _cited(TWO_LEVELS, who.on)))
    if roles & set(map(str, KEEPERS)):
        found.append(Bar(_("不能为本人或申报的亲属办理任职。"), _cited(rules.OWN, who.on)))
        found.append(Bar(_("维护组织和岗位，不因此办理、决定任何事项。"), ""))
    if str(Role.AUDITOR) in roles:
        apart = _("只查看，不办理；在所审计的组织不担任办理、决定或者管理的岗位。")
        found.append(Bar(apart, _cited(rules.AUDIT, who.on)))
    return tuple(found)


def _cited(rule: Rule, on: date) -> str:
    return f"{rule.version(on).source}；{rule.code}"
