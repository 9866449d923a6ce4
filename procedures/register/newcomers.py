"""建档: the registrar enters a person whom the register does not know, who may then sign in for the first time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from procedures.register.entering import Known, enter_people
from workflows.appointments.keepers import Keeping, hold, note
from workflows.people.models import Organization, Person
from workflows.people.pinyin import pinyin_of, syllables
from workflows.table.act import Change
from workflows.table.refusals import refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What is known of a person who is entered."""

    name: str
    sex: str
    born: date
    home: Organization | None
    id_number: str = ""
    phone: str = ""
    ethnicity: str = ""
    work: str = ""


@transaction.atomic
def enter_person(newcomer: Newcomer, kept: Keeping) -> Person:
    """Enter a person on the rolls of an organization, as one outside the League who cannot sign in yet.

    Raises:
        Refused: `person_known`, naming the body to ask and nothing of the other person.
    """
    if newcomer.home is None:
        raise LookupError("a registrar enters people on the rolls of an organization")
    hold(newcomer.home)
    known = Person.objects.with_id_number(newcomer.id_number).select_related("home").first()
    if newcomer.id_number and known:
        where = known.home.name if known.home else "未登记组织"
        raise refuse("person_known", f"该身份证号已在名册中，所在组织：{where}。请与该组织核对。", field="id_number")
    person = person_of(newcomer)
    enter_people([Known(person)])
    change = Change("person", "人员", "", f"{person.name}（{newcomer.home}）")
    note(newcomer.home, kept, ("enter_person", "建档"), [change], subject=person)
    return person


def person_of(newcomer: Newcomer) -> Person:
    """Keep a person who cannot sign in yet; the caller enters the standing and has asked whether he is known."""
    person = Person(
        username=_free_username(newcomer.name),
        name=newcomer.name,
        pinyin=pinyin_of(newcomer.name),
        sex=newcomer.sex,
        born=newcomer.born,
        id_number=newcomer.id_number or None,
        phone=newcomer.phone or None,
        ethnicity=newcomer.ethnicity,
        work=newcomer.work,
        home=newcomer.home,
    )
    person.set_unusable_password()
    person.save()
    return person


def _free_username(name: str) -> str:
    spelled = "".join(syllables(name)) or name.lower()
    base = "".join(letter for letter in spelled if letter.isascii() and letter.isalnum())
    base = (base or "user")[:40]
    taken = set(Person.objects.filter(username__startswith=base).values_list("username", flat=True))
    if base not in taken:
        return base
    return next(f"{base}{number}" for number in range(2, len(taken) + 3) if f"{base}{number}" not in taken)
