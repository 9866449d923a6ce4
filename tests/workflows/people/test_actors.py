"""Every actor, looked for at every kind of organization, is waited for at a post that the kind can have."""

from __future__ import annotations

import pytest

from workflows.people import actors
from workflows.people.actors import Actor, Level
from workflows.people.models import Kind
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
    return sorted((one for one in known if one.level not in (Level.PERSON, Level.ANYWHERE)), key=lambda one: one.code)


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
