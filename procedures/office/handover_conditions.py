"""交接的条件: who may begin it, what is ticked and counted before anything changes, whether the post is free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from forms.money import yuan
from procedures.office import drawing, rules
from procedures.office.conditions import Office, audits_elsewhere, days_in_order, on_our_roll, post_there, seat_of
from procedures.office.facts import Item
from procedures.register.handing import Money
from workflows.appointments import appointing, auditing
from workflows.appointments.appointing import Seat, Term
from workflows.appointments.keepers import KEEPERS
from workflows.days.dates import zh_date
from workflows.desks.routing import kin_of_subject
from workflows.models import Case
from workflows.people.models import Appointment
from workflows.table.act import once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

MATTER = "handover"
LISTED = 12  # titles that a refusal names


def by_keeper(act: Office) -> bool:
    """Tell whether whoever begins it keeps the organization, rather than holding the post alone."""
    return act.capacity is not None and act.capacity.post.role in KEEPERS


@once
def items_now(act: Office) -> list[Item]:
    """Return what the register knows of the post now."""
    soon = act.law.number(rules.SOON)
    return drawing.drawn(act.organization, act.facts.role, act.recorded_on, soon, but=act.case.pk)


@once
def money_now(act: Office) -> Money | None:
    """Return the money that there must be by the books now."""
    return drawing.money(act.organization, act.facts.role, act.recorded_on)


@once
def ending(act: Office) -> Appointment | None:
    """Return the term that the handover ends; None where it ends none, for it has ended already."""
    held = Appointment.objects.filter(pk=act.facts.ends).select_related("person", "post__organization").first()
    return held if held and not appointing.over(held, act.recorded_on) else None


def first_day(act: Office) -> date:
    """Return the day at whose beginning the post changes hands: the one agreed, the next where that has begun."""
    agreed = act.facts.first_on or act.recorded_on
    earliest = act.recorded_on + timedelta(days=1) if ending(act) else act.recorded_on
    return max(agreed, earliest)


def seat_taken(act: Office) -> Seat:
    """Return the post that the successor takes."""
    return Seat(act.subject, act.organization, act.facts.role, Term(first_day(act), act.facts.last_on))


@condition("own_appointment", "接任人不是发起人本人或其亲属", rules.OWN, asks=True, firm=True)
def for_somebody_else(act: Office) -> Finding:
    """Nobody hands a post to himself or a relative."""
    if act.by and act.by.pk in kin_of_subject(act.case):
        return unmet("不能把岗位交给本人或申报的亲属，请由上级的管理员或团委书记发起交接。", field="member")
    return met("接任人不是发起人或其亲属。")


@condition("not_your_post", "由管理员、团委书记或者任职人员本人发起", rules.HANDOVER, asks=True, firm=True)
def own_post_or_kept(act: Office) -> Finding:
    """Whoever holds the post may begin to hand it over; anybody else's is a keeper's to begin."""
    held = act.answers["appointment"]
    if by_keeper(act):
        return met("由管理员或团委书记发起。")
    if held is None or act.by is None or held.person_id != act.by.pk:
        return unmet(f"您不担任{seat_of(act).title}，该岗位的交接由任职人员本人、管理员或团委书记发起。")
    if act.organization.is_party:
        return unmet("党组织岗位的交接由管理员或团委书记发起，请与其联系。")
    return met("由任职人员本人发起，须经管理员或团委书记同意。")


@condition("first_day_past", "接任第一日不早于今天", rules.HANDOVER, asks=True)
def not_backwards(act: Office) -> Finding:
    """A handover changes nothing of days that are past."""
    first = act.answers["first_on"]
    if first < act.recorded_on:
        return unmet(
            f"接任第一日 {zh_date(first)} 已过。交接不改变过去的任期；补登过去的任职，请用“结束任职”和“任职”。",
            earliest=act.recorded_on, field="first_on",
        )  # fmt: skip
    return met(f"自{zh_date(first)}起。")


@condition("hands_to_himself", "接任人不是移交人", rules.HANDOVER, asks=True)
def to_another(act: Office) -> Finding:
    """A post is handed to somebody else; a longer term needs no handover."""
    held = act.answers["appointment"]
    if held and held.person_id == act.subject.pk and not appointing.over(held, act.recorded_on):
        return unmet(f"{act.subject}正担任该岗位。连任的，请用“结束任职”改最后一日。", field="member")
    return met("接任人不是移交人。")


@condition("already_held", "岗位在接任后无其他人担任", rules.POST, asks=True, after=(post_there, days_in_order))
def free_but_for_giver(act: Office) -> Finding | None:
    """Nobody but whoever gives holds the post in the successor's days."""
    return appointing.held_already(seat_of(act), but=act.answers["appointment"])


@condition("handover_open", "该岗位没有在办的交接", rules.HANDOVER, asks=True)
def one_at_a_time(act: Office) -> Finding:
    """A post is handed over once at a time."""
    same = Case.objects.filter(procedure=act.case.procedure, matter=MATTER, organization=act.organization)
    other = same.filter(finished=None, facts__role=act.answers["role"]).first()
    if other:
        return unmet(f"{seat_of(act).title}已有一件在办的交接（{other.number}），请先办结或撤回。")
    return met("没有在办的交接。")


