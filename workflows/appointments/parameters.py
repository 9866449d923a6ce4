"""本地参数: a committee's own value of a rule, from a day on, with who set it and why; every change leaves an entry."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.db import transaction

from workflows.appointments.keepers import Keeping, check_seen, hold, note
from workflows.days.dates import zh_date
from workflows.engine.law import NotAdjustable, check_parameter, law_for, overtaken
from workflows.models import Parameter
from workflows.people.models import Organization
from workflows.people.models.organization import COMMITTEES
from workflows.table.act import Change
from workflows.table.common_rules import COMMON
from workflows.table.refusals import refuse
from workflows.table.registry import procedures
from workflows.table.rules import Local, Rule, Share, Value, is_series, numbers_of


def known_rules() -> dict[str, Rule]:
    """Return every rule of the engine and of the installed procedures by its key, each once."""
    own = {rule.key: rule for rule in COMMON}
    return own | {rule.key: rule for procedure in procedures() for rule in procedure.rules}


def adjustable_rules() -> dict[str, list[Rule]]:
    """Return the rules that a committee may set for itself, each once, by the title of the first that asks for them."""
    books = [("各项业务共同的规定", COMMON), *((procedure.title, procedure.rules) for procedure in procedures())]
    found: dict[str, dict[str, Rule]] = {}
    for title, rules in books:
        known = {key for book in found.values() for key in book}
        found[title] = {rule.key: rule for rule in rules if rule.local is not Local.FIXED and rule.key not in known}
    return {title: list(book.values()) for title, book in found.items() if book}


@transaction.atomic
def set_value(
    rule: Rule, organization: Organization, text: str, first_on: date, kept: Keeping, *, because: str
) -> Parameter:
    """Set an organization's value of a rule from a day on; the value before ends on the day before.

    A value that begins on the same day is replaced: no act of an earlier day was judged by it.

    Raises:
        Refused: `not_a_committee`, `field_invalid`, `not_adjustable`, `act_date_before_previous`, `page_overtaken`.
    """
    hold(organization)
    check_seen(organization, kept, *_told(rule))
    value = _allowed(rule, organization, text, first_on)
    before = _end_before(rule, organization, first_on, kept)
    was = rule.words(before.value) if before else _above(rule, organization, first_on)
    parameter = Parameter.objects.create(
        key=rule.key,
        organization=organization,
        value=value,
        first_on=first_on,
        set_by=kept.by,
        set_at=kept.at,
        because=because,
    )
    after = f"{rule.words(value)}，自{zh_date(first_on)}起。{overtaken(rule, parameter)}".removesuffix("。")
    _enter(rule, was, after, organization, kept, because=because)
    return parameter


@transaction.atomic
def give_up(rule: Rule, organization: Organization, first_on: date, kept: Keeping, *, because: str) -> None:
    """Go back to the national rule, or to what a committee above has set, from a day on: 按全国规定.

    Raises:
        Refused: `act_date_before_previous`, `already_done` where no value of its own stands on that day or later.
    """
    hold(organization)
    check_seen(organization, kept, *_told(rule))
    before = _end_before(rule, organization, first_on, kept)
    if before is None:
        raise refuse("already_done", f"{rule.title}自{zh_date(first_on)}起没有本级取值，不必再办。", field="first_on")
    after = f"{_above(rule, organization, first_on)}，自{zh_date(first_on)}起"
    _enter(rule, rule.words(before.value), after, organization, kept, because=because)


def _above(rule: Rule, organization: Organization, on: date) -> str:
    """Say what stands on a day on which the organization has no value of its own."""
    return f"上级或全国规定 {rule.words(law_for(organization, on)[rule])}"


def _end_before(rule: Rule, organization: Organization, first_on: date, kept: Keeping) -> Parameter | None:
    """End the value that stands on a day with the day before, and return it as it was; None where none stands.

    Raises:
        Refused: `act_date_before_previous`: the day is past, or comes before one from which a value is set already.
    """
    if first_on < kept.on:
        raise refuse(
            "act_date_before_previous",
            f"本地参数不能自过去的日期起变动：{zh_date(first_on)}以来办理的事项已按当时的规定判断。"
            f"最早自今日（{zh_date(kept.on)}）起。",
            earliest=kept.on,
            field="first_on",
        )
    own = Parameter.objects.filter(key=rule.key, organization=organization).order_by("-first_on", "-id")
    later = own.filter(first_on__gt=first_on).first()
    if later and later.first_on:
        raise refuse(
            "act_date_before_previous",
            f"该规则已有自{zh_date(later.first_on)}起的取值 {rule.words(later.value)}，只能自该日起变动。",
            earliest=later.first_on,
            field="first_on",
        )
    before = next((one for one in own if one.stands(first_on)), None)
    if before and before.first_on == first_on:
        Parameter.objects.filter(pk=before.pk).delete()
    elif before:
        Parameter.objects.filter(pk=before.pk).update(last_on=first_on - timedelta(days=1))
    return before


def _allowed(rule: Rule, organization: Organization, text: str, on: date) -> Value:
    if organization.kind not in COMMITTEES:
        raise refuse("not_a_committee", "本地参数由团（工）委设置，团支部不能设置。")
    value = read_value(rule, text, on)
    try:
        check_parameter(rule, value, on)
    except NotAdjustable as error:
        raise refuse("not_adjustable", str(error), field="value") from error
    return value


def read_value(rule: Rule, text: str, on: date) -> Value:
    """Read a value as the rule's own kind of value.

    Raises:
        Refused: `field_invalid`, saying what the rule takes.
    """
    national = rule.version(on).value
    text = text.strip()
    if isinstance(national, bool):
        truth = {"是": True, "true": True, "否": False, "false": False}.get(text.lower())
        return truth if truth is not None else _bad(rule, "“是”或“否”")
    if isinstance(national, int):
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else _bad(rule, "不带单位的整数")
    if national.startswith(">"):
        return text if _is_share(text) else _bad(rule, "“>1/2”或“>=2/3”这样的比例")
    if is_series(national):
        return _series(text) or _bad(rule, "“2,3,5”这样的整数，用逗号分开；“0”为不适用")
    coded = {shown: code for code, shown in rule.choices.items()}.get(text, text)
    return coded if coded in rule.choices else _bad(rule, "、".join(f"“{shown}”" for shown in rule.choices.values()))


def _series(text: str) -> str:
    """Return a series of numbers as it is kept, whatever commas it was typed with; empty where it is none."""
    plain = re.sub("[，、 ]+", ",", text)
    return (",".join(map(str, numbers_of(plain))) or "0") if is_series(plain) else ""


def _is_share(text: str) -> bool:
    try:
        share = Share.parse(text.replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return False
    return 0 < share.part < 1 or (share.inclusive and share.part == 1)  # more than the whole is never reached


def _bad(rule: Rule, wanted: str) -> Value:
    raise refuse("field_invalid", f"{rule.title}须填写{wanted}。", field="value")


def _enter(rule: Rule, was: str, after: str, organization: Organization, kept: Keeping, *, because: str) -> None:
    act, label = _told(rule)
    note(organization, kept, (act, "设置本地参数"), [Change(rule.key, label, was, after)], because=because)


def _told(rule: Rule) -> tuple[str, str]:
    """Return the act and the label by which an organization's book tells of a change of the rule."""
    return "set_parameter", f"{rule.title}（{rule.code}）"
