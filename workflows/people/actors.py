"""办理人: who may be waited for. An actor is a body, its address is a post, its holders are people with dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from workflows.people.models.post import BRANCH_ROLES, COMMITTEE_ROLES, DECIDING_ROLES, ROLES_OF, Role


class Level(StrEnum):
    """Where an actor is looked for, seen from the case's organization.

    `UPWARDS` is there and at each organization above; a Party organization is looked after from those that it leads.
    """

    PERSON = "person"
    BRANCH = "branch"
    COMMITTEE = "committee"
    SUPERIOR = "superior"
    ABOVE = "above"
    PLACE = "place"
    PARTY = "party"
    UPWARDS = "upwards"
    OTHER_BRANCH = "other_branch"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Actor:
    """A body or a person of the regulation.

    Attributes:
        address: the role at whose post a task of this actor waits.
        deputies: roles of the same organization that a task goes to, in order, where the address cannot take it.
        may: the roles that may act for the body.
        counterpart: the role that stands in for it at the next organization above.
        people: the name of the fact that lists the people meant, for an actor that is persons.
        of: the name of the fact that holds the organization from which it is looked up; empty for the case's own.
    """

    code: str
    title: str
    level: Level
    address: Role = Role.SELF
    deputies: tuple[Role, ...] = ()
    may: tuple[Role, ...] = ()
    counterpart: Role = Role.COMMITTEE_REVIEWER
    people: str = ""
    of: str = ""

    @property
    def rung(self) -> int:
        """How high it decides: 1 branch, 2 committee, 3 a committee above, 4 the Party; 0 for persons."""
        if self.level is Level.PLACE:
            return 1 if self.address in BRANCH_ROLES else 3 if self.address in COMMITTEE_ROLES else 4
        return RUNGS.get(self.level, 0)

    def desks_at(self, kind: str) -> tuple[Role, ...]:
        """Return the roles at which a task of it can wait in an organization of a kind, its own address first.

        A committee with people on a roll of its own has no branch's posts: what a branch would do there is done at
        the committee's.
        """
        return _there((self.address, *self.deputies), kind)

    def may_at(self, kind: str) -> tuple[Role, ...]:
        """Return the roles of an organization of a kind that may act for the body."""
        return _there(self.may, kind)


def _there(roles: tuple[Role, ...], kind: str) -> tuple[Role, ...]:
    """Return those of some roles that a kind of organization can have; all that decide there where it has none."""
    possible = ROLES_OF[kind]
    return tuple(role for role in roles if role in possible) or tuple(
        role for role in DECIDING_ROLES if role in possible
    )


RUNGS = {
    Level.BRANCH: 1,
    Level.OTHER_BRANCH: 1,
    Level.COMMITTEE: 2,
    Level.SUPERIOR: 3,
    Level.ABOVE: 3,
    Level.PARTY: 4,
}
APPLICANT = Actor("applicant", "本人", Level.PERSON)
STARTER = Actor("starter", "发起人", Level.PERSON)
BRANCH = Actor("branch", "团支部", Level.BRANCH, Role.BRANCH_SECRETARY, (Role.BRANCH_DEPUTY,), BRANCH_ROLES)
BRANCH_COMMITTEE = Actor(
    "branch_committee", "支部委员会", Level.BRANCH, Role.BRANCH_SECRETARY, (Role.BRANCH_DEPUTY,), BRANCH_ROLES
)
BRANCH_SECRETARY = Actor(
    "branch_secretary",
    "支部书记",
    Level.BRANCH,
    Role.BRANCH_SECRETARY,
    (Role.BRANCH_DEPUTY,),
    (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY),
)
CHAIR = Actor(
    "meeting_chair",
    "支部大会主持人",
    Level.BRANCH,
    Role.BRANCH_SECRETARY,
    (Role.BRANCH_DEPUTY, Role.ORG_COMMISSIONER, Role.BRANCH_COMMITTEE_MEMBER),
    (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY),
)
ORG_COMMISSIONER = Actor(
    "org_commissioner",
    "组织委员",
    Level.BRANCH,
    Role.ORG_COMMISSIONER,
    (Role.BRANCH_DEPUTY,),
    (Role.ORG_COMMISSIONER, Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY),
)
COMMITTEE = Actor("committee", "基层团（工）委", Level.COMMITTEE, Role.COMMITTEE_REVIEWER, (), COMMITTEE_ROLES)
SUPERIOR_COMMITTEE = Actor(
    "superior_committee", "上级团委", Level.SUPERIOR, Role.COMMITTEE_REVIEWER, (), COMMITTEE_ROLES
)
ABOVE = Actor("above", "上一级团（工）委", Level.ABOVE, Role.COMMITTEE_REVIEWER, (), COMMITTEE_ROLES)
PARTY = Actor(
    "party",
    "党组织",
    Level.PARTY,
    Role.PARTY_REVIEWER,
    (),
    (Role.PARTY_REVIEWER, Role.PARTY_BRANCH_SECRETARY),
    Role.PARTY_REVIEWER,
)
NEW_BRANCH = Actor(
    "new_branch", "接收团支部", Level.OTHER_BRANCH, Role.BRANCH_SECRETARY, (Role.BRANCH_DEPUTY,), BRANCH_ROLES
)
BRANCH_OR_COMMITTEE = Actor(
    "branch_or_committee",
    "团支部或基层团（工）委",
    Level.BRANCH,
    Role.BRANCH_SECRETARY,
    (Role.BRANCH_DEPUTY,),
    (*BRANCH_ROLES, *COMMITTEE_ROLES),
)
COMMITTEE_OR_SUPERIOR = Actor(
    "committee_or_superior",
    "基层团（工）委或上级团委",
    Level.COMMITTEE,
    Role.COMMITTEE_REVIEWER,
    (),
    COMMITTEE_ROLES,
)
KEEPER = Actor(
    "keeper",
    "本级或上级的管理员、团委书记",
    Level.UPWARDS,
    Role.REGISTRAR,
    (Role.COMMITTEE_SECRETARY,),
    (Role.REGISTRAR, Role.COMMITTEE_SECRETARY),
)
ANYONE = Actor("anyone", "任何人", Level.ANYWHERE)


def named(code: str, title: str, *, people: str) -> Actor:
    """Return an actor that is the persons listed in a fact of the case."""
    return Actor(code, title, Level.PERSON, people=people)


def elsewhere(actor: Actor, code: str, title: str, *, of: str, level: Level | None = None) -> Actor:
    """Return the same actor at another organization: the one whose key a fact of the case holds."""
    return replace(actor, code=code, title=title, of=of, level=level or actor.level)
