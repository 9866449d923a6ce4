"""凭介绍信转入的条件: what a letter can vouch for: the same as the other doors into the register ask (rules.md 3.5-7).

An act that is handed in again is held against what it has entered itself: the same person, the same numbers.
"""

from __future__ import annotations

from datetime import date

from stdnum.cn import ric

from procedures.register.ages import EXIT_AGE, MAX_AGE, MIN_AGE, joined_at
from procedures.register.models import MEMBERS_STATUSES, Status
from procedures.register.offices import until_of
from procedures.register.verbs import subject_standing
from procedures.transfer import rules
from procedures.transfer.desk_conditions import known, member_standing
from procedures.transfer.facts import TransferFacts
from workflows.days.dates import birthday, zh_date
from workflows.models import Case
from workflows.people.models import Person
from workflows.table.act import Act
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Transfer = Act[TransferFacts]

LENGTH = 18


@condition("field_invalid", "仍是同一人", rules.ONE_CASE, asks=True)
def same_person(act: Transfer) -> Finding | None:
    """What was entered by a letter may be corrected; another person needs a case of his own."""
    if not act.again:
        return None
    subject, member = act.subject, act.answers["member"]
    if member == subject or (member is None and act.facts.vouched and _is_the_same(act)):
        return met(f"仍是{subject}。")
    field = "member" if member or not act.facts.vouched else "name"
    return unmet(
        f"该事项是为{subject}登记的，退回补正时不能换成另一人。请撤回本事项，再为其重新登记转入。", field=field
    )


@condition("branch_elsewhere", "编入本单位的团支部", rules.PLACE, asks=True)
def still_a_branch_here(act: Transfer) -> Finding | None:
    """The letter was handed in to one committee; another one registers it for itself."""
    if not act.again:
        return None
    branch = act.answers["branch"]
    if act.chain.from_(branch).committee != act.chain.committee:
        return unmet(f"{branch}不在{act.committee()}之下，请由其所属团委凭介绍信登记。", field="branch")
    return met(f"编入{branch}。")


@condition("not_a_member", "有团籍", rules.MEMBER, asks=True)
def member_by_register_and_letter(act: Transfer) -> Finding | None:
    """Who has left the League, or only applies, comes back by joining or by 恢复团籍, not by a letter."""
    member = act.answers["member"]
    if member is None:
        return None
    standing = member_standing(act)
    if standing.status in MEMBERS_STATUSES:
        return met("有团籍。")
    if standing.status == Status.NONE and _joined_on(act):
        return met("名册中尚无团籍，凭介绍信认定。")
    if standing.status == Status.NONE:
        return unmet(f"{member}在名册中没有团籍，请按介绍信填写入团时间，凭信认定。", field="joined_on")
    words = standing.get_status_display()
    cure = "团籍有误的，由上级办理恢复团籍；重新入团的，办理入团" if standing.joined_on else "请先核对其入团手续"
    return unmet(f"{member}在名册中的状态是“{words}”，不能凭介绍信转入。{cure}。", field="member")


@condition("age_below_14", "入团时年满十四周岁", MIN_AGE, asks=True)
def joined_old_enough(act: Transfer) -> Finding | None:
    """团章第一条, by the days that the letter tells."""
    return _at_joining(act, "joined_below_14", "未满 14 周岁，不能认定。请与转出组织核对出生日期和入团时间")


@condition("age_not_below_28", "入团时未满二十八周岁", MAX_AGE, asks=True)
def joined_young_enough(act: Transfer) -> Finding | None:
    """团章第一条, by the days that the letter tells."""
    return _at_joining(act, "joined_at_28", "已满 28 周岁，不能认定。请与转出组织核对出生日期和入团时间")


@condition("joined_early", "入团时年满十四周岁", MIN_AGE, warns=True, asks=True)
def joined_not_early(act: Transfer) -> Finding | None:
    """At 12 or 13 before 2017, and at 13 until 2018, the national system recognizes the member."""
    return _at_joining(act, "joined_early", "未满 14 周岁；2018 年底以前经少先队推优的可以认定，请核对材料并说明理由")


@condition("over_age", "未满二十八周岁，或任团内职务", EXIT_AGE, asks=True)
def not_over_age(act: Transfer) -> Finding | None:
    """团章第一条: who completes 28 without an office leaves the League, and is not taken in."""
    born, member = _born(act), act.answers["member"]
    if born is None:
        return None
    years = act.law.number(EXIT_AGE)
    limit = birthday(born, years)
    if act.on < limit:
        return met(f"{zh_date(limit)}满 {years} 周岁。")
    if member and until_of([member], act.on):
        return met("担任团内职务，保留团籍。")
    return unmet(
        f"{zh_date(limit)}已满 {years} 周岁，名册中没有其团内职务，应由转出组织办理超龄离团。"
        "在接收单位任团内职务的，请管理员先建档并登记任职，再选择名册中的人员登记转入。",
        field="member" if member else "born",
    )


