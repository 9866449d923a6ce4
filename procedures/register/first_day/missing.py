"""还缺什么: what a committee lacks to work, each with what does not go without it and where it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from procedures.register.models import MEMBERS_STATUSES, NumberBlock, Standing
from workflows.people.models import Appointment, Kind, Organization, Role
from workflows.people.models.organization import COMMITTEES


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: in words, what does not go without it, and the address where it is done."""

    words: str
    consequence: str
    address: str
    button: str


def lacks_of(place: Organization, on: date) -> list[Lack]:
    """Return what an organization lacks, what hinders most first; in four statements, however many branches it has."""
    return list(_lacks(place, on))


def _lacks(place: Organization, on: date) -> Iterator[Lack]:
    held = set(Appointment.objects.on(on).filter(post__organization=place).values_list("post__role", flat=True))
    for role, why in (
        (Role.COMMITTEE_REVIEWER, _("没有人办理待团委审批的事项。")),
        (Role.COMMITTEE_SECRETARY, _("没有人维护任职和本级的规定。")),
        (Role.AUDITOR, _("没有人监督办理记录。")),
    ):
        if role not in held:
            words = _("没有%(post)s") % {"post": _(str(role.label))}
            yield Lack(words, why, _appoint(place, role), _("任职"))
    yield from _of_branches(place, on)
    if place.led_by_id is None:
        query = urlencode({"organisation": place.pk})
        address = f"{reverse('start_by', args=['organization', 'lead'])}?{query}"
        yield Lack(_("没有登记领导本级的党组织"), _("须由党组织审核的事项会停下。"), address, _("登记"))
    if not NumberBlock.objects.filter(organization=place, year=on.year).exists():
        address = reverse("organization", args=[place.pk])
        yield Lack(
            _("没有%(year)s年度的发展团员编号段") % {"year": on.year}, _("预审时无号可编。"), address, _("分配编号段")
        )
    on_roll = Standing.objects.filter(status__in=MEMBERS_STATUSES, person__home__path__startswith=place.path)
    if not on_roll.exists():
        yield Lack(
            _("名册中还没有团员"), _("没有人可以交纳团费、评议、转接。"), reverse("roster_upload"), _("导入名册")
        )


def _of_branches(place: Organization, on: date) -> Iterator[Lack]:
    secretary = Appointment.objects.on(on).filter(post__organization=OuterRef("pk"), post__role=Role.BRANCH_SECRETARY)
    branches = Organization.objects.filter(path__startswith=place.path, kind=Kind.BRANCH, dissolved_on=None)
    counted = branches.annotate(headed=Exists(secretary)).aggregate(
        all=Count("pk"), led=Count("pk", filter=Q(headed=True))
    )
    if not counted["all"]:
        query = urlencode({"organisation": place.pk})
        address = f"{reverse('start_by', args=['organization', 'register'])}?{query}"
        yield Lack(_("还没有团支部"), _("团员没有所在的支部。"), address, _("登记团支部"))
    elif counted["led"] < counted["all"]:
        number = counted["all"] - counted["led"]
        words = _("%(number)s 个团支部没有书记") % {"number": number}
        yield Lack(words, _("支部的事项会转到团委办理。"), reverse("organizations"), _("组织与岗位"))


def _appoint(place: Organization, role: Role) -> str:
    query = urlencode({"organisation": place.pk, "role": role.value})
    return f"{reverse('start_by', args=['office', 'appoint'])}?{query}"


def kept_by(appointments: tuple[Appointment, ...]) -> list[Organization]:
    """Return the committees at which somebody holds a post of keeping, nearest to the root first."""
    keeping = (Role.REGISTRAR, Role.COMMITTEE_SECRETARY)
    found = {one.post.organization for one in appointments if one.post.role in keeping and one.post.organization}
    return sorted((one for one in found if one.kind in COMMITTEES), key=lambda one: str(one.path))