OPENING = (
    for_somebody_else, own_post_or_kept, post_there, days_in_order, not_backwards, to_another, free_but_for_giver,
    audits_elsewhere, one_at_a_time, on_our_roll,
)  # fmt: skip


@condition("own_appointment", "同意的人不是接任人或其亲属", rules.OWN, firm=True)
def agrees_for_others(act: Office) -> Finding:
    """Nobody agrees to his own appointment."""
    if act.by and act.by.pk in kin_of_subject(act.case):
        return unmet("接任人是您本人或申报的亲属，请由上级的管理员或团委书记办理。")
    return met("接任人不是您本人或其亲属。")


@condition("giver_still_there", "移交人本人不能确认", rules.HANDOVER)
def giver_gone(act: Office) -> Finding | None:
    """A keeper confirms in place of a giver only where he is gone; whoever gives confirms himself."""
    if act.by and act.by.pk in act.facts.outgoing:
        return None
    if act.facts.outgoing and ending(act):
        return unmet(f"{act.facts.giver}仍在任，由其本人确认；已离开的，请先办理结束任职。")
    return met(f"{act.facts.giver or '移交人'}已不在任，由管理员或团委书记代为确认。")


def _missing(items: Iterable[Item], ticked: set[str]) -> list[str]:
    return [one.title for one in items if one.code not in ticked]


def _unticked(missing: list[str]) -> Finding:
    named = "、".join(missing[:LISTED]) + ("等" if len(missing) > LISTED else "")
    return unmet(f"还有 {len(missing)} 项没有点：{named}。请对着实物逐项点交，没有的在说明中写“无”。",
                 have=len(missing), field="items")  # fmt: skip


@condition("items_not_ticked", "每一项都已点交", rules.HANDOVER, asks=True)
def all_given(act: Office) -> Finding:
    """Whoever gives ticks each line: those of the register and his own."""
    rows = act.answers["items"]
    ticked = {one["code"] for one in rows if one["yes"]}
    own = [one["title"] for one in rows if one["title"] and not one["yes"] and one["code"].startswith("own-")]
    missing = [*_missing(items_now(act), ticked), *own]
    return _unticked(missing) if missing else met("每一项都已点交。")


@condition("money_not_counted", "账上的钱已清点", rules.HANDOVER, asks=True)
def money_given(act: Office) -> Finding | None:
    """Where the books say that there is money, it is counted."""
    money = money_now(act)
    if money is None or not money.fen:
        return None
    if act.answers["cash"] is None and act.answers["bank"] is None:
        return unmet(f"{money.title}账面 {yuan(money.fen)} 元，请填写现金和存款。", field="cash")
    return met(f"{money.title}账面 {yuan(money.fen)} 元。")


@condition("money_differs", "金额不符的写明原因", rules.HANDOVER, asks=True, after=(money_given,))
def difference_told(act: Office) -> Finding | None:
    """A difference is told with its reason, which both sides see."""
    money, given = money_now(act), (act.answers["cash"] or 0) + (act.answers["bank"] or 0)
    if money is None or given == money.fen:
        return None
    words = f"现金加存款 {yuan(given)} 元，账面 {yuan(money.fen)} 元，相差 {yuan(abs(given - money.fen))} 元"
    return met(f"{words}，已写明原因。") if act.answers["reason"] else unmet(f"{words}，须写明原因。", field="reason")


@condition("items_not_ticked", "每一项都已点收", rules.HANDOVER, asks=True)
def all_received(act: Office) -> Finding:
    """The successor ticks each line that was given."""
    missing = _missing(act.facts.items, {one["code"] for one in act.answers["items"] if one["yes"]})
    return _unticked(missing) if missing else met("每一项都已点收。")


@condition("money_not_counted", "收到的钱已清点", rules.HANDOVER, asks=True)
def money_received(act: Office) -> Finding | None:
    """The successor counts what is handed over."""
    if not act.facts.given_fen and not act.facts.book_fen:
        return None
    if act.answers["counted"] is None:
        return unmet(f"移交 {yuan(act.facts.given_fen)} 元，请填写实收金额。", field="counted")
    return met(f"移交 {yuan(act.facts.given_fen)} 元。")


@condition("money_differs", "实收不符的写明原因", rules.HANDOVER, asks=True, after=(money_received,))
def receipt_told(act: Office) -> Finding | None:
    """What is counted otherwise than given is told with its reason."""
    counted = act.answers["counted"]
    if counted is None or counted == act.facts.given_fen:
        return None
    words = f"实收 {yuan(counted)} 元，移交 {yuan(act.facts.given_fen)} 元"
    return met(f"{words}，已写明原因。") if act.answers["reason"] else unmet(f"{words}，须写明原因。", field="reason")


@condition("already_held", "岗位仍可接任", rules.POST)
def still_free(act: Office) -> Finding | None:
    """Nobody else was appointed to the post meanwhile."""
    seat = seat_taken(act)
    return appointing.held_already(seat, but=ending(act)) or auditing.decides_what_he_audits(seat)


@condition("act_date_before_previous", "届满之日在接任以后", rules.TERM)
def term_left(act: Office) -> Finding | None:
    """A term that is over before the change begins nothing."""
    return appointing.reversed_days(seat_taken(act))
