"""转接的条件: who may start, where it may go, and what each desk must find so."""

from __future__ import annotations

from procedures.common.cases import other_case
from procedures.register.models import MEMBERS_STATUSES, Discipline
from procedures.register.months import zh_month
from procedures.register.rolls import IN_PARTY
from procedures.register.verbs import subject_standing
from procedures.transfer import rules
from procedures.transfer.facts import TransferFacts
from workflows.days.dates import zh_date
from workflows.people.models import Appointment, Person
from workflows.people.models.post import BRANCH_ROLES, COMMITTEE_ROLES
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Transfer = Act[TransferFacts]

OFFICERS = (*BRANCH_ROLES, *COMMITTEE_ROLES)


@condition("not_your_task", "由本人、原组织或接收组织发起", rules.STARTERS, asks=True)
def through_a_door(act: Transfer) -> Finding:
    """Three doors: the member, the old organization, the new one."""
    if act.by is not None and act.by == act.subject:
        return met("本人发起。")
    door = door_of(act)
    if door:
        return met(f"由{door.post.title}发起。")
    return unmet("组织关系转接由团员本人、原团支部或接收团支部发起，您不在其中，请告知其中一方办理。")


@once
def door_of(act: Transfer) -> Appointment | None:
    """Return the appointment at the old organization or the new one by which somebody other than the member begins.

    One's own post goes before one in which one deputizes, as everywhere.
    """
    if act.by is None or act.by == act.subject:
        return None
    to = act.answers["to_organisation"]
    places = {act.organization.pk: act.chain.appointments}
    if to:
        places[to.pk] = act.chain.from_(to).appointments
    mine = (
        one
        for pk, held in places.items()
        for one in held
        if one.person_id == act.by.pk and one.post.organization_id == pk and one.post.role in OFFICERS
    )
    return min(mine, key=lambda one: one.deputizing_for_id is not None, default=None)


@condition("not_a_member", "有团籍", rules.MEMBER, asks=True, personal=True)
def a_member(act: Transfer) -> Finding:
    """团章第六条: who transfers is a member; one under 留团察看 too."""
    return _member(act)


def _member(act: Transfer) -> Finding:
    standing = subject_standing(act)
    if standing.status not in MEMBERS_STATUSES:
        words = standing.get_status_display()
        return unmet(f"{act.subject}在名册中的状态是“{words}”，没有团籍，不能办理组织关系转接。", field="member")
    return met("有团籍。")


@condition("not_a_member", "仍有团籍", rules.MEMBER)
def still_a_member(act: Transfer) -> Finding:
    """A case that has ended is taken up again only for a member."""
    return _member(act)


@condition("transfer_open", "没有在办的转接", rules.ONE_CASE, asks=True, after=(a_member,))
def no_open_transfer(act: Transfer) -> Finding:
    """One at a time, through whichever door it was started."""
    return _no_other(act)


@condition("transfer_open", "没有在办的转接", rules.ONE_CASE)
def still_no_open_transfer(act: Transfer) -> Finding:
    """An appeal may not put a second case beside one started meanwhile."""
    return _no_other(act)


@condition("already_done", "申诉尚未裁定", rules.APPEAL_ONCE)
def not_dismissed(act: Transfer) -> Finding | None:
    """What the higher body has decided on a refusal is the last word here; a refusal after it is another one."""
    day = act.facts.dismissed_on
    if day is None:
        return None
    body = act.chain.from_(act.facts.appeal_to).organization
    return unmet(f"{body}已于{zh_date(day)}裁定申诉不成立，不再受理对同一决定的申诉。情况有变的，请重新发起转接。")


@condition("same_organisation", "转往另一组织", rules.PLACE, asks=True)
def another_organization(act: Transfer) -> Finding:
    """The roll on which the member is already cannot take him in."""
    to = act.answers["to_organisation"]
    if to and to.pk == act.organization.pk:
        return unmet(f"{act.subject}的组织关系已在{to}，不需要转接，请核对转入组织。", field="to_organisation")
    return met(f"转往{to or act.answers['outside_name']}。")


@condition("dues_unpaid", "团费交至本月", rules.DUES, warns=True, asks=True)
def dues_paid(act: Transfer) -> Finding | None:
    """Arrears are said and go along; they hold nobody back."""
    if not act.law[rules.DUES]:
        return None
    standing, month = subject_standing(act), act.on.replace(day=1)
    if standing.party_stage in IN_PARTY:
        return met("党员交纳党费，可以不交团费。")
    paid = standing.dues_paid_to
    if paid is None or paid < month:
        so_far = f"团费交至{zh_month(paid)}" if paid else "名册中没有已交清团费的记录"
        return unmet(f"{so_far}，未交至本月（{zh_month(month)}）。请说明理由，欠交情况随转。")
    return met(f"团费已交至{zh_month(paid)}。")


@condition("under_discipline", "没有正在执行的处分", rules.DISCIPLINE, warns=True, asks=True)
def undisciplined(act: Transfer) -> Finding:
    """A sanction goes along; the new organization must know of it."""
    running = Discipline.objects.filter(person=act.subject, first_on__lte=act.on).exclude(last_on__lt=act.on).first()
    if running:
        return unmet(f"{running.get_kind_display()}处分自{zh_date(running.first_on)}起正在执行，须一并告知接收组织。")
    return met("没有正在执行的处分。")


@condition("transfer_open", "没有在办的转接", rules.ONE_CASE, asks=True)
def member_not_moving(act: Transfer) -> Finding | None:
    """A member whom a letter names is not on the way elsewhere."""
    member = act.answers["member"]
    return _no_other_of(act, member) if member else None


def _no_other(act: Transfer) -> Finding:
    """Ask for the case only where the register has the person 转接中; the database refuses a second one anyway."""
    if not subject_standing(act).transferring:
        return met("没有在办的转接。")
    return _no_other_of(act, act.subject)


def _no_other_of(act: Transfer, person: Person) -> Finding:
    other = other_case(act, person, decided=True)
    if other:
        return unmet(
            f"{person}的组织关系转接（{other.number}，{zh_date(other.opened_on)}发起）尚未办结，请先办结或撤回。"
        )
    return met("没有在办的转接。")
