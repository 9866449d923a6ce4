"""评议和注册的条件: the round, grades, registration, re-assessment; the meetings have their own module."""

from __future__ import annotations

from datetime import date

from procedures.assessment import rules
from procedures.assessment.branchwide import (
    Assessing,
    Known,
    counts_with_exceptions,
    counts_with_own,
    excellent_of,
    exceptions_of,
    is_alone,
    is_led,
    known_in_branch,
    lead,
    own_grade,
    plan_of,
)
from procedures.assessment.facts import GRADES, UNQUALIFIED, Counts, counts_of, counts_words
from procedures.assessment.lists import GRADED
from procedures.assessment.window import window_of
from workflows.days.dates import zh_date
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Law


@condition("year_not_begun", "评议年度已经开始", rules.ONCE, asks=True, firm=True)
def year_begun(act: Assessing) -> Finding:
    """Nobody is assessed for a year that has not begun."""
    year = act.answers["year"]
    if act.on.year < year:
        return unmet(f"{year} 年度尚未开始，不能开展评议。", earliest=date(year, 1, 1), field="year")
    return met(f"{year} 年度团员教育评议。")


@condition("outside_window", "在评议时间内", rules.WINDOW_OPENS, warns=True, asks=True)
def opened_in_window(act: Assessing) -> Finding | None:
    """The end of the year or the beginning of the next; a committee may set other days."""
    return _in_window(act, act.answers["year"], act.answers.get("window"))


@condition("outside_window", "在评议时间内", rules.WINDOW_CLOSES, warns=True)
def in_window(act: Assessing) -> Finding | None:
    """A meeting outside the days of the round is said, not refused."""
    return _in_window(act, act.facts.year, act.facts.window) if act.facts.year and act.is_cover else None


@condition("for_the_branch", "由支部统一办理", rules.GRADES, firm=True)
def for_the_branch(act: Assessing) -> Finding | None:
    """Meeting, grades and their approval are of the whole branch; a member's own case follows."""
    if act.is_cover:
        lead(act)
        return met("由支部统一办理。")
    if is_led(act) or is_alone(act):
        return None
    return unmet("此项由支部统一办理，请在本支部的评议事项中办理。")


@condition("proposal_with_committee", "等次没有报送团委", rules.GRADES, after=(for_the_branch,), firm=True)
def not_with_committee(act: Assessing) -> Finding | None:
    """What is proposed lies with the committee, until it decides or returns the list."""
    if act.case.stage in GRADED and not is_led(act):
        return unmet("等次建议已报团委，等待审定；如需修改，请团委退回后重新提出。")
    return None


@condition("meeting_missing", "已召开评议大会", rules.ATTENDANCE, after=(for_the_branch,), firm=True)
def meeting_held(act: Assessing) -> Finding | None:
    """Grades rest on the ballot of the branch."""
    if not act.is_cover:
        return None
    if act.facts.met_on is None:
        return unmet("尚未召开评议大会，请先召开评议大会并记录测评票。")
    return met(f"{zh_date(act.facts.met_on)}召开评议大会，参加评议 {act.facts.taking_part} 人。")


@condition(
    "excellent_over_30_percent",
    "优秀不超过比例上限",
    rules.EXCELLENT_MAX,
    asks=True,
    after=(for_the_branch, meeting_held),
)
def excellent_within(act: Assessing) -> Finding | None:
    """优秀 of at most 30 % of those taking part, the fraction dropped."""
    if is_led(act):
        return None
    return excellent_finding(
        act, plan_of(act).counts if act.is_cover else counts_with_own(act, own_grade(act)), "grades"
    )


@condition(
    "excellent_over_30_percent", "调整后优秀不超过比例上限", rules.EXCELLENT_MAX, asks=True, after=(for_the_branch,)
)
def excellent_still_within(act: Assessing) -> Finding | None:
    """What the committee changes keeps within the same share, on the list and for a member graded apart from it."""
    exceptions = exceptions_of(act)
    if is_led(act) or not exceptions:
        return None
    if act.is_cover:
        return excellent_finding(act, counts_with_exceptions(act), "exceptions")
    own = exceptions.get(act.subject.pk, {}).get("grade", act.facts.grade)
    return excellent_finding(act, counts_with_own(act, own), "exceptions")


@condition(
    "grades_exceed_members", "等次人数不超过参评人数", rules.GRADES, asks=True, after=(for_the_branch,), firm=True
)
def grades_within_members(act: Assessing) -> Finding | None:
    """No more grades than members."""
    if not act.is_cover:
        return None
    plan = plan_of(act)
    words = f"{counts_words(plan.counts)}，共 {plan.total} 人；应参评 {plan.members} 人"
    if plan.total > plan.members:
        return unmet(f"{words}，多出 {plan.total - plan.members} 人，请核对。", have=plan.total, maximum=plan.members)
    return met(f"{words}。", have=plan.total, maximum=plan.members)


@condition("not_everybody_graded", "每名参评团员都有等次", rules.GRADES, warns=True, asks=True, after=(for_the_branch,))
def everybody_graded(act: Assessing) -> Finding | None:
    """Whoever has no grade cannot be registered until one is named."""
    if not act.is_cover:
        return None
    plan = plan_of(act)
    missing = plan.members - plan.total
    if missing > 0:
        return unmet(
            f"应参评 {plan.members} 人，还有 {missing} 人没有等次，补报等次后才能注册。",
            have=plan.total,
            need=plan.members,
        )
    return met(f"应参评 {plan.members} 人，均有等次。", have=plan.total, need=plan.members)


