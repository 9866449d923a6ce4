"""超龄离团的条件: each is a sentence with its rule, and true or a refusal with its numbers."""

from __future__ import annotations

from datetime import date

from procedures.common.cases import one_case
from procedures.exit import due, rules
from procedures.exit.ceremony import ceremony, waiting_under
from procedures.exit.facts import ExitFacts
from procedures.register.months import zh_month
from procedures.register.rolls import IN_PARTY
from procedures.register.since import taken_in_after
from procedures.register.verbs import subject_standing
from workflows.days.dates import add_months, age, birthday, zh_date
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Exit = Act[ExitFacts]


def office_of(act: Exit, on: date) -> due.Coming | None:
    """Return how an office keeps the subject on a day, read once for an act and day."""
    known = _offices(act)
    if on not in known:
        known[on] = due.office_of(act.subject, on, act.law)
    return known[on]


@once
def _offices(act: Exit) -> dict[date, due.Coming | None]:
    return {}


def _until(office: due.Coming) -> str:
    return f"至{zh_date(office.until)}" if office.until else "，未定任期"


@condition("not_a_member", "是团员", rules.MEMBER, personal=True)
def is_member(act: Exit) -> Finding:
    """Only who has 团籍 can leave."""
    standing = subject_standing(act)
    if not standing.is_member:
        return unmet(f"{act.subject}目前没有团籍（{standing.get_status_display()}），不需要办理离团。")
    return met(f"目前身份：{standing.get_status_display()}。")


@condition("age_below_28", "年满二十八周岁", rules.EXIT_AGE, personal=True)
def of_age(act: Exit) -> Finding:
    """团章第一条: who has completed the age goes."""
    born = act.subject.born
    if born is None:
        return unmet("名册中没有出生日期，无法核对年龄，请先补全。")
    years = act.law.number(rules.EXIT_AGE)
    if age(born, act.on) < years:
        return unmet(
            f"申请时 {age(born, act.on)} 周岁，未满 {years} 周岁，还不到离团的时候。", earliest=birthday(born, years)
        )
    return met(f"{zh_date(birthday(born, years))}已满 {years} 周岁。")


no_open_case = one_case("离团", rules.ONE_CASE, decided=False, instead="不必重复申请")


@condition("holds_office", "不担任团内职务", rules.OFFICE, warns=True)
def free_of_office(act: Exit) -> Finding:
    """Who holds an office stays; the branch finds so when it verifies."""
    office = office_of(act, act.on)
    if office:
        return unmet(
            f"名册记载担任团内职务{_until(office)}，任职期间不离团，支部核实后将如此办结。", until=office.until
        )
    return met("名册中没有团内职务。")


@condition("transfer_open", "没有在办的组织关系转接", rules.SETTLED)
def settled(act: Exit) -> Finding | None:
    """A member whose relation is under way is verified by the branch that takes him in."""
    if not act.law[rules.SETTLED]:
        return None
    if subject_standing(act).transferring:
        return unmet(f"{act.subject}的组织关系正在转接，请待转接办结后由所在支部核实。")
    return met("没有在办的组织关系转接。")


@condition("dues_unpaid", "团费已交清", rules.DUES, warns=True, asks=True)
def dues_paid(act: Exit) -> Finding | None:
    """Dues up to the month before are due; those of the month itself may still be paid in it."""
    if act.answers["office_held"] or not act.law[rules.DUES]:
        return None
    standing = subject_standing(act)
    if standing.party_stage in IN_PARTY:
        return met("保留团籍的党员交纳党费，不交纳团费。")
    stated = act.answers["dues_paid_to"]
    booked = due.month_text(standing.dues_paid_to) if standing.dues_paid_to else ""
    if not stated and not booked:
        return unmet("没有填写团费交至哪个月，账上也没有记载，请核对并补交。", field="dues_paid_to")
    if stated and booked and stated > booked:
        return unmet(f"填写交至{zh_month(stated)}，团费账记载只交至{zh_month(booked)}，请核对。", field="dues_paid_to")
    paid_to = stated or booked
    needed = due.month_text(add_months(act.on.replace(day=1), -1))
    if paid_to < needed:
        return unmet(f"团费交至{zh_month(paid_to)}，应交至{zh_month(needed)}，请先补交。", field="dues_paid_to")
    return met(f"团费交至{zh_month(paid_to)}。")


@condition("office_differs", "任职情况与名册一致", rules.OFFICE_KNOWN, warns=True, asks=True)
def office_as_registered(act: Exit) -> Finding | None:
    """The branch's word and the register should agree; where they do not, the register wants mending."""
    if not act.law[rules.OFFICE_KNOWN]:
        return None
    office, held = office_of(act, act.on), act.answers["office_held"]
    if office and not held:
        return unmet(
            f"名册记载担任团内职务{_until(office)}，填写为不担任；任职终止的请先在名册登记，否则不能批准离团。",
            field="office_held",
            until=office.until,
        )
    if held and office is None:
        return unmet("填写为担任团内职务，名册中没有任职记载，请补登任职。", field="office_held")
    return met("任职情况与名册一致。")


