"""任职的条件: what stands against an appointment and its end; the verbs look at the same once more as they write."""

from __future__ import annotations

from procedures.office import rules
from procedures.office.facts import OfficeFacts
from procedures.office.forms import last_day
from workflows.appointments import appointing, auditing, overdone
from workflows.appointments.appointing import Seat, Term
from workflows.days.dates import zh_date
from workflows.desks.routing import kin_of_subject
from workflows.models import Entry
from workflows.people.models import Role
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Office = Act[OfficeFacts]


def seat_of(act: Office) -> Seat:
    """Return the post that an act fills, as its form says."""
    given = act.answers
    term = Term(given["first_on"], given["last_on"])
    return Seat(given["member"], given["organisation"], given["role"], term, given.get("deputizing_for"))


@once
def claimed(act: Office) -> list[Entry]:
    """Return the acts of others that the days of an appointment would claim."""
    return appointing.claimed(seat_of(act), act.recorded_on)


@once
def left(act: Office) -> list[Entry]:
    """Return the acts of the holder that the days of his appointment no longer cover."""
    return overdone.after_the_end(act.answers["appointment"], act.answers["last_on"])


@condition("own_appointment", "不为本人或申报的亲属办理", rules.OWN, asks=True, firm=True)
def not_own(act: Office) -> Finding:
    """Nobody appoints himself or a relative, nor lets one be deputized whom he is."""
    if act.by and act.by.pk in kin_of_subject(act.case):
        return unmet("不能为本人或申报的亲属办理任职，请由上级的管理员或团委书记办理。")
    return met("办理人不是本人或其亲属。")


def _or_met(found: Finding | None, words: str) -> Finding:
    return found or met(words)


@condition("post_not_there", "组织设有该岗位", rules.POST, asks=True)
def post_there(act: Office) -> Finding:
    """A branch has no reviewer."""
    return _or_met(appointing.not_there(seat_of(act)), "该组织设有此岗位。")


@condition("act_date_before_previous", "最后一日不早于第一日", rules.TERM, asks=True)
def days_in_order(act: Office) -> Finding:
    """A term does not end before it begins."""
    return _or_met(appointing.reversed_days(seat_of(act)), "日期先后相符。")


@condition("already_held", "岗位在此期间无人担任", rules.POST, asks=True, after=(post_there, days_in_order))
def post_free(act: Office) -> Finding:
    """A secretary is one person; a reviewer may be several, each once."""
    return _or_met(appointing.held_already(seat_of(act)), "岗位在此期间空着，或者可以由几人担任。")


@condition("deputy_for_nobody", "被代理的人在任", rules.DEPUTY, asks=True, after=(post_there, days_in_order))
def holder_to_deputize(act: Office) -> Finding | None:
    """Who stands in stands in for a holder."""
    if act.answers["deputizing_for"] is None:
        return None
    return _or_met(appointing.deputy_for_nobody(seat_of(act)), "被代理的人在此期间任职。")


@condition("auditor_decides", "不在所审计的组织任职", rules.AUDIT, asks=True, after=(post_there, days_in_order))
def audits_elsewhere(act: Office) -> Finding:
    """Nobody audits what he decides or keeps."""
    return _or_met(auditing.decides_what_he_audits(seat_of(act)), "没有相冲突的任职。")


@condition("acts_in_term", "任期内没有他人办理的事", rules.TERM, warns=True, asks=True, after=(post_free,))
def claims_no_acts(act: Office) -> Finding:
    """What others have done in the days of an appointment entered later is said, and noted in each case."""
    seat, acts = seat_of(act), claimed(act)
    if not acts:
        return met("任期内没有他人办理的事。")
    return overdone.finding(acts, f"{zh_date(seat.term.first_on)}起{seat.title}的事已由他人办理")


@condition("member_elsewhere", "任职人员在办理人所管组织的名册上", rules.ROLL, warns=True, asks=True)
def on_our_roll(act: Office) -> Finding:
    """Whoever is appointed stands on a roll that the keeper keeps, or on that of a Party organization."""
    member, kept = act.answers["member"], act.capacity.post.organization if act.capacity else None
    home = member.home
    if home is not None and kept is not None and (home.is_party or str(home.path).startswith(kept.path)):
        return met(f"{member}登记在{home}。")
    where = f"登记在{home}" if home else "没有登记所在组织"
    return unmet(f"{member}{where}，不在您所管理的组织名册上。请核对是否为同名的人；确须如此的，请填写理由。")


@condition("not_held", "有这个任职", rules.POST, asks=True)
def is_held(act: Office) -> Finding:
    """There is an appointment to end."""
    given = act.answers
    if given["appointment"] is None:
        return unmet(
            f"{given['member']}没有担任{given['organisation']}·{Role(given['role']).label}，请核对组织、人员和岗位。",
            field="role",
        )
    return met(f"{given['appointment']}，{appointing.days_of(given['appointment'])}。")


@condition("page_overtaken", "此页仍是最新", rules.TERM, asks=True, after=(is_held,))
def seen_as_it_is(act: Office) -> Finding | None:
    """Whoever changes a day that another has changed since is shown it first."""
    seen, held = act.answers.get("was"), act.answers["appointment"]
    if not seen or seen == last_day(held):
        return None
    now = f"改为{zh_date(held.last_on)}" if held.last_on else "改为未定"
    return unmet(
        f"此页打开以后，{held.person}在{held.post.title}的最后一日已{now}。"
        "您所填的还没有保存，请与上述内容核对；仍要改的，再提交一次。"
    )


@condition("already_done", "该任职还没有结束", rules.TERM, asks=True, after=(is_held,))
def not_over(act: Office) -> Finding:
    """What has ended is not ended once more."""
    return _or_met(appointing.over(act.answers["appointment"], act.recorded_on), "还在任期内。")


@condition("act_date_before_previous", "最后一日不早于任职开始", rules.TERM, asks=True, after=(not_over,))
def ends_after_it_began(act: Office) -> Finding:
    """A term does not end before it began."""
    found = appointing.before_it_began(act.answers["appointment"], act.answers["last_on"])
    return _or_met(found, "不早于任职开始。")


@condition("already_held", "延长的日子里岗位无人担任", rules.POST, asks=True, after=(not_over,))
def free_for_longer(act: Office) -> Finding | None:
    """A term that is made longer runs into no successor's."""
    return appointing.longer_than_free(act.answers["appointment"], act.answers["last_on"])


@condition("acts_in_term", "最后一日以后没有办理的事", rules.TERM, warns=True, asks=True, after=(ends_after_it_began,))
def leaves_no_acts(act: Office) -> Finding:
    """What the holder has done after his last day is said, and noted in each case."""
    held, last_on, acts = act.answers["appointment"], act.answers["last_on"], left(act)
    if not acts:
        return met("最后一日以后没有办理的事。")
    return overdone.finding(acts, f"{held.person}在{zh_date(last_on)}以后仍以{held.post.title}办理")
