"""建团的条件: enough members, a free name, and a ballot that counts."""

from __future__ import annotations

from procedures.founding import rules
from procedures.founding.facts import FoundingFacts
from procedures.register.organizations import kind_finding, names_below
from workflows.days.dates import add_months, zh_date
from workflows.models import Case
from workflows.people.models import Kind, Organization, Person
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Rule

CODE = "founding"
Founding = Act[FoundingFacts]


@condition("already_listed", "同一单位本年没有摸排过", rules.ONCE, asks=True)
def not_listed(act: Founding) -> Finding:
    """The same unit is listed once a year."""
    unit = act.answers["unit"].strip()
    others = Case.objects.filter(procedure=CODE, organization=act.organization, facts__unit=unit)
    same = others.filter(facts__year=act.on.year).exclude(pk=act.case.pk).first()
    if same:
        return unmet(f"{unit}本年已摸排（{same.number}），请在该事项中办理。", field="unit")
    return met("本年没有摸排过。")


@once
def size_of(act: Founding) -> int:
    """Return how many members would be in it: those named or counted, and those of the partners."""
    given = act.answers
    own = max(len(given["members"] or ()), given["count"] or 0)
    return own + sum(int(row["members"]) for row in given["partners"])


def _least(act: Founding, kind: Kind, rule: Rule) -> Finding | None:
    if act.answers["kind"] != kind:
        return None
    have, need = size_of(act), act.law.number(rule)
    words = f"团员 {have} 人，成立{kind.label}须满 {need} 人"
    if have >= need:
        return met(f"{words}。", have=have, need=need)
    joint = "；可以同邻近单位联合组建" if kind is Kind.BRANCH else ""
    return unmet(f"{words}{joint}。", have=have, need=need, field="count")


@condition("members_lt_3", "团支部的团员人数", rules.BRANCH, asks=True)
def enough_for_a_branch(act: Founding) -> Finding | None:
    """A joint branch counts its partners together."""
    return _least(act, Kind.BRANCH, rules.BRANCH)


@condition("members_lt_30", "团总支的团员人数", rules.GENERAL, warns=True, asks=True)
def enough_for_a_general_branch(act: Founding) -> Finding | None:
    """Fewer where work needs it."""
    return _least(act, Kind.GENERAL_BRANCH, rules.GENERAL)


@condition("members_lt_100", "基层团委的团员人数", rules.COMMITTEE, warns=True, asks=True)
def enough_for_a_committee(act: Founding) -> Finding | None:
    """Fewer where work needs it."""
    return _least(act, Kind.COMMITTEE, rules.COMMITTEE)


@condition("over_50", "团支部不宜过大", rules.MOST, warns=True, asks=True)
def not_too_large(act: Founding) -> Finding | None:
    """A large branch is better a general branch."""
    have, most = size_of(act), act.law.number(rules.MOST)
    if act.answers["kind"] != Kind.BRANCH or have <= most:
        return None
    return unmet(f"团员 {have} 人，团支部一般不超过 {most} 人，请考虑成立团总支。", have=have, maximum=most)


@condition("name_taken", "名称没有重复", rules.NAME, asks=True)
def name_free(act: Founding) -> Finding:
    """Nobody under the same committee is called so."""
    return _name(act, act.answers["name"].strip())


@condition("name_taken", "名称没有重复", rules.NAME, asks=True)
def agreed_name_free(act: Founding) -> Finding | None:
    """The same of the name that the committee fixes."""
    if act.answers["decision"] != "approve":
        return None
    return _name(act, act.answers["name"].strip() or act.facts.name)


@condition("name_taken", "名称没有重复", rules.NAME)
def name_still_free(act: Founding) -> Finding:
    """The same on the day on which it comes to be."""
    return _name(act, act.facts.name)


def _name(act: Founding, name: str) -> Finding:
    known = names_below(act.organization)
    if name in known:
        return unmet(f"{act.organization}之下已有“{name}”（代码 {known[name]}），请另定名称。", field="name")
    return met("名称可用。")


