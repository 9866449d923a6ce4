"""团费月份和期间的条件: how far ahead and how far back a basis, a relief, charges and accounts may reach."""

from __future__ import annotations

from datetime import date

from procedures.dues import rules
from procedures.dues.conditions import Dues
from procedures.dues.fields import period_of
from procedures.register.months import month_of, zh_month
from workflows.days.dates import add_months, zh_date
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding


@condition("month_far_ahead", "起算月份在近期", rules.AHEAD, asks=True)
def not_from_far_ahead(act: Dues) -> Finding | None:
    """A basis or a relief begins about when it is spoken of; nobody knows the wages of years to come."""
    return _not_after(act, "from_month")


@condition("month_far_back", "起算月份没有过久", rules.BACK, asks=True)
def not_from_far_back(act: Dues) -> Finding | None:
    """What is set for months long past would change what was published of them."""
    month, most = act.answers["from_month"], act.law.number(rules.BACK)
    if month is None:
        return None
    first = add_months(month_of(act.on), -most)
    if month < first:
        words = f"{zh_month(month)}过早，最多追溯 {most} 个月，即自{zh_month(first)}起。请填写该月或以后的月份。"
        return unmet(words, maximum=most, field="from_month")
    return met(f"自{zh_month(month)}起，不超过 {most} 个月以前。", maximum=most)


@condition("month_far_ahead", "截止月份在近期", rules.AHEAD, asks=True)
def not_to_far_ahead(act: Dues) -> Finding | None:
    """Charges are opened, and reliefs granted, for months that are coming."""
    return _not_after(act, "to_month")


@condition("period_not_begun", "期间已经开始", rules.BOOKS, asks=True)
def period_begun(act: Dues) -> Finding:
    """Nothing has come in yet for a period that has not begun."""
    period = period_of(act.answers)
    if period.first > act.on:
        return unmet(
            f"{period.title}自{zh_date(period.first)}开始，现在还没有收支。请填写已经开始的期间。",
            earliest=period.first,
            field="period",
        )
    return met(f"{period.title}已经开始。")


@condition("month_far_back", "期间没有过久", rules.BACK, asks=True)
def period_not_far_back(act: Dues) -> Finding:
    """What an old period has left is carried into the present one."""
    period, most = period_of(act.answers), act.law.number(rules.BACK)
    first = add_months(month_of(act.on), -most)
    if period.last < first:
        return unmet(
            f"{period.title}至{zh_date(period.last)}已结束，最多追溯 {most} 个月，即自{zh_month(first)}起。"
            "更早的收支结转在以后各期，请填写以后的期间。",
            maximum=most,
            field="period",
        )
    return met(f"{period.title}不超过 {most} 个月以前。", maximum=most)


def _not_after(act: Dues, field: str) -> Finding | None:
    month: date | None = act.answers[field]
    if month is None:
        return None
    most = act.law.number(rules.AHEAD)
    last = add_months(month_of(act.on), most)
    if month > last:
        words = f"{zh_month(month)}过远，最多提前 {most} 个月，即至{zh_month(last)}。请填写该月或以前的月份。"
        return unmet(words, maximum=most, field=field)
    return met(f"{zh_month(month)}不超过 {most} 个月以后。", maximum=most)


FROM = (not_from_far_ahead, not_from_far_back)
PERIOD = (period_begun, period_not_far_back)
