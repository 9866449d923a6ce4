"""推优荐才的条件."""

from __future__ import annotations

from datetime import date, timedelta

from procedures.common import notice
from procedures.common.cases import one_case
from procedures.talent import rules
from procedures.talent.facts import TalentFacts
from procedures.talent.models import PoolStatus, Talent
from workflows.days.dates import add_months, age, birthday, zh_date
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Nominating = Act[TalentFacts]


@once
def row_of(act: Nominating) -> Talent | None:
    """Return the register's row of the case, read once for an act."""
    return Talent.objects.filter(case=act.case).first()


@condition("age_over_35", "年龄不超过上限", rules.MAX_AGE, personal=True)
def young_enough(act: Nominating) -> Finding | None:
    """Completed years; the limit itself still counts."""
    return _young_on(act, act.on)


@condition("age_over_35", "推荐时年龄不超过上限", rules.MAX_AGE)
def young_when_nominated(act: Nominating) -> Finding | None:
    """The age is that of the day of nomination, when the limit was asked: what comes after takes the desks' time.

    Whoever was nominated in time would else be stuck before the register for good by a birthday on the way.
    """
    return _young_on(act, act.facts.nominated_on or act.on)


def _young_on(act: Nominating, on: date) -> Finding | None:
    born, most = act.subject.born, act.law.number(rules.MAX_AGE)
    if born is None:
        return unmet("名册中没有出生日期，无法核对年龄，请先补全。", field="person")
    years, last = age(born, on), birthday(born, most + 1) - timedelta(days=1)
    if years > most:
        return unmet(f"{act.subject}{years} 周岁，超过上限 {most} 周岁。", have=years, maximum=most, field="person")
    return met(f"{act.subject}{years} 周岁，不超过 {most} 周岁。", have=years, maximum=most, until=last)


no_open_case = one_case("推荐", rules.ONE_CASE, decided=True)


@condition("already_in_pool", "不在库", rules.POOL, warns=True)
def not_in_pool(act: Nominating) -> Finding:
    """Who stands in the register may be renewed there; a new recommendation takes the old row's place."""
    valid = Talent.objects.filter(person=act.subject, valid_until__gte=act.on).exclude(status=PoolStatus.REPLACED)
    row = valid.order_by("-valid_until").first()
    if row:
        return unmet(
            f"{act.subject}已在青年人才信息库（{row.field}），有效期至 {zh_date(row.valid_until)}；一般办理续期即可，"
            "重新推荐的，入库后接续原记录。",
            until=row.valid_until,
        )
    return met("目前不在青年人才信息库。")


@condition("party_missing", "团委有同级党组织", rules.PARTY)
def party_known(act: Nominating) -> Finding:
    """There is somebody to ask."""
    party = act.committee().led_by
    if party is None:
        return unmet(f"{act.committee()}没有设置同级党组织，无法征求意见。请管理员在“组织与岗位”中设置。")
    return met(f"征求意见的党组织：{party}。")


calendar_published, seen_in_time, notice_over, objections_settled = notice.conditions(rules.NOTICE_DAYS, rules.NOTICE)


@condition("no_objection", "有待处理的异议", rules.NOTICE)
def objection_to_settle(act: Nominating) -> Finding:
    """There is something to settle."""
    return notice.to_settle_finding(act)


@condition("replaced", "是现行的在库记录", rules.POOL)
def still_current(act: Nominating) -> Finding | None:
    """A row that a newer recommendation has taken the place of is renewed and placed there."""
    row = row_of(act)
    if row is None:
        return unmet("青年人才信息库中没有本事项的记录。")
    if row.status == PoolStatus.REPLACED:
        return unmet("本记录已由新的推荐接续，请在新的事项上办理。")
    return met(f"在库记录：{row.field}，有效期至 {zh_date(row.valid_until)}。", until=row.valid_until)


@condition("already_done", "本年度尚未续期", rules.VALID_MONTHS)
def year_to_renew(act: Nominating) -> Finding | None:
    """A renewal is for one year: who has renewed a row does so again in the last year for which it stands."""
    row, renewed_on = row_of(act), act.facts.renewed_on
    if row is None or renewed_on is None:
        return None
    months, until = act.law.number(rules.VALID_MONTHS), row.valid_until
    if until > add_months(act.on, months):
        earliest = add_months(until, -months)
        return unmet(f"{zh_date(renewed_on)}已续期至{zh_date(until)}，不必重复续期。", earliest=earliest, until=until)
    return met(f"{zh_date(renewed_on)}续期，有效期至{zh_date(until)}。", until=until)


@condition("pool_lapsed", "在有效期内", rules.VALID_MONTHS, warns=True)
def still_valid(act: Nominating) -> Finding | None:
    """Who is recommended from a row that has lapsed is better renewed first."""
    until = act.facts.valid_until
    if until is None:
        return None
    if until < act.on:
        return unmet(f"有效期至 {zh_date(until)}，已过期，一般先办理续期。", until=until)
    return met(f"有效期至 {zh_date(until)}。", until=until)