@condition("code_taken", "代码没有重复", rules.NAME, asks=True)
def code_free(act: Founding) -> Finding | None:
    """A code is one organization's for good."""
    code = act.answers["code"].strip()
    if not code:
        return None
    if Organization.objects.filter(code=code).exists():
        return unmet(f"代码“{code}”已由其他组织使用，请换一个。", field="code")
    return met("代码可用。")


@condition("kind_not_below", "类别与上级相符", rules.BRANCH, asks=True)
def kind_fits(act: Founding) -> Finding:
    """What stands under a committee."""
    return kind_finding(act.answers["kind"], act.organization)


@condition("party_opinion_missing", "党组织意见", rules.PARTY, warns=True, asks=True)
def party_heard(act: Founding) -> Finding:
    """The Party organization is asked before."""
    if act.answers["party_opinion"].strip():
        return met("已填写党组织意见。")
    return unmet("没有党组织意见，请先征求，或说明理由。", field="party_opinion")


@condition("project_lt_6_months", "任务期限", rules.PROJECT, warns=True)
def long_enough(act: Founding) -> Finding | None:
    """A temporary branch is for a task of some length."""
    until = act.facts.until
    if not act.facts.temporary or until is None:
        return None
    months = act.law.number(rules.PROJECT)
    if until < add_months(act.on, months):
        return unmet(f"任务至 {zh_date(until)}结束，不满 {months} 个月。", until=until)
    return met(f"任务至 {zh_date(until)}结束。")


@condition("officers_missing", "当选人分工", rules.OFFICERS)
def officers_known(act: Founding) -> Finding:
    """The new branch has a secretary before it is approved."""
    if any(post.endswith("secretary") for post in act.facts.duties.values()):
        return met("已报告分工。")
    return unmet("还没有报告书记和分工，请筹备负责人先办理“报告选举结果”。")


@condition("officers_missing", "分工中有书记", rules.OFFICERS, asks=True)
def secretary_among_them(act: Founding) -> Finding:
    """One of those elected, and one alone, is the secretary."""
    number = sum(str(cells["post"]).endswith("secretary") for cells in act.answers["duties"].values())
    if number != 1:
        return unmet(f"当选人中须有书记 1 人，现有 {number} 人，请核对分工。", have=number, need=1, field="duties")
    return met("当选人中有书记。")


@condition("members_not_transferred", "团员在本团委的名册上", rules.ROLL, warns=True)
def members_here(act: Founding) -> Finding | None:
    """Members of elsewhere are transferred to it afterwards, each by a case of his own."""
    if not act.facts.people:
        return unmet("请示没有逐人列出团员，成立后请逐人转入。")
    elsewhere = [one.name for one in founders(act) if not is_here(act, one)]
    if elsewhere:
        words = f"{'、'.join(elsewhere)}不在{act.organization}所属组织的名册上"
        return unmet(f"{words}，成立后请办理组织关系转接。", have=len(elsewhere))
    return met("团员都在本团委的名册上，批准时转入。")


@once
def founders(act: Founding) -> list[Person]:
    """Return the members that are named."""
    return list(Person.objects.filter(pk__in=act.facts.people).select_related("home").order_by("name", "pk"))


def is_here(act: Founding, person: Person) -> bool:
    """Tell whether somebody is on a roll under the committee."""
    return bool(person.home and str(person.home.path).startswith(act.organization.path))


@condition("first_day_wrong", "成立日期", rules.NAME, asks=True)
def first_day_fits(act: Founding) -> Finding | None:
    """Nothing is founded before it was agreed to; rolls change when the day has come, not before."""
    day, agreed = act.answers["first_on"], act.facts.agreed_on
    if act.answers["decision"] != "approve" or not day:
        return None
    if agreed and day < agreed:
        words = f"成立日期 {zh_date(day)} 早于同意组建之日 {zh_date(agreed)}。"
        return unmet(words, earliest=agreed, field="first_on")
    if day > act.on:
        return unmet(f"成立日期 {zh_date(day)} 晚于批准之日，请在成立之日批准，或改为批准之日。", field="first_on")
    return met(f"自{zh_date(day)}成立。")
