"""入团的条件, stage by stage: each is a sentence with its rule, and true or a refusal with its numbers."""

from __future__ import annotations

from datetime import timedelta

from procedures.common import notice
from procedures.common.cases import one_case
from procedures.joining import rules
from procedures.joining.facts import JoiningFacts
from procedures.register import rolls
from procedures.register.models import MEMBERS_STATUSES, Status
from procedures.register.verbs import standing_of, subject_standing
from workflows.days.dates import add_months, age, birthday, zh_date
from workflows.days.working_days import add_working_days
from workflows.desks.routing import kin_of_subject
from workflows.people.models import Person
from workflows.table.act import Act
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Joining = Act[JoiningFacts]


@condition("age_below_14", "年满十四周岁", rules.MIN_AGE, personal=True)
def old_enough(act: Joining) -> Finding | None:
    """团章第一条: from the fourteenth birthday on."""
    born = act.subject.born
    if born is None:
        return unmet("名册中没有出生日期，无法核对年龄，请先补全。", field="organisation")
    least = act.law.number(rules.MIN_AGE)
    if age(born, act.on) < least:
        return unmet(f"申请时 {age(born, act.on)} 周岁，未满 {least} 周岁。", earliest=birthday(born, least))
    return met(f"申请时 {age(born, act.on)} 周岁，已满 {least} 周岁。")


@condition("age_not_below_28", "未满二十八周岁", rules.MAX_AGE, personal=True)
def young_enough(act: Joining) -> Finding | None:
    """团章第一条: below twenty-eight, for who completes 28 must leave."""
    born = act.subject.born
    if born is None:
        return None
    limit = act.law.number(rules.MAX_AGE)
    if act.on >= birthday(born, limit):
        return unmet(f"{zh_date(birthday(born, limit))}已满 {limit} 周岁，不能再申请入团。")
    return met(f"{zh_date(birthday(born, limit))}满 {limit} 周岁。", until=birthday(born, limit) - timedelta(days=1))


@condition("already_member", "不是团员", rules.NOT_MEMBER, personal=True)
def not_a_member(act: Joining) -> Finding:
    """Who has 团籍, even suspended, cannot join again."""
    standing = subject_standing(act)
    if standing.status in MEMBERS_STATUSES:
        return unmet(f"{act.subject}已是团员（{standing.get_status_display()}），不必再申请入团。")
    if standing.status == Status.DECEASED:
        return unmet("名册记载当事人已去世。")
    return met(f"目前身份：{standing.get_status_display()}。")


no_open_case = one_case("入团", rules.ONE_CASE, decided=False)


@condition("turns_28_before_earliest_meeting", "支部大会前不会满二十八周岁", rules.MAX_AGE, warns=True)
def in_time_for_the_meeting(act: Joining) -> Finding | None:
    """Reckon talk, observation and notice at the length the rules give them; who is 28 by now is not concerned."""
    if act.subject.born is None:
        return None
    law = act.law
    start = add_months(act.on, law.number(rules.TALK))
    trained = add_months(start, law.number(rules.OBSERVE_MONTHS))
    meeting = add_working_days(trained, law.number(rules.NOTICE_DAYS)).day + timedelta(days=1)
    years = law.number(rules.MAX_AGE)
    limit = birthday(act.subject.born, years)
    if act.on >= limit:
        return None
    if limit <= meeting:
        return unmet(
            f"{zh_date(limit)}满 {years} 周岁，而按各环节时限推算，支部大会约在 {zh_date(meeting)}，届时可能超龄办结。",
            until=limit - timedelta(days=1),
        )
    return met(f"按各环节时限推算，支部大会约在 {zh_date(meeting)}，届时未满 {years} 周岁。")


@condition("talk_missing", "已派人谈话", rules.TALK)
def talked(act: Joining) -> Finding:
    """发展团员工作细则第八条."""
    if act.facts.talked_on is None:
        return unmet("尚未派人同申请人谈话，请先谈话并记录。")
    return met(f"{zh_date(act.facts.talked_on)}已谈话。")