@condition("birth_date_mismatch", "身份证号与出生日期相符", rules.IDENTITY, asks=True)
def born_as_numbered(act: Transfer) -> Finding | None:
    """The number holds the day of birth."""
    number, born = act.answers["id_number"], act.answers["born"]
    if not number or not born or len(number) != LENGTH or number[6:14] == f"{born:%Y%m%d}":
        return None
    return unmet(
        f"身份证号第 7 至 14 位是 {number[6:14]}，与出生日期 {zh_date(born)} 不符，请核对。", field="id_number"
    )


@condition("id_number_bad", "身份证号正确", rules.IDENTITY, warns=True, asks=True)
def number_adds_up(act: Transfer) -> Finding | None:
    """Eighteen digits with their check digit; other papers are said to be such."""
    number = str(act.answers["id_number"]).upper()
    if not number:
        return None
    if len(number) != LENGTH or not number[:-1].isdigit():
        return unmet("身份证号应为 18 位；用其他证件的，请说明理由。", field="id_number")
    if ric.calc_check_digit(number) != number[-1]:
        return unmet("身份证号校验码不符，至少有一位写错；确实无误的，请说明理由。", field="id_number")
    return met("身份证号正确。")


@condition("person_alike", "名册中没有同名同日出生的人", rules.ONE_CASE, warns=True, asks=True)
def nobody_alike(act: Transfer) -> Finding | None:
    """Where no ID number tells two people apart, name and day of birth are asked."""
    answers = act.answers
    if answers["member"] or not answers["name"]:
        return None
    alike = [one for one in known(act) if (one.name, one.born) == (answers["name"], answers["born"])]
    if alike:
        where = alike[0].home.name if alike[0].home else "未登记组织"
        return unmet(f"名册中已有同名且同日出生的人（{where}），请先核对是否同一人；不是的，请说明理由。", field="name")
    return met("名册中没有同名同日出生的人。")


@condition("letter_used", "介绍信没有用过", rules.RECEIPT, warns=True, asks=True)
def letter_unused(act: Transfer) -> Finding | None:
    """A letter is one person's: another one of its number came from elsewhere, or it is the same once more."""
    committee, number = act.chain.committee, act.answers["letter_number"]
    if committee is None:
        return None
    used = Case.objects.filter(path__startswith=committee.path, procedure="transfer", matter="incoming")
    used = used.filter(facts__letter_number=number).exclude(stage__in=("withdrawn", "refused"))
    other = used.exclude(pk=act.case.pk).order_by("pk").first()
    if other:
        return unmet(
            f"编号为“{number}”的介绍信已于{zh_date(other.opened_on)}登记过（{other.number}），一封介绍信只为一人开具。"
            "确为另一组织的同号介绍信的，请说明理由。",
            field="letter_number",
        )
    return met("介绍信没有用过。")


def _is_the_same(act: Transfer) -> bool:
    """Tell whether the form still means the person whom it entered: by a number, or by name and day of birth."""
    subject, answers = act.subject, act.answers
    given, number = answers["id_number"], answers["development_number"]
    if given and given == subject.id_number:
        return True
    if number and number == subject_standing(act).development_number:
        return True
    return bool((answers["name"], answers["born"]) == (subject.name, subject.born))


def _at_joining(act: Transfer, code: str, words: str) -> Finding | None:
    born, joined_on = _born(act), _joined_on(act)
    if born is None or joined_on is None:
        return None
    found = joined_at(born, joined_on)
    field = "member" if act.answers["member"] else "joined_on"
    return unmet(f"{found.words}，{words}。", field=field) if found.code == code else met(f"{found.words}。")


def _born(act: Transfer) -> date | None:
    member: Person | None = act.answers["member"]
    born: date | None = member.born if member else act.answers["born"]
    return born


def _joined_on(act: Transfer) -> date | None:
    """Return the day of joining by the register where it knows a member, else by the letter."""
    member = act.answers["member"]
    standing = member_standing(act) if member else None
    if standing and standing.status in MEMBERS_STATUSES:
        return standing.joined_on
    return act.answers["joined_on"] or (standing.joined_on if standing else None)


NEEDS = (
    same_person, still_a_branch_here, member_by_register_and_letter, joined_old_enough, joined_young_enough,
    not_over_age, born_as_numbered, joined_not_early, number_adds_up, nobody_alike, letter_unused,
)  # fmt: skip
