"""Every actor, looked for at every kind of organization, is waited for at a post that the kind can have."""

from __future__ import annotations

import pytest

from tests.worlds import TODAY, Place, hospital
from workflows.people import actors
from workflows.people.actors import Actor, Level
from workflows.people.chain import load_chain
from workflows.people.models import Appointment, Kind, Organization, Person, Post
from workflows.people.models.post import DECIDING_ROLES, ROLES_OF
from workflows.table.registry import procedures


def bodies() -> list[Actor]:
    """Return every actor that is an office, of the vocabulary and of all tables."""
    known = {one for one in vars(actors).values() if isinstance(one, Actor)}
    for procedure in procedures():
        for stage in procedure.stages:
            known |= {stage.actor, *(detour.actor for detour in stage.detours)}
            known |= {stage.together} if stage.together else set()
        for _, row in procedure.acts():
            known |= {one for one in (row.actor, *row.also) if one}
    left_out = (Level.PERSON, Level.ANYWHERE, Level.UPWARDS)
    return sorted((one for one in known if one.level not in left_out), key=lambda one: one.code)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("actor", bodies(), ids=lambda actor: actor.code)
def test_no_task_is_ever_opened_at_a_role_that_the_organization_cannot_have(actor: Actor, kind: Kind) -> None:
    desks, may = actor.desks_at(kind), actor.may_at(kind)

    assert desks
    assert may
    assert {*desks, *may} <= {*ROLES_OF[kind]} & {*DECIDING_ROLES}
    assert desks[0] in may


def test_a_branch_keeps_its_own_posts_and_a_committee_stands_in_for_a_branch_it_has_not() -> None:
    assert actors.ORG_COMMISSIONER.desks_at(Kind.BRANCH) == ("org_commissioner", "branch_deputy")
    assert actors.ORG_COMMISSIONER.desks_at(Kind.GROUP) == ("branch_secretary",)
    assert actors.BRANCH.desks_at(Kind.COMMITTEE) == ("committee_reviewer", "committee_secretary")
    assert actors.PARTY.desks_at(Kind.PARTY_BRANCH) == ("party_branch_secretary",)


def with_party() -> Place:
    """Give the world with the Party organization that leads the hospital's committee, and who reviews there."""
    place = hospital()
    party = Organization.objects.add_root({"code": "PARTY", "name": "院党委", "kind": Kind.PARTY_COMMITTEE})
    Organization.objects.filter(code="HOSP").update(led_by=party)
    appoint(place, "wang", "party_reviewer", party)
    return place


def appoint(place: Place, who: str, role: str, at: Organization) -> None:
    post = Post.objects.create(role=role, organization=at)
    Appointment.objects.create(person=place.person(who), post=post, first_on=TODAY)


def kept(who: Person) -> set[str]:
    found = Organization.objects.all()
    return {one.code for one in found if load_chain(one, TODAY).capacity(who, actors.KEEPER)}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["sec", "hosp", "zone", "wang"])
def test_what_belongs_to_an_organization_is_kept_by_no_other_post_than_a_registrar_or_a_committee_secretary(
    who: str,
) -> None:
    place = with_party()

    assert kept(place.person(who)) == set()


@pytest.mark.django_db
def test_a_registrar_keeps_all_that_lies_under_his_committee_and_the_party_organizations_that_lead_one_of_it() -> None:
    place = with_party()

    assert {"COUNTY", "HOSP", "SURG", "ZONE", "PARTY"} <= kept(place.person("admin"))


@pytest.mark.django_db
def test_the_secretary_of_a_committee_keeps_nothing_beside_or_above_it() -> None:
    place = with_party()
    appoint(place, "org", "committee_secretary", place.organization("HOSP"))

    found = kept(place.person("org"))

    assert {"HOSP", "SURG", "PARTY"} <= found
    assert not {"COUNTY", "ZONE"} & found