@condition("mentors_1_or_2", "培养联系人一至二名", rules.MENTORS, asks=True)
def one_or_two_mentors(act: Joining) -> Finding:
    """发展团员工作细则: one or two."""
    have, most = len(act.answers["mentors"]), act.law.number(rules.MENTORS)
    if not 1 <= have <= most:
        return unmet(f"指定了 {have} 名培养联系人，应为 1 至 {most} 名。", have=have, maximum=most, field="mentors")
    return met(f"培养联系人 {have} 名。", have=have, maximum=most)


@condition("mentor_ineligible", "培养联系人是团员或党员", rules.MENTORS, asks=True)
def mentors_eligible(act: Joining) -> Finding:
    """A member of the League or of the Party, and not the activist."""
    for person in act.answers["mentors"]:
        standing = standing_of(person)
        in_league = rolls.has_full_rights(person, act.on)
        in_party = standing.party_stage in rolls.IN_PARTY
        if person == act.subject or not (in_league or in_party):
            return unmet(f"{person}不是团员或党员，或为本人，不能担任培养联系人，请另行指定。", field="mentors")
    return met("培养联系人均为团员或党员。")


@condition("mentors_missing", "已指定培养联系人", rules.MENTORS, waivable=True)
def mentors_appointed(act: Joining) -> Finding:
    """发展团员工作细则: training is by a mentor."""
    if not act.facts.mentors:
        return unmet("尚未指定培养联系人，请先指定。", have=0, need=1)
    return met(f"已指定 {len(act.facts.mentors)} 名培养联系人。")


@condition("observation_lt_3_months", "培养考察期已满", rules.OBSERVE_MONTHS, waivable=True)
def observed_long_enough(act: Joining) -> Finding | None:
    """From the day of becoming an activist; time with an earlier branch counts."""
    since = act.facts.activist_on
    if since is None:
        return None
    months = act.law.number(rules.OBSERVE_MONTHS)
    earliest = add_months(since, months)
    words = f"自 {zh_date(since)}确定为入团积极分子起须培养考察 {months} 个月"
    if act.on < earliest:
        return unmet(f"{words}，未满期限。", earliest=earliest)
    return met(f"{words}，{zh_date(earliest)}期满。", earliest=earliest)


@condition("class_hours_lt_8", "团课学时达到要求", rules.CLASS_HOURS, waivable=True)
def enough_classes(act: Joining) -> Finding:
    """发展团员工作细则: at least eight class hours."""
    have, need = act.facts.class_hours, act.law.number(rules.CLASS_HOURS)
    if have < need:
        return unmet(f"团课学习 {have} 学时，不足 {need} 学时，还差 {need - have} 学时。", have=have, need=need)
    return met(f"团课学习 {have} 学时，不少于 {need} 学时。", have=have, need=need)


@condition("mentor_talks_lt_2", "培养联系人同本人谈过话", rules.MENTOR_TALKS, warns=True)
def talked_with_by_mentors(act: Joining) -> Finding | None:
    """At least two talks in the months of observation; a special approval sets the training aside."""
    if act.facts.waived:
        return None
    have, need = act.facts.mentor_talks, act.law.number(rules.MENTOR_TALKS)
    if have < need:
        return unmet(
            f"培养考察期内记录了 {have} 次同本人的谈话，应不少于 {need} 次；已谈话未记录的，请在“登记培养考察”中补录。",
            have=have,
            need=need,
        )
    return met(f"同本人谈话 {have} 次。", have=have, need=need)


