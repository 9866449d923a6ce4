"""找回账号: who may hand over a login link for whom, and with whose consent.

A link opens an account, and with it every post of its person. So it follows the posts, never the home: whoever hands
it over keeps each organization in which the person has a post, now or later, and decides at no level next to one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import QuerySet

from workflows.accounts import letters
from workflows.appointments.keepers import KEEPERS, Keeping, hold, note
from workflows.days import clock
from workflows.messages import sending
from workflows.models import Entry
from workflows.people.models import Appointment, Organization, Person
from workflows.people.models.organization import COMMITTEES
from workflows.people.models.post import DECIDING_ROLES, not_over
from workflows.table.refusals import refuse
from workflows.table.word import Word

WAITS = timedelta(days=3)  # how long a request waits for its second pair of eyes; a house rule
ASKED, GIVEN = ("ask_link", "申请重设登录"), ("give_link", "发放登录链接")


@dataclass(frozen=True, slots=True)
class Recovery:
    """An account, and the organization in whose book its links are noted: that of the highest post, else the home."""

    person: Person
    place: Organization


class Links(PasswordResetTokenGenerator):
    """Tokens of login links: one dies with its use, at the next sign-in, and when the posts of its person change."""

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        posts = ",".join(str(one.pk) for one in _posts(user, clock.today()))
        return f"{super()._make_hash_value(user, timestamp)}/{posts}"


links = Links()


def recovery_of(person: Person, *, by: Person, on: date) -> Recovery:
    """Return the recovery of an account for one of those who may hand over its link.

    Raises:
        Refused: `own_account`, `account_above`, `account_next_level`.
    """
    if by.pk == person.pk or person.home is None or person.is_staff or person.is_superuser:
        raise refuse("own_account", "本人的账号、系统运维人员的账号不能在此生成登录链接，请联系上级管理员。")
    held = [_place(one) for one in _posts(person, on)]
    own = [one for one in _posts(by, on) if one.first_on <= on]
    kept = [_place(one) for one in own if one.post.role in KEEPERS]
    if not all(any(_keeps(top, place) for top in kept) for place in held or [person.home]):
        raise refuse(
            "account_above",
            "登录链接由管理此人所任全部岗位的管理员、团委书记生成。此人有岗位不在您管理的组织以内，请联系上级管理员。",
        )
    deciding = [_place(one) for one in own if one.post.role in DECIDING_ROLES]
    if any(_are_next(mine, other) for mine in deciding for other in held):
        raise refuse(
            "account_next_level",
            "您的审批岗位与此人的岗位是相邻两级，同一人不能连续办理两级。"
            "请由不担任审批岗位的管理员或者上级管理员生成登录链接。",
        )
    return Recovery(person, min(held, key=lambda one: (one.is_party, one.depth), default=person.home))


@transaction.atomic
def hand_over(recovery: Recovery, kept: Keeping) -> bool:
    """Note that a link is handed over; where the account has a password, one asks and another hands it over.

    The person, and who keeps the organization above, are told of both. The second factor stays as it is. A request
    lapses after three days, and once the person has signed in, who then needs no link.

    Returns:
        Whether the link may be shown now; False where it waits for somebody else.

    Raises:
        Refused: `already_asked`.
    """
    hold(recovery.place)
    person = recovery.person
    if not person.has_usable_password():
        note(recovery.place, kept, GIVEN, [], subject=person)
        return True
    asked = _open_request(recovery, kept)
    if asked and asked.actor_id == kept.by.pk:
        raise refuse(
            "already_asked",
            "您已提出申请，须由另一名管理员在此人的页面确认并交付链接，三日内有效；同一人不能既申请又确认。",
        )
    note(recovery.place, kept, GIVEN if asked else ASKED, [], subject=person)
    what = f"经{asked.actor_name}申请，{kept.by}发放了" if asked else f"{kept.by}申请发放"
    _tell(
        recovery,
        kept,
        f"{what}{person}的登录链接，持链接者可以重设密码；两步验证不变。如有异常，请立即联系上级管理员。",
    )
    return asked is not None


def _open_request(recovery: Recovery, kept: Keeping) -> Entry | None:
    """Return the request that waits for its second pair of eyes."""
    book = Entry.objects.filter(chain=f"organization/{recovery.place.pk}", root=recovery.place.root)
    last: Entry | None = (
        book.filter(subject=recovery.person, act__in=(ASKED[0], GIVEN[0])).order_by("-sequence").first()
    )
    if last is None or last.act != ASKED[0] or last.recorded_at < kept.at - WAITS:
        return None
    signed_in = recovery.person.last_login
    return None if signed_in and signed_in > last.recorded_at else last


def _tell(recovery: Recovery, kept: Keeping, text: str) -> None:
    person, place = recovery.person, recovery.place
    people = [person, *_keepers_above(place, kept.on)]
    sending.send([Word(one.pk, place.root, None, text, kept.at) for one in people], by=kept.by.pk)
    letters.send(person, "团务账号：登录链接", text)


def _keepers_above(place: Organization, on: date) -> list[Person]:
    """Return who keeps the nearest organization above that is kept; for a Party organization above those it leads."""
    paths = [one.path for one in place.leads.all()] if place.is_party else [place.path]
    above = {path[:end] for path in paths for end in range(place.steplen, len(path), place.steplen)}
    posts = Appointment.objects.on(on).filter(post__role__in=KEEPERS, post__organization__path__in=above)
    held = list(posts.select_related("person", "post__organization"))
    nearest = max((_place(one).depth for one in held), default=0)
    return [one.person for one in held if _place(one).depth == nearest]


def _posts(person: Person, on: date) -> QuerySet[Appointment]:
    """Return the appointments that hold on a day or later, deputies' too."""
    found = Appointment.objects.filter(not_over(on), person=person, post__organization__isnull=False)
    return found.select_related("post__organization").order_by("pk")


def _place(appointment: Appointment) -> Organization:
    place = appointment.post.organization
    if place is None:
        raise LookupError(f"post {appointment.post_id} is a person's own desk")
    return place


def _keeps(top: Organization, place: Organization) -> bool:
    """Tell whether who keeps `top` keeps a place; a Party organization is kept from above what it leads."""
    if not place.is_party:
        return bool(place.path.startswith(top.path))
    led = [one.path for one in place.leads.all()]
    return bool(led) and all(path.startswith(top.path) and path != top.path for path in led)


def _are_next(one: Organization, other: Organization) -> bool:
    """Tell whether two organizations decide at consecutive levels."""
    if one.is_party or other.is_party:
        return bool(one.led_by_id == other.pk or other.led_by_id == one.pk)
    return bool(_committee_above(one) == other.path or _committee_above(other) == one.path)


def _committee_above(place: Organization) -> str:
    """Return the path of the nearest committee above an organization; empty where there is none."""
    above = Organization.objects.filter(path__in=place.above_paths[1:], kind__in=COMMITTEES)
    return str(above.order_by("-depth").values_list("path", flat=True).first() or "")
