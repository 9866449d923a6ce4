"""注册、复评和申诉的条件: what stands between an approved grade and the registration, or the removal."""

from __future__ import annotations

from datetime import timedelta

from procedures.assessment import rules
from procedures.assessment.branchwide import (
    Assessing,
    is_led,
    lead,
    members_to_register,
    probation_of_subject,
    standing_of_subject,
    to_register,
)
from procedures.assessment.facts import BASIC, GRADE_WORDS
from procedures.register import years
from procedures.register.models import Status
from workflows.days.dates import add_months, zh_date
from workflows.days.working_days import end_of_period
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

NAMED = 5  # people that a finding names


@condition("grades_not_approved", "等次已经团委审定", rules.APPROVED_FIRST)
def never_before_approval(act: Assessing) -> Finding:
    """第三十七条: registration follows the approved assessment."""
    waiting = "等待团委审定" if act.facts.graded_on else "尚未提出"
    return unmet(f"评议等次{waiting}，审定以后才能办理团籍注册。")


@condition("nobody_to_register", "选择了要注册的团员", rules.APPROVED_FIRST, asks=True, firm=True)
def somebody_named(act: Assessing) -> Finding | None:
    """Everybody, or people by name."""
    if not act.is_cover:
        return None
    lead(act)
    members_to_register(act)
    if not act.answers.get("everyone") and not act.answers["persons"]:
        return unmet("请选择全部待注册团员，或逐一选择。", field="everyone")
    return met("已选择。")


@condition("grade_missing", "等次已经明确", rules.GRADES, firm=True)
def grade_known(act: Assessing) -> Finding | None:
    """By name, or behind counts that hold 优秀 and 合格 only."""
    facts = act.facts
    if act.is_cover or facts.exempt:
        return None
    if facts.graded_on and not facts.grade and not facts.counted:
        return unmet(f"{act.subject}的等次名单尚未补报，请先由支部补报等次名单。")
    return met(f"等次：{GRADE_WORDS[facts.grade]}。" if facts.grade else "等次以人数上报，名单后补。")


@condition("on_probation", "不在留团察看期间", rules.PROBATION)
def not_on_probation(act: Assessing) -> Finding | None:
    """Who is under 留团察看 is registered after the rights are restored."""
    if act.is_cover or not act.law[rules.PROBATION]:
        return None
    sanction = probation_of_subject(act)
    if sanction and sanction.last_on:
        first = sanction.last_on + timedelta(days=1)
        return unmet(
            f"{act.subject}正在留团察看期间（{zh_date(sanction.first_on)}至{zh_date(sanction.last_on)}），期间不予注册，"
            f"{zh_date(first)}起办理。",
            earliest=first, until=sanction.last_on,
        )  # fmt: skip
    if sanction or standing_of_subject(act).status == Status.PROBATION:
        return unmet(f"{act.subject}正在留团察看期间，恢复团员权利以前不予注册。")
    return met("不在留团察看期间。")


@condition("registration_gap", "距上次团籍注册不超过期限", years.REGISTERED_MONTHS, warns=True, asks=True)
def registered_lately(act: Assessing) -> Finding | None:
    """Whose last registration is longer ago is named with its day; nothing can be said where the register knows none.

    For a whole branch it is asked once, on its cover.
    """
    if is_led(act):
        return None
    people = to_register(act).values("subject_id") if act.is_cover else [act.subject.pk]
    last = years.last_registered(people, act.facts.year)
    late = [one for one in last if act.on > years.registered_until(one.on, act.law)]
    months = act.law.number(years.REGISTERED_MONTHS)
    if late:
        named = "、".join(f"{one.name}（{zh_date(one.on)}）" for one in late[:NAMED])
        more = f"等 {len(late)} 人" if len(late) > NAMED else ""
        return unmet(
            f"{named}{more}上次团籍注册至今已超过 {months} 个月，请核对其间的团籍和组织关系，说明中断原因后注册。",
            have=len(late),
        )
    return met(f"距上次团籍注册均未超过 {months} 个月。") if last else None


@condition("talk_missing", "基本合格的已谈话", rules.TALK)
def talked(act: Assessing) -> Finding | None:
    """第三十四条: the secretary talks with who is 基本合格, then registers."""
    if act.is_cover:
        return None
    if act.facts.must_talk:
        return unmet(f"{act.subject}评为基本合格，支部书记尚未谈话，请先谈话并记录，再办理注册。")
    return met(f"{zh_date(act.facts.talked_on)}已谈话。") if act.facts.talked_on else None


