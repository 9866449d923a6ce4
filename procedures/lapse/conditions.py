"""自行脱团的条件: each is a sentence with its rule, and true or a refusal with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from procedures.common.cases import one_case
from procedures.lapse import rules, runs
from procedures.lapse.facts import LapseFacts
from procedures.register.months import parse_month, zh_months
from procedures.register.verbs import subject_standing
from workflows.days.dates import add_months, zh_date
from workflows.days.working_days import end_of_period
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Lapse = Act[LapseFacts]


@once
def run_today(act: Lapse) -> tuple[str, ...]:
    """Return the months in a row that are unpaid on the act's day and make the subject a candidate; none without such.

    Of several runs it is that of the case, else the latest: one begun since says nothing of the months of the case.
    """
    found = runs.of_people([act.subject.pk], act.on, act.law.number(rules.LAPSE_MONTHS))
    known = set(act.facts.months)
    latest_first = [tuple(f"{month:%Y-%m}" for month in run) for run in reversed(found.get(act.subject.pk, ()))]
    return next((run for run in latest_first if known.intersection(run)), latest_first[0] if latest_first else ())


def _span(months: Sequence[str]) -> str:
    return zh_months(tuple(map(parse_month, months)))


@condition("not_six_months", "仍连续未交团费到规定的月数", rules.LAPSE_MONTHS)
def still_unpaid(act: Lapse) -> Finding | None:
    """A run that was paid since is none; a case that began on paper names no months and is not compared."""
    known = act.facts.months
    if not known:
        return None
    run = run_today(act)
    left = [month for month in known if month in run]
    if not left:
        return unmet(
            f"{_span(known)}的团费已补交、减免或更正，目前连续未交的不到规定的月数，不能作自行脱团处理。"
            "请由支部以“已补交”办结。",
            have=len(left),
            need=len(known),
        )
    return met(f"{_span(run)}共 {len(run)} 个月未交团费。", have=len(run))


@condition("still_unpaid", "团费已补交", rules.LAPSE_MONTHS, asks=True)
def paid_up(act: Lapse) -> Finding | None:
    """Closing a case as paid up asks the books for its own months; those that came later are a case of their own."""
    if act.answers["basis"] != "paid_up":
        return None
    run, known = run_today(act), act.facts.months
    if run and (not known or set(known).intersection(run)):
        return unmet(
            f"{_span(run)}共 {len(run)} 个月团费仍未交，不能以“已补交”办结。请先登记补交，或说明正当理由。",
            have=len(run),
            field="basis",
        )
    return met("本事项所列月份的团费已补交、减免或更正。")


@condition("attempts_too_few", "联系不上本人的，联系次数足够", rules.ATTEMPTS, asks=True)
def tried_enough(act: Lapse) -> Finding | None:
    """Nobody is removed unheard because he was looked for once."""
    if act.answers["reached"]:
        return None
    have, need = len(act.answers["attempts"]), act.law.number(rules.ATTEMPTS)
    if have < need:
        return unmet(
            f"只记录了 {have} 次联系，至少须在不同时间联系 {need} 次。请再次联系本人后填写。",
            have=have,
            need=need,
            field="attempts",
        )
    return met(f"已联系 {have} 次。", have=have, need=need)


@condition("reply_time_open", "已给本人答复的时间", rules.REPLY_DAYS, warns=True, asks=True)
def given_time(act: Lapse) -> Finding | None:
    """Whoever could not be reached is given the days that the warning names."""
    warned_on = act.facts.warned_on
    if act.answers["reached"] or warned_on is None:
        return None
    earliest = end_of_period(warned_on + timedelta(days=act.law.number(rules.REPLY_DAYS)))
    if act.on < earliest:
        return unmet(f"{zh_date(warned_on)}提醒，答复期限至 {zh_date(earliest)}，尚未届满。", earliest=earliest)
    return met(f"答复期限 {zh_date(earliest)}已届满。", earliest=earliest)


@condition("not_a_member", "是团员", rules.MEMBER)
def is_member(act: Lapse) -> Finding:
    """Only who has 团籍 can lose it."""
    standing = subject_standing(act)
    if not standing.is_member:
        return unmet(f"{act.subject}目前不是团员（{standing.get_status_display()}）。", field="member")
    return met(f"目前身份：{standing.get_status_display()}。")


no_open_case = one_case("自行脱团", rules.ONE_CASE, decided=True, instead="请先办结")


@condition("less_than_six_months", "已到规定的月数", rules.LAPSE_MONTHS, asks=True)
def long_enough(act: Lapse) -> Finding:
    """团章第八条: six months without 组织生活, or without the work assigned, as with dues."""
    since, months = act.answers["since"], act.law.number(rules.LAPSE_MONTHS)
    earliest = add_months(since, months)
    words = f"自 {zh_date(since)}起，至 {zh_date(act.on)}"
    if act.on < earliest:
        return unmet(f"{words}未满 {months} 个月，不能以自行脱团论。", earliest=earliest, field="since")
    return met(f"{words}已满 {months} 个月。", earliest=earliest)


@condition("not_heard", "已听取本人意见或多次联系未果", rules.HEARD)
def heard(act: Lapse) -> Finding:
    """团章第八条: the member is heard before the branch decides."""
    if act.facts.heard_on is None:
        return unmet("尚未听取本人意见，请先听取；联系不上的，记录联系经过。")
    if not act.facts.reached:
        return met(f"{zh_date(act.facts.heard_on)}记录：联系 {len(act.facts.attempts)} 次未能联系上。")
    return met(f"{zh_date(act.facts.heard_on)}已听取本人意见。")


@condition("not_six_months", "仍连续未交团费到规定的月数", rules.LAPSE_MONTHS, asks=True)
def approvable(act: Lapse) -> Finding | None:
    """Only a removal that is approved asks for the months; a refusal needs none."""
    return still_unpaid.test(act) if act.answers["decision"] == "approve" else None
