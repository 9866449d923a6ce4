"""凭信认定: who is a member here on the word of a letter from outside: entered, corrected, taken back and up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from procedures.register import verbs
from procedures.register.entering import Known, enter_people
from procedures.register.models import MEMBERS_STATUSES, DevelopmentNumber, MembershipPeriod, Status
from procedures.register.newcomers import Newcomer, person_of
from workflows.people.models import Person
from workflows.people.pinyin import pinyin_of
from workflows.table.act import Act


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a letter says of a membership; the number is empty where there is none."""

    joined_on: date | None
    number: str = ""


def enter(act: Act[Any], newcomer: Newcomer, vouched: Vouched) -> Person:
    """Enter a member whom the register does not know, on nobody's roll yet and 转接中."""
    person = person_of(newcomer)
    enter_people([Known(person, Status.ACTIVE, vouched.joined_on, vouched.number, transferring=True)])
    verbs.subject_standing.keep(act, person.standing)
    act.change("person", "建档", "", person.name)
    return person


def correct(act: Act[Any], newcomer: Newcomer, vouched: Vouched) -> None:
    """Correct what was entered of the subject by the same letter, handed in again; the person stays the same."""
    person = act.subject
    for name, label in (("name", "姓名"), ("sex", "性别"), ("born", "出生日期"), ("ethnicity", "民族")):
        before = _said(person, name)
        setattr(person, name, getattr(newcomer, name))
        act.change(name, label, before, _said(person, name))
    person.pinyin = pinyin_of(person.name)
    before = person.masked_id_number
    person.id_number = newcomer.id_number or None
    act.change("id_number", "身份证号", before, person.masked_id_number)
    person.save()
    _keep(act, vouched)


def _said(person: Person, name: str) -> object:
    """Return what the register has of a person, one of several choices by its label."""
    display = getattr(person, f"get_{name}_display", None)
    return display() if display else getattr(person, name)


def accept(act: Act[Any], vouched: Vouched) -> None:
    """Make the subject, whom the register knows as no member, a member as the letter says."""
    verbs.take_status(act, Status.ACTIVE)
    MembershipPeriod.objects.create(person=act.subject, joined_on=vouched.joined_on)
    _keep(act, vouched)


def fill_number(act: Act[Any], number: str) -> None:
    """Keep the number that a letter tells of a member whom the register has without one; what it has, it keeps."""
    standing = verbs.subject_standing(act)
    if number and not standing.development_number:
        _keep(act, Vouched(standing.joined_on, number))


def take_back(act: Act[Any]) -> None:
    """Take back what the letter vouched for: the person and the number stay entered, and are no member's here."""
    if verbs.subject_standing(act).status not in MEMBERS_STATUSES:
        return
    verbs.take_status(act, Status.NONE)
    MembershipPeriod.objects.filter(person=act.subject, left_on=None).update(left_on=act.on, left_as=Status.NONE)


def take_up(act: Act[Any]) -> None:
    """Let the letter count again."""
    if verbs.subject_standing(act).status != Status.NONE:
        return
    verbs.take_status(act, Status.ACTIVE)
    last = MembershipPeriod.objects.filter(person=act.subject, left_as=Status.NONE).order_by("-left_on", "-id").first()
    if last:
        last.left_on, last.left_as = None, ""
        last.save(update_fields=["left_on", "left_as"])


def _keep(act: Act[Any], vouched: Vouched) -> None:
    """Put day and number of joining where the register keeps them."""
    standing, person = verbs.subject_standing(act), act.subject
    act.change("joined_on", "入团时间", standing.joined_on, vouched.joined_on)
    act.change("development_number", "发展团员编号", standing.development_number, vouched.number)
    if standing.development_number != vouched.number:
        DevelopmentNumber.objects.filter(number=standing.development_number, person=person).delete()
    if vouched.number:
        known = {"person": person, "given_on": vouched.joined_on}
        DevelopmentNumber.objects.get_or_create(number=vouched.number, defaults=known)
    standing.joined_on, standing.development_number = vouched.joined_on, vouched.number
    standing.save(update_fields=["joined_on", "development_number"])
    period = MembershipPeriod.objects.filter(person=person, left_on=None)
    period.update(joined_on=vouched.joined_on, development_number=vouched.number)
