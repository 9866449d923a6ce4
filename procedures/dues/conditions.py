"""团费的条件: each is a sentence with its rule, and true or a refusal with its numbers."""

from __future__ import annotations

from dataclasses import replace

from forms.money import yuan
from forms.numbers import whole
from procedures.common import meeting
from procedures.dues import remitting, rules
from procedures.dues.facts import DuesFacts
from procedures.dues.fields import period_of
from procedures.dues.models import ImportedSheet, Payment
from procedures.dues.planning import Accounts, Given, Plan, months_ahead, plan_for
from procedures.register.models import MEMBERS_STATUSES
from procedures.register.months import month_of, months_between, zh_month, zh_months
from procedures.register.verbs import subject_standing
from workflows.days.dates import add_months
from workflows.people.actors import Level
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Share

MORE_THAN_HALF = Share.parse(">1/2")
Dues = Act[DuesFacts]


def asked(act: Dues) -> Given:
    """Return what a payment is to settle, as the form has it."""
    answers = act.answers
    return Given(tuple(answers.get("months") or ()), answers.get("amount"), answers.get("voluntary") or 0)


def given(act: Dues) -> Given:
    """Return the same with how it was paid, and by whom."""
    return replace(asked(act), method=act.answers["method"], paid_by=act.answers.get("paid_by", ""))


@once
def accounts(act: Dues) -> Accounts:
    """Return the subject's charges, read once for an act."""
    return Accounts(act.law, act.subject)


@once
def plan(act: Dues) -> Plan:
    """Return what the payment would settle, found once for an act."""
    return plan_for(act, asked(act), accounts(act))


@condition("not_a_member", "本人是团员", rules.MEMBER, personal=True)
def is_member(act: Dues) -> Finding:
    """Who has 团籍, under 留团察看 too."""
    return _membership(act)


@condition("not_a_member", "是团员", rules.MEMBER, asks=True)
def member_is_one(act: Dues) -> Finding:
    """The same of somebody whom the form names."""
    return _membership(act)


@condition("not_a_member", "所交月份在团籍期间", rules.MEMBER, asks=True)
def months_of_membership(act: Dues) -> Finding:
    """From the first month of membership to the month of leaving."""
    outside = plan(act).outside
    if outside:
        return unmet(f"{zh_months(outside)}不在{act.subject}的团籍期间，不交团费，请核对月份。", field="months")
    return met("所交月份在团籍期间。")


@condition("prepay_gt_6_months", "预交不超过规定时间", rules.PREPAY, asks=True, after=(months_of_membership,))
def not_too_far_ahead(act: Dues) -> Finding:
    """Counted from the month after that of payment."""
    most, ahead = act.law.number(rules.PREPAY), months_ahead(plan(act), act.on)
    if ahead > most:
        last = zh_month(add_months(month_of(act.on), most))
        words = f"预交到 {ahead} 个月以后，最多预交 {most} 个月，即至{last}。请减少月份。"
        return unmet(words, have=ahead, maximum=most, field="months")
    return met(f"预交 {ahead} 个月，不超过 {most} 个月。", have=ahead, maximum=most)


@condition("basis_missing", "已核定团费基数", rules.BASIS, asks=True, after=(months_of_membership,))
def can_be_reckoned(act: Dues) -> Finding:
    """Without a basis nobody can say what a month comes to."""
    lacking = plan(act).without_basis
    if lacking:
        return unmet(f"{act.subject}{zh_months(lacking)}没有团费基数，请先核定基数再收取。", field="months")
    return met("所交月份都有团费基数。")


@condition(
    "nothing_owed",
    "所交月份有应交团费",
    rules.OWED,
    asks=True,
    after=(months_of_membership, can_be_reckoned),
)
def something_owed(act: Dues) -> Finding:
    """A month settled, or charged nothing, takes no payment; what is given beyond dues is."""
    given_, found = asked(act), plan(act)
    if found.parts and not found.fen and not given_.voluntary:
        words = f"{zh_months(found.months)}共 {yuan(found.credited)} 元，可以全部由团费结余抵交，不用再交"
        return unmet(f"{words}。核定后自动抵交；要预交的请增加月份。", have=0, field="months")
    if found.parts or (given_.voluntary and not given_.months and given_.amount is None):
        return met(f"所交 {len(found.parts)} 个月，共 {yuan(found.fen)} 元。", have=found.fen)
    what = zh_months(given_.months) if given_.months else "目前"
    return unmet(
        f"{act.subject}{what}没有应交未交的团费。自愿多交的请填在“自愿多交”栏。",
        have=0,
        field="months" if given_.months else "amount",
    )