@condition("volunteer_hours_short", "本地要求的志愿服务时长", rules.VOLUNTEER_HOURS, warns=True, asks=True)
def enough_volunteering(act: Joining) -> Finding | None:
    """Only before 17 August 2023, and only where the place asked for hours; since then nobody may."""
    if not act.law[rules.HOURS_MAY_BE_ASKED] or not act.law.number(rules.VOLUNTEER_HOURS):
        return None
    have, need = act.answers["volunteer_hours"] or 0, act.law.number(rules.VOLUNTEER_HOURS)
    if have < need:
        words = f"志愿服务 {have} 小时，本地要求不少于 {need} 小时。"
        return unmet(words, have=have, need=need, field="volunteer_hours")
    return met(f"志愿服务 {have} 小时，不少于 {need} 小时。", have=have, need=need)


calendar_published, seen_in_time, notice_over, objections_settled = notice.conditions(rules.NOTICE_DAYS, rules.NOTICE)


@condition("introducers_lt_2", "入团介绍人两名", rules.INTRODUCERS, asks=True)
def two_introducers(act: Joining) -> Finding:
    """团章第三条."""
    have, need = len(act.answers["introducers"]), act.law.number(rules.INTRODUCERS)
    if have != need:
        return unmet(f"确定了 {have} 名入团介绍人，须为 {need} 名。", have=have, need=need, field="introducers")
    return met(f"入团介绍人 {have} 名。", have=have, need=need)


@condition("introducers_lt_2", "入团介绍人两名", rules.INTRODUCERS)
def introducers_appointed(act: Joining) -> Finding:
    """团章第三条."""
    have, need = len(act.facts.introducers), act.law.number(rules.INTRODUCERS)
    if have < need:
        return unmet(f"已确定 {have} 名入团介绍人，须为 {need} 名，请先确定。", have=have, need=need)
    return met(f"入团介绍人 {have} 名。", have=have, need=need)


@condition("introducer_ineligible", "介绍人是有完全权利的团员", rules.FULL_RIGHTS, asks=True)
def introducers_eligible(act: Joining) -> Finding:
    """Not under 留团察看, not the applicant."""
    return _eligible(act, act.answers["introducers"])


@condition("introducer_ineligible", "介绍人是有完全权利的团员", rules.FULL_RIGHTS)
def introducer_still_eligible(act: Joining) -> Finding:
    """The rights are asked again on the day of the opinion."""
    return _eligible(act, [act.by] if act.by else [])


@condition("introducer_related", "介绍人不是申请人的亲属", rules.KIN, warns=True, asks=True)
def introducers_unrelated(act: Joining) -> Finding:
    """A relative may introduce, but it is said."""
    return _unrelated(act, act.answers["introducers"])


@condition("introducer_related", "介绍人不是申请人的亲属", rules.KIN, warns=True)
def introducer_unrelated(act: Joining) -> Finding:
    """A relative may introduce, but it is said."""
    return _unrelated(act, [act.by] if act.by else [])


@condition("from_organisation_mismatch", "原团支部与事项一致", rules.OBSERVE_MONTHS, asks=True)
def from_its_branch(act: Joining) -> Finding:
    """The branch that the activist comes from is the one where the case runs."""
    given = act.answers["from_organisation"]
    if given != act.case.organization:
        return unmet(f"该事项在{act.case.organization}办理，不在{given}，请核对原团支部。", field="from_organisation")
    return met(f"原团支部：{given}。")


@condition("no_objection", "有待处理的异议", rules.NOTICE)
def objection_to_settle(act: Joining) -> Finding:
    """There is something to settle."""
    return notice.to_settle_finding(act)


def _eligible(act: Joining, people: list[Person]) -> Finding:
    for person in people:
        if person == act.subject or not rolls.has_full_rights(person, act.on):
            return unmet(
                f"{person}不是有完全权利的团员（非团员、留团察看或为申请人本人），不能担任入团介绍人，请另行确定。",
                field="introducers",
            )
    return met("介绍人均为有完全权利的团员。")


def _unrelated(act: Joining, people: list[Person]) -> Finding:
    kin = kin_of_subject(act.case)
    related = [str(person) for person in people if person.pk in kin]
    if related:
        return unmet(f"介绍人{'、'.join(related)}是申请人申报的亲属，请说明理由。")
    return met("介绍人不是申请人申报的亲属。")
