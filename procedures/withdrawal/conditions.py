"""退团的条件: who may ask, and what is said along with it; the wish itself is not judged."""

from __future__ import annotations

from procedures.common import removal
from procedures.common.cases import one_case
from procedures.register import offices
from procedures.register.verbs import subject_standing
from procedures.withdrawal import rules
from procedures.withdrawal.facts import WithdrawalFacts
from workflows.days.dates import zh_date
from workflows.table.act import Act
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Withdrawal = Act[WithdrawalFacts]


@condition("not_a_member", "是团员", rules.MEMBER, personal=True)
def is_member(act: Withdrawal) -> Finding:
    """Who has no 团籍 cannot leave."""
    standing = subject_standing(act)
    if not standing.is_member:
        return unmet(f"{act.subject}目前不是团员（{standing.get_status_display()}），没有团籍可退。")
    return met(f"目前身份：{standing.get_status_display()}。")


no_open_case = one_case("退团", rules.ONE_CASE, decided=True, instead="请等待办结，或先撤回")


@condition("holds_office", "没有团内职务", rules.OFFICE, warns=True)
def out_of_office(act: Withdrawal) -> Finding:
    """An office is handed over first; it does not hold anybody back."""
    held = offices.until_of([act.subject], act.on)
    if act.subject.pk in held:
        until = held[act.subject.pk]
        words = f"任期至 {zh_date(until)}" if until else "任期未定"
        return unmet(f"{act.subject}担任团内职务（{words}），请同时办理职务交接。", until=until)
    return met("没有团内职务。")


@condition("transfer_open", "没有在转的组织关系", rules.TRANSFER, warns=True)
def not_transferring(act: Withdrawal) -> Finding:
    """A transfer under way ends with the membership."""
    if subject_standing(act).transferring:
        return unmet("组织关系正在转接；退团后转接随之终止，请与转入组织联系。")
    return met("没有在转的组织关系。")


def granted(act: Withdrawal) -> bool:
    """Tell whether the member leaves: the vote carried, or it was lost often enough to keep nobody any longer."""
    return removal.carried(act) or wish_prevails(act)


def wish_prevails(act: Withdrawal) -> bool:
    """Tell whether so many votes were lost before that the wish to leave decides."""
    return act.facts.lost_votes >= act.law.number(rules.LOST_VOTES)