@condition("month_not_owed", "所交月份都有应交团费", rules.OWED, asks=True, after=(something_owed,))
def every_month_owed(act: Dues) -> Finding | None:
    """No month that was asked for is left out without a word: the payer chooses anew."""
    idle, months = plan(act).not_owed, plan(act).months
    if idle:
        named = "、".join(f"{zh_month(month)}（{why}）" for month, why in idle)
        left = f"只交{zh_months(months)}的，请去掉这些月份后重新填写" if months else "请去掉这些月份后重新填写"
        return unmet(f"{act.subject}{named}没有应交未交的团费。{left}。", field="months")
    return met("所交月份都有应交团费。") if months else None


@condition("amount_differs", "金额不超过应交数", rules.BOOKS, asks=True, after=(something_owed,))
def amount_fits(act: Dues) -> Finding | None:
    """A part may be paid; more than is owed is not dues."""
    found, amount = plan(act), asked(act).amount
    if amount is None:
        return None
    if found.rest:
        words = f"金额 {yuan(amount)} 元，所交月份应交 {yuan(found.fen)} 元，多出 {yuan(found.rest)} 元"
        return unmet(f"{words}。多出的请填在“自愿多交”栏。", have=amount, maximum=found.fen, field="amount")
    return met(f"金额 {yuan(amount)} 元。", have=amount)


@condition("earlier_months_unpaid", "此前月份已交清", rules.ORDER, warns=True, asks=True, after=(something_owed,))
def nothing_earlier(act: Dues) -> Finding:
    """Allowed, but said: a gap remains."""
    earlier = plan(act).earlier
    if earlier:
        return unmet(f"此前{zh_months(earlier)}尚未交清，共 {len(earlier)} 个月。", have=len(earlier))
    return met("此前月份已交清。")


@condition("makeup_gt_6_months", "补交不超过规定时间", rules.PREPAY, warns=True, asks=True, after=(something_owed,))
def not_too_far_back(act: Dues) -> Finding | None:
    """Older months may still be made up; the reason is kept."""
    months = plan(act).months
    if not months:
        return None
    most, now = act.law.number(rules.PREPAY), month_of(act.on)
    behind = (now.year - months[0].year) * 12 + now.month - months[0].month
    if behind > most:
        return unmet(f"补交 {behind} 个月以前的团费，规定补交最多 {most} 个月，请说明情况。", have=behind, maximum=most)
    return met("补交时间不超过规定。")


@condition("relief_gt_12_months", "减免时间不超过规定", rules.RELIEF_MONTHS, asks=True)
def relief_not_too_long(act: Dues) -> Finding:
    """Longer needs a new request."""
    have = len(months_between(act.answers["from_month"], act.answers["to_month"]))
    most = act.law.number(rules.RELIEF_MONTHS)
    if have > most:
        return unmet(
            f"申请减免 {have} 个月，一次最多 {most} 个月，期满可再申请。", have=have, maximum=most, field="to_month"
        )
    return met(f"申请减免 {have} 个月，不超过 {most} 个月。", have=have, maximum=most)


@condition("present_exceeds_roll", "实到不超过应到", rules.RELIEF, asks=True)
def present_on_roll(act: Dues) -> Finding | None:
    """Judged where figures are given."""
    return meeting.roll_finding(meeting.count_of(act)) if _has_figures(act) else None


@condition("votes_do_not_add_up", "票数与实到人数相符", rules.RELIEF, asks=True)
def votes_add_up(act: Dues) -> Finding | None:
    """Judged where figures are given."""
    return meeting.votes_finding(meeting.count_of(act)) if _has_figures(act) else None


@condition("majority_not_met", "表决情况与意见相符", rules.RELIEF, asks=True, after=(votes_add_up,))
def agreed_by_the_votes(act: Dues) -> Finding | None:
    """A meeting agrees by more than half of those present (rules.md 5.2 says that it agrees, not by how many)."""
    if not _has_figures(act) or act.answers["decision"] != "approve":
        return None
    count = meeting.count_of(act)
    need = MORE_THAN_HALF.least(count.present)
    words = f"实到 {count.present} 人，赞成 {count.yes} 票"
    if count.yes < need:
        return unmet(f"{words}，未超过半数，支部大会没有同意。", have=count.yes, need=need, field="yes")
    return met(f"{words}，超过半数。", have=count.yes, need=need)


def _has_figures(act: Dues) -> bool:
    return act.answers.get("present") is not None


@condition("already_done", "收款尚未冲正", rules.REVERSAL)
def not_reversed(act: Dues) -> Finding:
    """A payment is reversed once."""
    if act.facts.reversed_on:
        return unmet("该收款已经冲正，不能再冲正。")
    return met("该收款尚未冲正。")


