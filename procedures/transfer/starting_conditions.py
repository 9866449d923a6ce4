"""发起转接时的提示: what goes along with a member on the way out, and special destinations (rules.md 7)."""

from __future__ import annotations

from procedures.register import years
from procedures.register.ages import EXIT_AGE
from procedures.register.models import YearRecord
from procedures.transfer import rules
from procedures.transfer.conditions import Transfer
from workflows.days.dates import birthday, zh_date
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

USUAL = {
    "employment": "所在单位有团组织的，转入单位团组织；没有的，转入居住地或工作地的乡镇（街道）流动团员团支部。",
    "study": "升学的，新学校应当在入学一个月内建立团支部并接收。",
    "graduation": "毕业离校的，转入工作单位或居住地团组织。",
    "no_employment": "毕业后未就业的，一般先转入居住地团组织；也可以保留在学校六个月，最长一年。",
    "other": "按转入组织所在地的规定办理。",
}
SPECIAL = {
    "deferred": "延期毕业的，组织关系保留在原学校，一般不转接；确需转接的，请说明理由。",
    "army": "参军入伍的，由省级团委审核并转入专门的组织；请说明已按此办理的情况。",
    "secret": "转入涉密单位的，由省级团委审核，不在系统中登记单位名称；请说明已按此办理的情况。",
    "abroad": "出国（境）学习的，凭书面申请（地点、期限、国内联系人）保留在原学校或单位的出国（境）团员团支部；"
    "因公出国（境）的由派出单位管理，其他因私出国（境）的转入居住地。请说明属于哪一种情况。",
}


@condition("special_destination", "特殊去向按规定办理", rules.DESTINATIONS, warns=True, asks=True)
def destination(act: Transfer) -> Finding:
    """Who goes to the army, to a secret unit or abroad, or stays at school, goes by rules of their own."""
    kind = act.answers["kind"]
    return unmet(SPECIAL[kind], field="kind") if kind in SPECIAL else met(USUAL[kind])


@condition("exit_due", "没有待办的超龄离团", rules.EXIT_DUE, warns=True, asks=True)
def no_exit_due(act: Transfer) -> Finding | None:
    """Who has completed 28 leaves the League, unless an office keeps him; the new organization must know."""
    if act.subject.born is None:
        return None
    day = birthday(act.subject.born, act.law.number(EXIT_AGE))
    if act.on >= day:
        return unmet(f"{zh_date(day)}已满 {act.law.number(EXIT_AGE)} 周岁，一般应办理超龄离团；担任团内职务的请说明。")
    return met("没有待办的超龄离团。")


@condition("registration_missing", "最近一次团籍注册已办理", rules.REGISTERED_MONTHS, warns=True, asks=True)
def registered(act: Transfer) -> Finding | None:
    """The last year's registration is done; where the register knows no year at all, nothing can be said."""
    last = YearRecord.objects.filter(person=act.subject).exclude(registration="").order_by("-year").first()
    if last is None or last.registered_on is None:
        return None
    words = f"{last.year} 年度团籍注册：{last.get_registration_display()}（{zh_date(last.registered_on)}）"
    if last.registration not in years.DONE:
        return unmet(f"{words}，请告知接收组织，由其继续办理。")
    if act.on > years.registered_until(last.registered_on, act.law):
        months = act.law.number(rules.REGISTERED_MONTHS)
        return unmet(f"{words}，已超过 {months} 个月，请先补办注册，或说明情况。")
    return met(f"{words}。")