@condition("unqualified_needs_reason", "不合格的写明理由", rules.REASON, asks=True, after=(for_the_branch,))
def unqualified_reasoned(act: Assessing) -> Finding | None:
    """第三十二条: what makes a member unqualified is said."""
    return None if is_led(act) else _reasoned(plan_of(act).grades, "grades")


@condition("unqualified_needs_reason", "改定为不合格的写明理由", rules.REASON, asks=True, after=(for_the_branch,))
def exceptions_reasoned(act: Assessing) -> Finding | None:
    """第三十二条: also where the committee finds so."""
    return None if is_led(act) else _reasoned(exceptions_of(act), "exceptions")


@condition("unqualified_needs_reason", "补报的不合格写明理由", rules.REASON, asks=True)
def names_reasoned(act: Assessing) -> Finding | None:
    """第三十二条: also where the name follows."""
    return None if is_led(act) else _reasoned(act.answers["grades"], "grades")


@condition("exception_unexplained", "个别调整写明理由", rules.GRADES, warns=True, asks=True, after=(for_the_branch,))
def exceptions_explained(act: Assessing) -> Finding | None:
    """What differs from the branch's proposal is explained to it."""
    exceptions = exceptions_of(act)
    if is_led(act) or not exceptions:
        return None
    silent = sum(1 for one in exceptions.values() if not one.get("reason"))
    if silent:
        return unmet(f"有 {silent} 人的等次与支部建议不同而没有写明理由。", have=silent, field="exceptions")
    return met(f"个别调整 {len(exceptions)} 人，均有理由。")


@condition("names_do_not_match_counts", "名单与已审定的人数相符", rules.GRADES, asks=True, firm=True)
def names_match(act: Assessing) -> Finding | None:
    """Names given afterwards are those behind the counts that the committee approved, one by one as all at once."""
    if is_led(act):
        return None
    grades = act.answers["grades"]
    if act.is_cover:
        lead(act)
    elif act.facts.grade or act.subject.pk not in grades:
        return unmet("没有要补报的等次，请在本支部的评议事项中办理。", field="grades")
    known = known_in_branch(act)
    if not known.has_own:
        return met("补报本人等次。")
    now = grades.values() if act.is_cover else (grades[act.subject.pk],)
    return _behind_counts(known, counts_of([*(one["grade"] for one in now), *known.listed]))


def _behind_counts(known: Known, named: Counts) -> Finding:
    """Compare the names of a list, those given before among them, with the counts approved."""
    over = {title: named[code] - known.counts.get(code, 0) for code, title in GRADES}
    over = {title: more for title, more in over.items() if more > 0}
    if sum(over.values()) > known.moved_unnamed:
        return unmet(
            f"补报名单连同此前的为{counts_words(named)}，已审定的人数为{counts_words(known.counts)}，"
            f"{'、'.join(over)}超出已审定的人数，请核对。",
            field="grades",
        )
    return met(f"补报{counts_words(named)}，在已审定的人数以内。")


def excellent_percent(act: Assessing) -> int:
    """Return the share that may be 优秀, in percent: as the round was opened under, national or stricter here."""
    if act.facts.excellent_percent is not None:
        return act.facts.excellent_percent
    return percent_of(act.law)


def percent_of(law: Law) -> int:
    """Return the share that a law lets be 优秀: the national one, or the stricter local one."""
    return min(law.number(rules.EXCELLENT_MAX), law.number(rules.EXCELLENT_HERE))


def most_excellent(act: Assessing) -> int:
    """Return how many of those taking part may be 优秀, a part of a person left out."""
    return act.facts.taking_part * excellent_percent(act) // 100


def excellent_finding(act: Assessing, counts: Counts, field: str) -> Finding:
    """Compare the number of 优秀 with the most that may be."""
    have, most, percent = excellent_of(counts), most_excellent(act), excellent_percent(act)
    words = f"参加评议 {act.facts.taking_part} 人，优秀不超过 {percent}%，即至多 {most} 人；评为优秀 {have} 人"
    if have > most:
        return unmet(f"{words}，多 {have - most} 人，请调整。", have=have, maximum=most, field=field)
    return met(f"{words}。", have=have, maximum=most)


def _reasoned(grades: dict[int, dict[str, str]], field: str) -> Finding | None:
    unqualified = [one for one in grades.values() if one.get("grade") == UNQUALIFIED]
    silent = sum(1 for one in unqualified if not one.get("reason"))
    if silent:
        return unmet(f"评为不合格的 {silent} 人没有写明理由，请写明。", have=silent, field=field)
    return met(f"不合格 {len(unqualified)} 人，均写明理由。") if unqualified else None


def _in_window(act: Assessing, year: int, given: list[date] | None) -> Finding:
    opens, closes = given or window_of(act.law, year)
    words = f"{year} 年度评议时间为 {zh_date(opens)}至 {zh_date(closes)}"
    if not opens <= act.on <= closes:
        return unmet(f"{words}，办理日期在此之外，请说明理由。", until=closes)
    return met(f"{words}。", until=closes)
