"""入驻: the first organization with what belongs to it and the first registrar, written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from procedures.register.entering import Known, enter_people
from procedures.register.first_day.address import is_empty
from procedures.register.organizations import New, make
from workflows.people.models import Appointment, Kind, Organization, Person, Post, Role
from workflows.people.pinyin import pinyin_of
from workflows.proof import log
from workflows.table.act import Change
from workflows.table.refusals import refuse

ACT = ("move_in", "启用")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What is said on the first day; `password` None where whoever moves in signs in already."""

    called: str
    kind: str
    code: str
    document_word: str
    province: str
    party: str
    branches: list[str]
    name: str
    username: str
    password: str | None


@transaction.atomic
def move_in(said: Beginning, on: date, at: datetime, *, by: Person | None = None) -> Person:
    """Write the first organization, its branches and its Party organization, and who keeps it from today on.

    Args:
        by: the keeper of the installation, who becomes the registrar; None for somebody not known yet.

    Raises:
        Refused: `already_done`: somebody has moved in already.
    """
    if not is_empty():
        raise refuse("already_done", "系统已经启用，此地址不再有效。请登录；没有账号的，请与管理员联系。")
    party = make(New(said.party, Kind.PARTY_COMMITTEE, f"P{said.code}"), None) if said.party else None
    place = make(New(said.called, said.kind, said.code, party), None)
    Organization.objects.filter(pk=place.pk).update(document_word=said.document_word, province=said.province)
    branches = [make(New(name, Kind.BRANCH), place) for name in said.branches]
    person = by or Person(username=said.username, name=said.name, pinyin=pinyin_of(said.name))
    person.home = place
    if said.password is not None:
        person.set_password(said.password)
    person.save()
    enter_people([Known(person)])
    post = Post.objects.create(role=Role.REGISTRAR, organization=place)
    held = Appointment.objects.create(person=person, post=post, first_on=on)
    _note(place, party, branches, held, on, at)
    return person


def _note(
    place: Organization,
    party: Organization | None,
    branches: list[Organization],
    held: Appointment,
    on: date,
    at: datetime,
) -> None:
    changes = [Change("organization", "本级团组织", "", f"{place.name}（{place.code}）")]
    changes += [Change("party", "同级党组织", "", party.name)] if party else []
    changes += [Change("branch", "团支部", "", one.name) for one in branches]
    changes.append(Change(Role.REGISTRAR, str(held.post), "", str(held.person)))
    line = log.Line(
        procedure="organization", act=ACT[0], title=ACT[1], on=on, recorded_at=at, actor=held.person, capacity=held,
        subject=held.person, changes=changes,
    )  # fmt: skip
    log.append_to_book(f"organization/{place.pk}", place.root, line)
