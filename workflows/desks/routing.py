"""Where a task waits: at a post that somebody holds who may decide, else at the next one that the rules name.

Never at nobody's, and never past anybody: a vacant post sends the task to the deputy, then upwards, with a note.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from workflows.models import Case
from workflows.people import reach
from workflows.people.actors import APPLICANT, STARTER, Actor, Level
from workflows.people.chain import Chain
from workflows.people.models import Appointment, Organization, Person, Post, Relationship, Role
from workflows.store import bulk
from workflows.store.facts import Facts
from workflows.store.keys import among
from workflows.store.prepared import Prepared
from workflows.table import Conflict

FEW = 3  # persons; up to so many the statement is written once for each number of them


@dataclass(frozen=True, slots=True)
class Desk:
    """A post at which a task is to wait, why there if not at the first address, and who sits there."""

    post: Post
    note: str = ""
    holders: tuple[int, ...] = ()


def conflicted(
    case: Case, facts: Facts, conflicts: Iterable[Conflict], level: Level
) -> tuple[frozenset[int], frozenset[int]]:
    """Return who must recuse himself at a level: from every act of office, and from decisions only.

    The person concerned and declared relatives may do nothing; those whom the facts name (introducers) may not decide
    where the table says so, in a case that concerns nobody in particular too.
    """
    barring = (one for one in conflicts if not one.at or level in one.at)
    named = frozenset(pk for one in barring for pk in getattr(facts, one.people))
    return kin_of_subject(case), named


def kin_of_subject(case: Case) -> frozenset[int]:
    """Return the person concerned and declared relatives, asked once for an act: the case is fetched anew for each."""
    if case.kin is None:
        case.kin = _kin(case.subject_id, case.has_kin) if case.subject_id else frozenset()
    return case.kin


def _kin(pk: int, has_kin: bool) -> frozenset[int]:
    return kin_of(pk) if has_kin else frozenset({pk})


def read_kin(cases: Iterable[Case]) -> None:
    """Ask once who the persons concerned by many cases and their declared relatives are."""
    known = _kin_of_many({case.subject_id for case in cases if case.subject_id})
    for case in cases:
        case.kin = known.get(case.subject_id or 0, frozenset())


def kin_in_office(people: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return who of each person and declared relatives ever held or lent a post: only they can be barred from one."""
    kin = _kin_of_many(set(people))
    everybody = set().union(*kin.values())
    held = Appointment.objects.filter(among("person_id", everybody)).values_list("person_id")
    lent = Appointment.objects.filter(among("deputizing_for_id", everybody)).values_list("deputizing_for_id")
    officers = {pk for (pk,) in held.union(lent)}
    return {pk: known & officers for pk, known in kin.items()}


def _kin_of_many(people: set[int]) -> dict[int, frozenset[int]]:
    declared = Relationship.objects.filter(among("person_id", people)).values_list("person_id", "relative_id")
    others = Relationship.objects.filter(among("relative_id", people)).values_list("relative_id", "person_id")
    known = {pk: frozenset({pk}) for pk in people}
    for one, other in declared.union(others):
        known[one] |= {other}
    return known


def kin_of(pk: int) -> frozenset[int]:
    """Return a person and the relatives declared by or of that person."""
    return frozenset({pk}.union(*((one.person_id, one.relative_id) for one in _declared(pk))))


_declared = Prepared(lambda pk: Relationship.objects.filter(Q(person=pk) | Q(relative=pk)))


def desks_for(actor: Actor, case: Case, facts: Facts, chain: Chain, barred: frozenset[int]) -> list[Desk]:
    """Return the desks at which an actor is waited for: one post, or the own desks of the persons meant."""
    if actor.level is Level.PERSON:
        return desks_of_people(person_ids(actor, case, facts), case, chain)
    there = chain.seen_by(actor, facts)
    there = there.kept_from if actor.level is Level.UPWARDS else there
    home = there.at(actor.level)
    if home is None:
        raise LookupError(f"{there.organization} has no {actor.level}")
    return [post_desk(actor, home, there, barred) or _vacant_desk(actor, home, there)]


def desks_of_people(people: Iterable[int], case: Case, chain: Chain) -> list[Desk]:
    """Return the own desks of people, whose homes find the case though they lie in another root."""
    own = own_desks(people, chain.own_posts)
    _note_homes(case, own)
    return own


def _note_homes(case: Case, desks: Iterable[Desk]) -> None:
    """Have those whose home lies in another root find the case there."""
    homes = {desk.post.person.home for desk in desks if desk.post.person}
    for root in sorted({home.root for home in homes if home} - {case.root}):
        reach.note(case.root, root)


def person_ids(actor: Actor, case: Case, facts: Facts) -> tuple[int, ...]:
    """Return the persons that a personal actor means."""
    if actor is APPLICANT:
        return (case.subject_id,) if case.subject_id else ()
    if actor is STARTER:
        return (case.starter_id,) if case.starter_id else ()
    return tuple(getattr(facts, actor.people))