@condition("office_until_past", "任职尚未届满", rules.OFFICE, asks=True)
def office_not_past(act: Exit) -> Finding | None:
    """Who is said to hold an office holds it on the day of the finding; one that is over keeps nobody."""
    until = act.answers["office_until"]
    if not act.answers["office_held"] or until is None:
        return None
    if until < act.on:
        return unmet(
            f"任职至 {zh_date(until)}，在核实之日（{zh_date(act.on)}）以前已经届满，请填写“不担任”，或者核对日期。",
            field="office_until",
            until=until,
        )
    return met(f"任职至 {zh_date(until)}。", until=until)


@condition("before_28th_birthday", "已年满二十八周岁", rules.EXIT_AGE)
def birthday_reached(act: Exit) -> Finding:
    """Nobody leaves before the birthday itself, whatever the scan listed."""
    born = act.subject.born
    if born is None:
        return unmet("名册中没有出生日期，无法核对年龄，请先补全。")
    years = act.law.number(rules.EXIT_AGE)
    day = birthday(born, years)
    if act.on < day:
        return unmet(f"{zh_date(day)}才年满 {years} 周岁，此前仍是团员，享有全部权利。", earliest=day)
    return met(f"{zh_date(day)}已满 {years} 周岁。")


@condition("before_28th_birthday", "离团日期不早于生日", rules.EXIT_AGE, asks=True)
def exit_on_birthday_or_later(act: Exit) -> Finding | None:
    """The day itself is the first on which membership may end."""
    born, exit_on = act.subject.born, act.answers["exit_on"]
    if born is None:
        return None
    day = birthday(born, act.law.number(rules.EXIT_AGE))
    if exit_on < day:
        return unmet(
            f"离团日期 {zh_date(exit_on)}早于年满二十八周岁之日（{zh_date(day)}）。", earliest=day, field="exit_on"
        )
    return met(f"离团日期 {zh_date(exit_on)}。")


@condition("exit_on_after_approval", "离团日期不晚于审批之日", rules.DAY, asks=True)
def exit_on_not_ahead(act: Exit) -> Finding:
    """The register takes no day that has not come; until approved the member has all rights."""
    exit_on = act.answers["exit_on"]
    if exit_on > act.on:
        return unmet(
            f"离团日期 {zh_date(exit_on)}晚于审批之日（{zh_date(act.on)}），请填写审批之日或以前的日期。",
            field="exit_on",
            earliest=exit_on,
        )
    return met("离团日期不晚于审批之日。")


@condition("exit_on_before_transfer", "离团时在本组织名册", rules.ROLL, asks=True)
def exit_on_of_the_roll(act: Exit) -> Finding | None:
    """Who was taken in only later was another organization's member until then, and leaves from here after it."""
    exit_on = act.answers["exit_on"]
    came = taken_in_after(act.subject, act.organization, exit_on) if exit_on < act.on else None
    if came:
        return unmet(
            f"离团日期 {zh_date(exit_on)}早于转入{act.organization}之日（{zh_date(came)}），"
            f"请填写 {zh_date(came)}或以后的日期。",
            field="exit_on",
            earliest=came,
        )
    return met(f"离团日期 {zh_date(exit_on)}在{act.organization}名册。")


@condition("holds_office", "不担任团内职务", rules.OFFICE, asks=True)
def no_office(act: Exit) -> Finding:
    """团章第一条: who holds an office on either day stays until it ends."""
    for day in (act.on, act.answers["exit_on"]):
        office = office_of(act, day)
        if office:
            earliest = office.until + due.NIGHT if office.until else None
            return unmet(
                f"{zh_date(day)}担任团内职务{_until(office)}，任职期间不离团。任职已终止的，请先登记任职终止日期。",
                until=office.until,
                earliest=earliest,
            )
    return met("不担任团内职务。")


@condition("not_on_list", "宣读名单中有本人", rules.LISTED, asks=True)
def on_the_list(act: Exit) -> Finding | None:
    """A ceremony is recorded for whom it was held for."""
    if not act.law[rules.LISTED]:
        return None
    listed = ceremony(act).read_out or [person.pk for person in act.answers["list"]]
    if listed and act.subject.pk not in listed:
        return unmet(f"宣读名单中没有{act.subject}，请加入名单，或到名单中人员的事项办理。", field="list")
    return met("在宣读名单中。") if listed else None


@condition("list_not_approved", "名单中的人员均已批准离团", rules.LISTED, warns=True, asks=True)
def list_is_approved(act: Exit) -> Finding | None:
    """Who is read out without an approved exit is named; the ceremony is recorded for the others."""
    people = act.answers["list"]
    if not people or ceremony(act).read_out or not act.law[rules.LISTED]:
        return None
    waiting = waiting_under(act.committee()).filter(subject__in=people).values_list("subject_id", flat=True)
    missing = [str(person) for person in people if person.pk not in set(waiting)]
    if missing:
        return unmet(f"{'、'.join(missing)}没有待举行仪式的离团事项，本次仪式不为其登记。", field="list")
    return met(f"名单中 {len(people)} 人均已批准离团。")


@condition("month_far_ahead", "扫描的月份在近期", rules.AHEAD, warns=True, asks=True)
def month_at_hand(act: Exit) -> Finding:
    """Cases opened long before the birthday only wait."""
    most = act.law.number(rules.AHEAD)
    latest = due.month_text(add_months(act.on.replace(day=1), most))
    month = act.answers["month"]
    if month > latest:
        return unmet(f"{zh_month(month)}在 {most} 个月以后，现在发起的事项要等到生日才能批准。", field="month")
    return met(f"{zh_month(month)}在 {most} 个月以内。")