@condition("entry_unknown", "凭证属于本事项", rules.BOOKS, asks=True)
def entry_is_of_the_case(act: Dues) -> Finding:
    """The entry named is the receipt's number, the case's, or a payment's own."""
    named = str(act.answers.get("entry") or "").strip()
    if named and not payments_of(act, named):
        return unmet(f"本事项没有编号为 {named} 的收款，请核对。", field="entry")
    return met("凭证属于本事项。")


def payments_of(act: Dues, named: str = "") -> list[Payment]:
    """Return the payments of the case that stand, or the one that is named."""
    standing = Payment.objects.filter(case=act.case, posting__reversed_by=None).select_related("posting")
    if not named or named == act.case.number or act.case.papers.filter(number=named).exists():
        return list(standing)
    return list(standing.filter(posting=key)) if (key := whole(named)) is not None else []


@condition("nothing_owed", "有应上缴的团费", rules.BOOKS, asks=True)
def something_to_remit(act: Dues) -> Finding:
    """Of what came in and is not sent up yet."""
    period = period_of(act.answers)
    found = remitting.owed(act, period)
    carried = f"，其中以前各期结转 {yuan(found.carried)} 元" if found.carried else ""
    if found.fen:
        return met(f"{period.title}应上缴 {yuan(found.fen)} 元{carried}。", need=found.fen)
    over = f"；多上缴的 {yuan(found.over)} 元抵减以后各期" if found.over else ""
    words = f"{period.title}实收 {yuan(found.collected)} 元，至期末累计应上缴 {yuan(found.share)} 元"
    sentence = f"{words}，累计已上缴 {yuan(found.sent)} 元，没有应上缴的团费{over}。"
    return unmet(sentence, have=found.sent, need=found.share, field="period")


@condition("amount_differs", "上缴金额与账目相符", rules.BOOKS, asks=True, after=(something_to_remit,))
def remits_what_is_owed(act: Dues) -> Finding | None:
    """The amount is reckoned from the books; another one means that somebody is mistaken."""
    amount, need = act.answers.get("amount"), remitting.owed(act, period_of(act.answers)).fen
    if amount is None:
        return None
    if amount != need:
        words = f"填写的上缴金额 {yuan(amount)} 元，账目应上缴 {yuan(need)} 元，两者不符，请核对。"
        return unmet(words, have=amount, need=need, field="amount")
    return met(f"上缴 {yuan(amount)} 元，与账目相符。", have=amount, need=need)


@condition("no_superior", "有上一级团委", rules.BOOKS)
def somebody_above(act: Dues) -> Finding:
    """The highest organization sends nothing further."""
    above = act.chain.at(Level.ABOVE)
    return met(f"上缴{above}。") if above else unmet(f"{act.organization}没有上一级团委，不再上缴。")


@condition("amount_differs", "实收金额与上缴金额相符", rules.BOOKS, asks=True)
def receives_what_was_sent(act: Dues) -> Finding:
    """What arrived is what was sent, to the fen."""
    amount, need = act.answers.get("amount"), act.facts.fen
    if amount is not None and amount != need:
        words = f"实收 {yuan(amount)} 元，上缴 {yuan(need)} 元，相差 {yuan(abs(need - amount))} 元"
        return unmet(f"{words}。请与上缴组织核对，确有错误的退回重报。", have=amount, need=need, field="amount")
    return met(f"实收与上缴金额相符，{yuan(need)} 元。", have=need, need=need)


@condition("already_imported", "该文件尚未入账", rules.FILE_ONCE)
def not_imported_yet(act: Dues) -> Finding:
    """The same file twice posts nothing."""
    known = ImportedSheet.objects.filter(organization=act.organization, digest=act.facts.digest)
    earlier = known.select_related("case").first() if act.facts.digest else None
    if earlier:
        return unmet(f"同一份文件已在事项 {earlier.case.number} 入账，不再重复入账。")
    return met("该文件尚未入账。")


@condition("nothing_matched", "有可以入账的行", rules.BOOKS)
def something_matched(act: Dues) -> Finding:
    """Rows that match nobody, or several people, are left alone."""
    matched = sum(1 for row in act.facts.rows if row.get("person"))
    if not matched:
        return unmet("没有可以入账的行。请更正缴费表后重新导入。", have=0)
    return met(f"可以入账 {matched} 行。", have=matched)


def _membership(act: Dues) -> Finding:
    standing = subject_standing(act)
    if standing.status not in MEMBERS_STATUSES:
        return unmet(f"{act.subject}不是团员（{standing.get_status_display()}），不交团费。")
    return met(f"{act.subject}是团员。")