@condition("talk_not_needed", "评为基本合格", rules.TALK, firm=True)
def talk_needed(act: Assessing) -> Finding | None:
    """The talk is with who is 基本合格, on the member's own case."""
    if act.is_cover or act.facts.grade != BASIC:
        return unmet("谈话在评为基本合格的团员本人的事项中办理。")
    return met("评为基本合格。")


@condition("recheck_too_early", "教育帮助满期限", rules.RECHECK)
def educated_long_enough(act: Assessing) -> Finding | None:
    """第三十五条: not before three months after the approval."""
    since = act.facts.approved_on
    if since is None:
        return None
    months = act.law.number(rules.RECHECK)
    earliest = add_months(since, months)
    words = f"{zh_date(since)}审定为不合格，{months} 个月后复评"
    if act.on < earliest:
        return unmet(f"{words}，时间未到。", earliest=earliest)
    return met(f"{words}，{zh_date(earliest)}起可以复评。", earliest=earliest)


@condition("recheck_late", "在期限以内复评", rules.RECHECK_UNTIL, warns=True)
def rechecked_in_time(act: Assessing) -> Finding | None:
    """第三十五条: within six months; later is said, and still done."""
    since = act.facts.approved_on
    if since is None:
        return None
    months = act.law.number(rules.RECHECK_UNTIL)
    last = end_of_period(add_months(since, months))
    if act.on > last:
        return unmet(f"应在审定后 {months} 个月内即 {zh_date(last)}以前复评，已经超过。", until=last)
    return met(f"{zh_date(last)}以前复评。", until=last)


@condition("not_persuaded", "已劝其退团", rules.PERSUADED, warns=True)
def persuaded(act: Assessing) -> Finding:
    """第三十五条: whoever does not improve is first persuaded to withdraw, after each re-assessment anew."""
    day = act.facts.persuaded_on
    if day is None:
        return unmet(
            "尚未劝其退团。复评仍不合格的，先由支部书记谈话、劝其退团，本人不同意的，再由支部大会讨论除名；不经劝退的，请说明理由。"
        )
    return met(f"{zh_date(day)}已劝其退团，本人{'同意' if act.facts.agreed else '不同意'}。")


@condition("agreed_to_withdraw", "本人不同意退团", rules.PERSUADED, warns=True)
def unwilling_to_leave(act: Assessing) -> Finding | None:
    """Who agrees hands in the report himself; the branch removes him only where he does not."""
    day = act.facts.persuaded_on
    if day is None or not act.facts.agreed:
        return None
    return unmet(
        f"{zh_date(day)}本人同意退团，应当由本人提出书面退团报告，在“退团申请”中办理；本人没有提出或者改变主意的，请说明理由。"
    )


@condition("appeal_unsettled", "申诉已经处理", rules.APPEAL)
def appeals_answered(act: Assessing) -> Finding:
    """An appeal is answered or forwarded before the removal is approved."""
    if act.facts.appeal_open:
        return unmet("本人的申诉尚未处理，请先处理或转递。")
    return met(f"申诉 {len(act.facts.appeals)} 件，均已处理。" if act.facts.appeals else "没有申诉。")


@condition("already_done", "对最近的决定尚未申诉", rules.APPEAL_ONCE)
def not_appealed_yet(act: Assessing) -> Finding | None:
    """Each decision is appealed against once; how the appeal was answered is not appealed against in its turn."""
    decided = act.facts.decided
    made = next((one for one in act.facts.appeals if one.against == decided), None)
    if made is None:
        return None
    words = f"“{act.procedure.row(decided.act).title}”（{zh_date(decided.on)}）" if decided else "这一决定"
    outcome = f"{zh_date(made.answered_on)}已处理" if made.answered_on else "正在处理"
    return unmet(f"{zh_date(made.on)}已对{words}提出申诉，{outcome}；对同一决定只申诉一次。")


@condition("no_appeal", "有待处理的申诉", rules.APPEAL)
def appeal_to_answer(act: Assessing) -> Finding:
    """There is something to answer."""
    if not act.facts.appeal_open:
        return unmet("没有待处理的申诉。")
    return met("有申诉待处理。")