def superior_desk(post: Post, chain: Chain, barred: frozenset[int]) -> Desk | None:
    """Return the desk above a post, to which what is late there is escalated; None above the highest."""
    if post.organization is None:
        return desk_at(chain.organization, (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY), chain, barred)
    if post.organization_id not in {one.pk for one in chain.above}:
        chain = chain.from_(post.organization.pk)
    for above in chain.beyond(post.organization):
        desk = desk_at(above, (Role.COMMITTEE_REVIEWER, Role.COMMITTEE_SECRETARY), chain, barred)
        if desk:
            return desk
    return None


def post_desk(actor: Actor, home: Organization, chain: Chain, barred: frozenset[int]) -> Desk | None:
    """Return the desk of an actor: its own post, its deputy's, else the next above that has one; None above all."""
    if actor.level is Level.UPWARDS:
        roles = (actor.address, *actor.deputies)
        near = (desk_at(one, roles, chain, barred) for one in (home, *chain.beyond(home)))
        return next((desk for desk in near if desk), None)
    address, *deputies = actor.desks_at(home.kind)
    own = desk_at(home, (address,), chain, barred)
    if own:
        return own
    why = _why(address, home, chain)
    desk = desk_at(home, tuple(deputies), chain, barred)
    if desk:
        return Desk(desk.post, f"{why}，由{desk.post.get_role_display()}办理", desk.holders)
    for above in _beyond(home, chain):
        desk = desk_at(above, (actor.counterpart,), chain, barred)
        if desk:
            return Desk(desk.post, f"{why}，转由{desk.post.title}办理", desk.holders)
    return None


def _beyond(home: Organization, chain: Chain) -> list[Organization]:
    """Return the organizations above one, nearest first; above one of the Party, those that lead the League's above."""
    if not home.is_party:
        return chain.beyond(home)
    leading = [one.led_by for one in chain.above if one.led_by]
    after = [one.pk for one in leading].index(home.pk) + 1 if home in leading else 0
    return [one for one in dict.fromkeys(leading[after:]) if one.pk != home.pk]


def _vacant_desk(actor: Actor, home: Organization, chain: Chain) -> Desk:
    address = actor.desks_at(home.kind)[0]
    post, _ = Post.objects.get_or_create(role=address, organization=home, person=None)
    return Desk(post, f"{_why(address, home, chain)}，上级也无人任职，请管理员任命")


def desk_at(organization: Organization, roles: tuple[Role, ...], chain: Chain, barred: frozenset[int]) -> Desk | None:
    """Return the first post of some roles there whose holder is free to act."""
    free = [one for one in chain.holders(organization, roles) if not is_barred(one, barred)]
    if not free:
        return None
    post = free[0].post
    return Desk(post, "", tuple(one.person_id for one in free if one.post_id == post.pk))


def is_barred(appointment: Appointment, barred: frozenset[int]) -> bool:
    """Tell whether the holder, or the one he stands in for, must recuse himself."""
    return appointment.person_id in barred or appointment.deputizing_for_id in barred


def _why(address: Role, home: Organization, chain: Chain) -> str:
    reason = "须回避" if chain.holders(home, (address,)) else "岗位空缺"
    return f"{home.name}{address.label}{reason}"


def own_desks(people: Iterable[int], desks: dict[int, Post]) -> list[Desk]:
    """Return the own desks of people, made where somebody has none yet; `desks` are those read already, and grow."""
    wanted = list(dict.fromkeys(people))
    unread = [pk for pk in wanted if pk not in desks]
    if unread:
        found = _own_posts(*unread) if len(unread) <= FEW else _posts_of(*unread)
        desks.update((post.person_id, post) for post in found if post.person_id)
    missing = [pk for pk in wanted if pk not in desks]
    if missing:
        people_without = Person.objects.filter(pk__in=missing).select_related("home").defer("home__seal")
        made = [Post(role=Role.SELF, person=person) for person in people_without]
        desks.update(
            (post.person_id, post) for post in Post.objects.bulk_create(made, batch_size=500) if post.person_id
        )
    return [Desk(desks[pk], "", (pk,)) for pk in wanted]


def _posts_of(*people: int) -> QuerySet[Post]:
    posts = Post.objects.filter(person_id__in=people)
    return posts.select_related("person__home").defer("person__home__seal")


_own_posts = Prepared(_posts_of)


def own_post_keys(people: Iterable[int]) -> dict[int, int]:
    """Return the keys of people's own posts, made where somebody has none yet."""
    wanted = set(people)
    known = dict(Post.objects.filter(among("person_id", wanted)).values_list("person_id", "pk"))
    made = [Post(role=Role.SELF, person_id=pk) for pk in sorted(wanted - known.keys())]
    bulk.insert(made)
    return known | {post.person_id: post.pk for post in made if post.person_id}
