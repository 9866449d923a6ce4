"""建团各步骤的效果."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from procedures.common import ballot
from procedures.founding import rules
from procedures.founding.conditions import Founding, founders, is_here, size_of
from procedures.founding.meeting_conditions import figures, result, seats, votes
from procedures.founding.posts import seat
from procedures.register import organizations, resettling
from procedures.register.organizations import New
from workflows.appointments.closing_down import end_posts, posts_at
from workflows.days.dates import add_months
from workflows.people.models import Organization, Person, Role
from workflows.people.models.post import ROLES_OF

DAY = timedelta(days=1)
TITLE = 200


def keep_census(act: Founding) -> None:
    """Keep what is found of a unit."""
    facts, given = act.facts, act.answers
    facts.unit, facts.sector, facts.year = given["unit"].strip(), given["sector"], act.on.year
    facts.members, facts.youth, facts.party_organisation = given["members"], given["youth"], given["party_organisation"]
    facts.due_on, facts.contact = given["due_on"], [given["contact"].pk] if given["contact"] else []
    facts.can_found = facts.members >= act.law.number(rules.BRANCH)
    _entitle(act, facts.unit)


def keep_request(act: Founding) -> None:
    """Keep what is asked for."""
    facts, given = act.facts, act.answers
    facts.matter, facts.name, facts.kind = given["matter"], given["name"].strip(), given["kind"]
    facts.people = [one.pk for one in given["members"] or ()]
    facts.number, facts.partners, facts.until = size_of(act), given["partners"], given["until"]
    facts.party_opinion, facts.candidates = given["party_opinion"], [one.pk for one in given["candidates"] or ()]
    _entitle(act, facts.name)


def _entitle(act: Founding, name: str) -> None:
    act.case.title = f"{name}·{'成立临时团支部' if act.facts.temporary else '建团'}·{act.organization.name}"[:TITLE]


def agree(act: Founding) -> None:
    """Keep the name and code that are fixed, and who calls the meeting."""
    facts, given = act.facts, act.answers
    facts.name, facts.code = given["name"].strip() or facts.name, given["code"].strip()
    facts.organiser = [given["organiser"].pk] if given["organiser"] else []
    _entitle(act, facts.name)


def keep_reason(act: Founding) -> None:
    """Keep why nothing is founded."""
    given = act.answers
    other = given.get("join_with")
    act.facts.not_feasible = f"{given.get('reason') or given['opinion']}{f'：{other}' if other else ''}"


def count(act: Founding) -> None:
    """Keep the figures of the ballot and who is elected."""
    facts, found = act.facts, result(act)
    facts.should_attend, facts.present, facts.seats = figures(act).should_attend, figures(act).present, seats(act)
    facts.ballots = {pk: {"yes": one.yes, "no": one.no, "abstain": one.abstain} for pk, one in votes(act).items()}
    facts.elected = list(found.elected)
    if len(found.elected) == 1:
        facts.duties = {found.elected[0]: _secretary(facts.kind)}


def _secretary(kind: str) -> str:
    return str(next(role for role in ROLES_OF[kind] if role in (Role.BRANCH_SECRETARY, Role.COMMITTEE_SECRETARY)))


def report(act: Founding) -> None:
    """Keep who does what."""
    act.facts.duties = {pk: str(cells["post"]) for pk, cells in act.answers["duties"].items()}


def designate(act: Founding) -> None:
    """Keep whom the committee designates, and found the temporary branch."""
    facts, given = act.facts, act.answers
    facts.until = given["until"] or facts.until
    facts.duties = {one.pk: Role.BRANCH_COMMITTEE_MEMBER for one in given["members"] or ()}
    facts.duties[given["secretary"].pk] = Role.BRANCH_SECRETARY
    _establish(act, act.on, facts.until)


def approve(act: Founding) -> None:
    """Found the organization, place its members and appoint those who are elected for a term."""
    first_on = act.answers["first_on"] or act.on
    _establish(act, first_on, add_months(first_on, act.law.number(ballot.TERM)) - DAY)


def _establish(act: Founding, first_on: date, last_on: date | None) -> None:
    facts = act.facts
    place = organizations.found(act, New(facts.name, facts.kind, facts.code, first_on=first_on), act.organization)
    facts.code, facts.first_on = place.code, first_on
    _place(act, place, first_on)
    people = {one.pk: one for one in Person.objects.filter(pk__in=list(facts.duties))}
    for pk, role in facts.duties.items():
        seat(act, people[pk], place, role, first_on, last_on)


def _place(act: Founding, place: Organization, first_on: date) -> None:
    """Put the members who stand under the committee on the new roll; their posts in the old branch end."""
    groups: dict[Organization, list[int]] = defaultdict(list)
    for one in founders(act):
        if one.home and is_here(act, one):
            groups[one.home].append(one.pk)
    for old, people in sorted(groups.items(), key=lambda row: str(row[0].path)):
        held = [one for one in posts_at(old, first_on - DAY) if one.person_id in people and old.is_branch]
        end_posts(act, held, last_on=first_on - DAY, because=f"转入新成立的{place}")
        resettling.resettle(act, old, dict.fromkeys(people, place), first_on=first_on)
