"""提名的条件: each is judged for everybody named; the first who fails refuses the whole nomination by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from procedures.recommendation import rules
from procedures.recommendation.nominees import Nominee, Recommendation, nominees, quota
from procedures.register.models import PartyStage
from workflows.days.dates import add_months, age, birthday, zh_date
from workflows.desks.routing import kin_of
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

WANTED = {rules.A: PartyStage.APPLICANT, rules.B: PartyStage.ACTIVIST}


@condition("not_on_roll", "是本支部的团员", rules.OWN_ROLL, asks=True, firm=True)
def on_the_roll(act: Recommendation) -> Finding:
    """A branch recommends its own members."""
    return _everybody(act, lambda one: None if one.on_roll else _outsider(act, one), "均在本支部名册上")


@condition("not_a_member", "是团员", rules.MEMBER, asks=True, after=(on_the_roll,), firm=True)
def members_all(act: Recommendation) -> Finding:
    """Who is suspended or has left cannot be recommended."""
    return _everybody(act, lambda one: None if one.is_member else _no_member(one), "均为团员")


@condition("age_below_18", "年满十八周岁", rules.MIN_AGE, asks=True, after=(members_all,))
def old_enough(act: Recommendation) -> Finding:
    """From the eighteenth birthday on."""
    least = act.law.number(rules.MIN_AGE)

    def judge(one: Nominee) -> Finding | None:
        born = one.person.born
        if born is None:
            return unmet(f"名册中没有{one.person}的出生日期，无法核对年龄，请先补全。", field="members")
        years = age(born, act.on)
        if years >= least:
            return None
        return unmet(
            f"{one.person}{years} 周岁，未满 {least} 周岁，不能推荐。",
            earliest=birthday(born, least), have=years, need=least, field="members",
        )  # fmt: skip

    return _everybody(act, judge, f"均已满 {least} 周岁")


@condition("tenure_lt_1_year", "团龄满一年", rules.TENURE, asks=True, after=(members_all,))
def long_enough_in_the_league(act: Recommendation) -> Finding:
    """One year from the day of joining; an earlier membership does not count."""
    years = act.law.number(rules.TENURE)

    def judge(one: Nominee) -> Finding | None:
        joined_on = one.standing.joined_on
        if joined_on is None:
            return unmet(f"名册中没有{one.person}的入团时间，无法核对团龄，请先补全。", field="members")
        earliest = add_months(joined_on, 12 * years)
        if act.on >= earliest:
            return None
        return unmet(
            f"{one.person}{zh_date(joined_on)}入团，团龄不满 {years} 年，不能推荐。", earliest=earliest, field="members"
        )

    return _everybody(act, judge, f"团龄均满 {years} 年")


@condition("party_application_missing", "已递交入党申请书", rules.APPLICATION, asks=True)
def applied_to_the_party(act: Recommendation) -> Finding:
    """The form says when, or the register does; an application of a later day is none yet."""

    def judge(one: Nominee) -> Finding | None:
        if one.applied_on is None:
            return unmet(
                f"没有{one.person}递交入党申请书的记录。已经递交的，请在本表填写递交时间，或由支部在名册补录；"
                "尚未递交的，请先向党组织递交。",
                field="party_application_on",
            )
        if one.applied_on > act.on:
            return unmet(
                f"{one.person}递交入党申请书的时间（{zh_date(one.applied_on)}）晚于提名日期。",
                earliest=one.applied_on, field="party_application_on",
            )  # fmt: skip
        return None

    return _everybody(act, judge, "均已递交入党申请书")


@condition("party_stage_mismatch", "党内身份与推荐类别相符", rules.STAGE, asks=True)
def at_the_right_stage(act: Recommendation) -> Finding:
    """Track A is for applicants, track B for activists; who has applied and has no stage yet is an applicant."""
    wanted = WANTED[act.answers["track"]]

    def judge(one: Nominee) -> Finding | None:
        stage = one.standing.party_stage or PartyStage.APPLICANT
        if stage == wanted:
            return None
        return unmet(
            f"{one.person}是{PartyStage(stage).label}，这一类别推荐的是{wanted.label}。请核对名册，或改选推荐类别；"
            "党内身份由党组织确定，团组织不能更改。",
            field="track",
        )

    return _everybody(act, judge, f"均为{wanted.label}")


@condition("under_discipline", "不在处分期内", rules.CLEAN, asks=True)
def not_punished(act: Recommendation) -> Finding:
    """No sanction stands on the day."""

    def judge(one: Nominee) -> Finding | None:
        if not one.sanction and one.standing.status != "probation":
            return None
        until, kind = one.sanction_until, one.sanction or one.standing.get_status_display()
        return unmet(
            f"{one.person}受{kind}处分，" + (f"至{zh_date(until)}止，" if until else "") + "处分期内不能推荐。",
            earliest=until + timedelta(days=1) if until else None, until=until, field="members",
        )  # fmt: skip

    return _everybody(act, judge, "均不在处分期内")


@condition("case_open", "没有仍然有效的推荐", rules.OWN_ROLL, asks=True, firm=True)
def not_recommended_already(act: Recommendation) -> Finding:
    """One recommendation at a time; a new vote follows when the old one has ended."""

    def judge(one: Nominee) -> Finding | None:
        if not one.open_case:
            return None
        return unmet(
            f"{one.person}已有一份在办或仍然有效的推荐（编号 {one.open_case}），不必重新提名。", field="members"
        )

    return _everybody(act, judge, "均没有在办的推荐")


@condition("over_20_percent", "全年推荐人数不超过比例", rules.QUOTA, warns=True, asks=True)
def within_quota(act: Recommendation) -> Finding:
    """The open and valid recommendations of the year, with those named, against the share rounded down."""
    found = quota(act)
    words = (
        f"本支部团员 {found.members} 人，全年推荐上限 {found.cap} 人；"
        f"今年已有 {found.already} 人，本次 {found.named} 人"
    )
    if found.have > found.cap:
        return unmet(f"{words}，超过上限。", have=found.have, maximum=found.cap, field="members")
    return met(f"{words}。", have=found.have, maximum=found.cap)


@condition("application_lt_6_months", "递交入党申请书满六个月", rules.APPLY_MONTHS, warns=True, asks=True)
def application_old_enough(act: Recommendation) -> Finding | None:
    """Track A, a regional rule: a shorter time is explained to the Party committee."""
    if act.answers["track"] != rules.A:
        return None
    months = act.law.number(rules.APPLY_MONTHS)

    def judge(one: Nominee) -> Finding | None:
        if one.applied_on is None or act.on >= add_months(one.applied_on, months):
            return None
        return unmet(
            f"{one.person}于{zh_date(one.applied_on)}递交入党申请书，未满 {months} 个月，须向党组织书面说明。",
            earliest=add_months(one.applied_on, months), field="members",
        )  # fmt: skip

    return _everybody(act, judge, f"递交入党申请书均满 {months} 个月")


@condition("activist_lt_1_year", "入党积极分子培养考察满一年", rules.ACTIVIST_YEARS, warns=True, asks=True)
def activist_long_enough(act: Recommendation) -> Finding | None:
    """Track B, a rule of the Party, which judges it itself: the League warns."""
    if act.answers["track"] != rules.B:
        return None
    years = act.law.number(rules.ACTIVIST_YEARS)

    def judge(one: Nominee) -> Finding | None:
        since = one.activist_on
        if since is None:
            return unmet(
                f"没有{one.person}确定为入党积极分子的时间，无法核对培养考察是否满 {years} 年，请填写。",
                field="party_activist_on",
            )
        if act.on >= add_months(since, 12 * years):
            return None
        return unmet(
            f"{one.person}{zh_date(since)}确定为入党积极分子，培养考察未满 {years} 年。",
            earliest=add_months(since, 12 * years), field="party_activist_on",
        )  # fmt: skip

    return _everybody(act, judge, f"培养考察均满 {years} 年")


@condition("nominates_oneself", "由他人记录提名", rules.RECUSE, warns=True, asks=True)
def by_somebody_else(act: Recommendation) -> Finding:
    """Who is named, or a declared relative, should not record it; a branch with one officer has nobody else."""
    near = kin_of(act.by.pk) if act.by else frozenset()
    named = [str(one.person) for one in nominees(act) if one.person.pk in near]
    if named:
        return unmet(f"{'、'.join(named)}是记录人本人或其申报的亲属，请说明支部委员会集体讨论的情况。", field="members")
    return met("记录人不是推荐对象本人或其申报的亲属。")


def _everybody(act: Recommendation, judge: Callable[[Nominee], Finding | None], words: str) -> Finding:
    """Return what is wrong with the first who does not meet it, else that all do."""
    for one in nominees(act):
        finding = judge(one)
        if finding is not None:
            return finding
    names = "、".join(str(one.person) for one in nominees(act))
    return met(f"{names}{words}。")


def _outsider(act: Recommendation, one: Nominee) -> Finding:
    return unmet(f"{one.person}不在{act.organization}的名册上，请由其所在团支部推荐。", field="members")


def _no_member(one: Nominee) -> Finding:
    return unmet(
        f"{one.person}目前身份是“{one.standing.get_status_display()}”，不是正常团员，不能由团组织推优。",
        field="members",
    )
