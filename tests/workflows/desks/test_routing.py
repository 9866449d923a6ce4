"""Where a task waits, on built values: whose post, why not there, and at which one next; and who the relatives are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests.acting import (
    COUNTY,
    HOSPITAL,
    MEDICINE,
    SURGERY,
    desk,
    holds,
    own_desk,
    seated,
    upwards,
)
from workflows.desks import routing
from workflows.desks.routing import Desk
from workflows.models import Case
from workflows.people import actors
from workflows.people.actors import (
    APPLICANT,
    BRANCH,
    CHAIR,
    COMMITTEE,
    STARTER,
    SUPERIOR_COMMITTEE,
    Actor,
    Level,
    elsewhere,
    named,
)
from workflows.people.chain import Chain, load_chain
from workflows.people.models import Appointment, Organization, Person, Post, Relationship
from workflows.store.facts import Facts
from workflows.table import Conflict

DAY = date(2026, 5, 28)
WANG, SEC, DEP, HOSP, CTY, LIN = (
    Person(pk=10, name="王晓梅"), Person(pk=11, name="周敏"), Person(pk=12, name="何立"), Person(pk=13, name="高原"),
    Person(pk=14, name="马骁"), Person(pk=15, name="林一"),
)  # fmt: skip
REVIEWER, SECRETARY = "committee_reviewer", "committee_secretary"
NOBODY: frozenset[int] = frozenset()


class RoutedFacts(Facts):
    """What a case keeps of the people and places that it is about."""

    introducers: list[int] = []
    witnesses: list[int] = []
    elsewhere: int = 0


def case(subject: Person | None = WANG, starter: Person | None = SEC) -> Case:
    return Case(pk=1, procedure="joining", subject=subject, starter=starter, organization=SURGERY, root=SURGERY.root)


@pytest.mark.parametrize(
    ("conflicts", "level", "barred"),
    [
        ((), Level.COMMITTEE, set()),
        ((Conflict("introducers"),), Level.COMMITTEE, {11, 12}),
        ((Conflict("introducers", at=(Level.COMMITTEE,)),), Level.COMMITTEE, {11, 12}),
        ((Conflict("introducers", at=(Level.COMMITTEE,)),), Level.BRANCH, set()),
        ((Conflict("introducers", at=(Level.PARTY,)), Conflict("witnesses")), Level.BRANCH, {13}),
        ((Conflict("introducers"), Conflict("witnesses", at=(Level.BRANCH,))), Level.BRANCH, {11, 12, 13}),
    ],
)
def test_whom_the_facts_name_is_barred_at_the_levels_that_the_table_says(
    conflicts: tuple[Conflict, ...], level: Level, barred: set[int]
) -> None:
    now = case()
    now.has_kin = False
    facts = RoutedFacts(introducers=[11, 12], witnesses=[13])

    assert routing.conflicted(now, facts, conflicts, level) == ({WANG.pk}, barred)


def test_who_the_relatives_are_is_asked_once() -> None:
    known, alone, nobody = case(), case(), case(subject=None)
    known.kin, alone.has_kin = frozenset({WANG.pk, SEC.pk}), False

    assert routing.kin_of_subject(known) == {WANG.pk, SEC.pk}
    assert routing.kin_of_subject(alone) == alone.kin == {WANG.pk}
    assert routing.kin_of_subject(nobody) == nobody.kin == NOBODY


@pytest.fixture
def family() -> dict[str, Person]:
    """Return four stored people: b and c are relatives of a, declared by either side; d is nobody's."""
    people = {name: Person.objects.create(username=name, name=name) for name in "abcd"}
    Relationship.objects.create(person=people["a"], relative=people["b"])
    Relationship.objects.create(person=people["c"], relative=people["a"])
    return people


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "kin"), [("a", "abc"), ("b", "ab"), ("c", "ac"), ("d", "d")])
def test_relatives_are_those_declared_by_either_side(family: dict[str, Person], who: str, kin: str) -> None:
    person, wanted = family[who], {family[one].pk for one in kin}
    one, of_many, unasked = case(person), case(person), case(person)
    unasked.has_kin = False

    routing.read_kin([of_many, case(family["d"]), case(subject=None)])

    assert routing.kin_of(person.pk) == routing.kin_of_subject(one) == of_many.kin == wanted
    assert routing.kin_of_subject(unasked) == {person.pk}


@pytest.mark.django_db
def test_of_many_cases_one_that_concerns_nobody_has_no_relatives(family: dict[str, Person]) -> None:
    of_branch, of_a = case(subject=None), case(family["a"])

    routing.read_kin([of_branch, of_a])

    assert (of_branch.kin, len(of_a.kin or ())) == (NOBODY, 3)


@pytest.mark.django_db
def test_only_who_ever_held_or_lent_a_post_can_be_barred_from_one(family: dict[str, Person]) -> None:
    place = Organization.objects.add_root(instance=Organization(code="A", name="甲", kind="branch"))
    posts = [Post.objects.create(role=role, organization=place) for role in ("branch_secretary", "branch_deputy")]
    Appointment.objects.create(person=family["b"], post=posts[0], first_on=DAY, last_on=DAY)
    Appointment.objects.create(person=family["d"], post=posts[1], first_on=DAY, deputizing_for=family["c"])
    key = {name: person.pk for name, person in family.items()}

    assert routing.kin_in_office([key["a"], key["b"], key["d"]]) == {
        key["a"]: {key["b"], key["c"]},
        key["b"]: {key["b"]},
        key["d"]: {key["d"]},
    }


LEADS, HELPS = holds(SEC, "branch_secretary", SURGERY), holds(DEP, "branch_deputy", SURGERY)
ORG, SITS = holds(LIN, "org_commissioner", SURGERY), holds(HOSP, "branch_committee_member", SURGERY)
REVIEWS, SIGNS, ABOVE = holds(HOSP, REVIEWER, HOSPITAL), holds(LIN, SECRETARY, HOSPITAL), holds(CTY, REVIEWER, COUNTY)
FOR_SEC = holds(DEP, "branch_secretary", SURGERY, instead_of=SEC)
UP, HIGHER = "转由医院团委·团委审核人办理", "转由市团委·团委审核人办理"
VACANT, RECUSED = "第一团支部支部书记岗位空缺", "第一团支部支部书记须回避"


Told = tuple[Post, str, tuple[int, ...]]


def at(role: str, place: Organization, note: str, *holders: Person) -> Told:
    return desk(role, place), note, tuple(one.pk for one in holders)


def told(found: Desk | None) -> Told | None:
    """Return what a desk says of itself."""
    return found and (found.post, found.note, found.holders)


@pytest.mark.parametrize(
    ("actor", "held", "barred", "found"),
    [
        (BRANCH, (LEADS, HELPS, REVIEWS), (), at("branch_secretary", SURGERY, "", SEC)),
        (BRANCH, (HELPS, ORG, REVIEWS), (), at("branch_deputy", SURGERY, f"{VACANT}，由支部副书记办理", DEP)),
        (BRANCH, (LEADS, HELPS), (SEC,), at("branch_deputy", SURGERY, f"{RECUSED}，由支部副书记办理", DEP)),
        (BRANCH, (ORG, SITS, REVIEWS), (), at(REVIEWER, HOSPITAL, f"{VACANT}，{UP}", HOSP)),
        (CHAIR, (ORG, SITS, REVIEWS), (), at("org_commissioner", SURGERY, f"{VACANT}，由组织委员办理", LIN)),
        (CHAIR, (SITS, REVIEWS), (), at("branch_committee_member", SURGERY, f"{VACANT}，由支部委员办理", HOSP)),
        (CHAIR, (HELPS, ORG, SITS), (DEP,), at("org_commissioner", SURGERY, f"{VACANT}，由组织委员办理", LIN)),
        (BRANCH, (LEADS, HELPS, REVIEWS), (SEC, DEP), at(REVIEWER, HOSPITAL, f"{RECUSED}，{UP}", HOSP)),
        (BRANCH, (REVIEWS, ABOVE), (HOSP,), at(REVIEWER, COUNTY, f"{VACANT}，{HIGHER}", CTY)),
        (BRANCH, (SIGNS, ABOVE), (), at(REVIEWER, COUNTY, f"{VACANT}，{HIGHER}", CTY)),
        (BRANCH, (LEADS, FOR_SEC), (), at("branch_secretary", SURGERY, "", SEC, DEP)),
        (BRANCH, (LEADS, FOR_SEC), (DEP,), at("branch_secretary", SURGERY, "", SEC)),
        (BRANCH, (FOR_SEC, REVIEWS), (SEC,), at(REVIEWER, HOSPITAL, f"{RECUSED}，{UP}", HOSP)),
        (BRANCH, (holds(LIN, "branch_secretary", MEDICINE),), (), None),
        (BRANCH, (), (), None),
    ],
)  # fmt: skip
def test_a_task_waits_at_its_post_else_at_its_deputys_else_at_the_next_above(
    actor: Actor, held: tuple[Appointment, ...], barred: tuple[Person, ...], found: Told | None
) -> None:
    chain = seated(SURGERY, DAY, *held)

    assert told(routing.post_desk(actor, SURGERY, chain, frozenset(one.pk for one in barred))) == found


@pytest.mark.parametrize(
    ("actor", "home", "held", "found"),
    [
        (COMMITTEE, HOSPITAL, (LEADS, REVIEWS, ABOVE), at(REVIEWER, HOSPITAL, "", HOSP)),
        (COMMITTEE, HOSPITAL, (SIGNS, ABOVE), at(REVIEWER, COUNTY, f"医院团委团委审核人岗位空缺，{HIGHER}", CTY)),
        (SUPERIOR_COMMITTEE, COUNTY, (REVIEWS, ABOVE), at(REVIEWER, COUNTY, "", CTY)),
        (SUPERIOR_COMMITTEE, COUNTY, (REVIEWS,), None),
    ],
)  # fmt: skip
def test_a_committees_task_never_goes_down(
    actor: Actor, home: Organization, held: tuple[Appointment, ...], found: Told | None
) -> None:
    assert told(routing.post_desk(actor, home, seated(SURGERY, DAY, *held), NOBODY)) == found


PARTIES = tuple(
    Organization(pk=90 + number, path=f"000{number}", depth=1, name=f"党委{number}", kind="party_committee")
    for number in (5, 6, 7)
)
LED = tuple(
    Organization(pk=80 + number, path=path, depth=len(path) // 4, name=path, kind=kind, led_by=party)
    for number, (path, kind, party) in enumerate(
        (("000800010001", "branch", PARTIES[0]), ("00080001", "committee", PARTIES[1]),
         ("0008", "superior_committee", PARTIES[2]))
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("home", "seats", "waits"),
    [
        (0, (0, 1, 2), 0),
        (0, (1, 2), 1),
        (0, (2,), 2),
        (1, (0, 2), 2),
        (1, (0,), None),
        (2, (0, 1), None),
        (2, (0, 1, 2), 2),
    ],
)
def test_the_partys_task_goes_up_to_those_that_lead_the_leagues_above(
    home: int, seats: tuple[int, ...], waits: int | None
) -> None:
    held = [holds(Person(pk=70 + one, name="党"), "party_reviewer", PARTIES[one]) for one in seats]

    found = routing.post_desk(actors.PARTY, PARTIES[home], upwards(*LED, held=held, on=DAY), NOBODY)

    assert (found and found.post.organization) == (None if waits is None else PARTIES[waits])


@pytest.mark.parametrize(("seats", "waits"), [((0, 1), 0), ((1, 2), 1), ((), None)])
def test_above_a_party_body_that_leads_none_of_them_are_all_that_do(seats: tuple[int, ...], waits: int | None) -> None:
    apart = Organization(pk=99, path="0099", depth=1, name="别的党委", kind="party_committee")
    held = [holds(Person(pk=70 + one, name="党"), "party_reviewer", PARTIES[one]) for one in seats]

    found = routing.post_desk(actors.PARTY, apart, upwards(*LED, held=held, on=DAY), NOBODY)

    assert (found and found.post.organization) == (None if waits is None else PARTIES[waits])


def test_a_party_body_that_leads_two_levels_is_not_above_itself() -> None:
    places = tuple(
        Organization(pk=one.pk, path=one.path, depth=one.depth, name=one.name, kind=one.kind, led_by=led)
        for one, led in zip(LED, (PARTIES[0], PARTIES[0], PARTIES[2]), strict=True)
    )
    over = holds(CTY, "party_reviewer", PARTIES[2])

    assert [one.pk for one in routing._beyond(PARTIES[0], upwards(*places, on=DAY))] == [PARTIES[2].pk]
    found = routing.post_desk(actors.PARTY, PARTIES[0], upwards(*places, held=[over], on=DAY), NOBODY)
    assert found is not None
    assert found.note == "党委5党委组织部门审核人岗位空缺，转由党委7·党委组织部门审核人办理"


@pytest.mark.parametrize(
    ("roles", "barred", "found"),
    [
        (("branch_secretary",), (), at("branch_secretary", SURGERY, "", SEC, DEP)),
        (("branch_deputy", "branch_secretary"), (), at("branch_deputy", SURGERY, "", LIN)),
        (("branch_deputy", "branch_secretary"), (LIN,), at("branch_secretary", SURGERY, "", SEC, DEP)),
        (("branch_secretary",), (SEC,), None),
        (("org_commissioner",), (), None),
        ((), (), None),
    ],
)
def test_a_desk_is_the_first_post_whose_holder_is_free_with_all_who_are(
    roles: tuple[Any, ...], barred: tuple[Person, ...], found: Told | None
) -> None:
    chain = seated(SURGERY, DAY, LEADS, FOR_SEC, holds(LIN, "branch_deputy", SURGERY), REVIEWS)

    assert told(routing.desk_at(SURGERY, roles, chain, frozenset(one.pk for one in barred))) == found


@pytest.mark.parametrize(
    ("held", "barred", "is_barred"),
    [
        (LEADS, (SEC,), True), (LEADS, (DEP,), False), (LEADS, (), False),
        (FOR_SEC, (SEC,), True), (FOR_SEC, (DEP,), True),
    ],
)  # fmt: skip
def test_a_deputy_is_barred_where_the_one_he_stands_in_for_is(
    held: Appointment, barred: tuple[Person, ...], is_barred: bool
) -> None:
    assert routing.is_barred(held, frozenset(one.pk for one in barred)) is is_barred


@pytest.mark.parametrize(
    ("actor", "now", "people"),
    [
        (APPLICANT, case(), (WANG.pk,)),
        (APPLICANT, case(subject=None), ()),
        (STARTER, case(), (SEC.pk,)),
        (STARTER, case(starter=None), ()),
        (named("introducers", "介绍人", people="introducers"), case(), (12, 13)),
    ],
)
def test_a_personal_actor_means_whom_the_case_or_its_facts_name(
    actor: Actor, now: Case, people: tuple[int, ...]
) -> None:
    assert routing.person_ids(actor, now, RoutedFacts(introducers=[12, 13])) == people


def waits_for(actor: Actor, chain: Chain, barred: Iterable[int] = (), **facts: Any) -> list[Told | None]:
    return [told(one) for one in routing.desks_for(actor, case(), RoutedFacts(**facts), chain, frozenset(barred))]


def test_people_are_waited_for_at_their_own_desks_each_once() -> None:
    chain = seated(SURGERY, DAY, LEADS)
    chain.own_posts.update({one.pk: own_desk(one) for one in (WANG, DEP, HOSP)})
    introducers = named("introducers", "介绍人", people="introducers")

    assert waits_for(APPLICANT, chain) == [(own_desk(WANG), "", (WANG.pk,))]
    assert waits_for(introducers, chain, introducers=[HOSP.pk, DEP.pk, HOSP.pk]) == [
        (own_desk(HOSP), "", (HOSP.pk,)),
        (own_desk(DEP), "", (DEP.pk,)),
    ]


def test_an_office_is_waited_for_where_its_level_or_a_fact_says() -> None:
    there = elsewhere(BRANCH, "there", "接收团支部", of="elsewhere")
    chain = seated(SURGERY, DAY, LEADS, REVIEWS)
    chain.others[MEDICINE.pk] = seated(MEDICINE, DAY, holds(LIN, "branch_secretary", MEDICINE))

    assert waits_for(BRANCH, chain) == [at("branch_secretary", SURGERY, "", SEC)]
    assert waits_for(COMMITTEE, chain) == [at(REVIEWER, HOSPITAL, "", HOSP)]
    assert waits_for(there, chain, elsewhere=MEDICINE.pk) == [at("branch_secretary", MEDICINE, "", LIN)]
    assert waits_for(BRANCH, chain, barred=[SEC.pk]) == [at(REVIEWER, HOSPITAL, f"{RECUSED}，{UP}", HOSP)]


def test_where_there_is_no_such_body_nobody_can_be_waited_for() -> None:
    with pytest.raises(LookupError, match="市团委 has no party"):
        waits_for(actors.PARTY, seated(COUNTY, DAY, ABOVE))


@pytest.mark.parametrize(
    ("post", "held", "barred", "found"),
    [
        (desk("branch_secretary", SURGERY), (LEADS, REVIEWS, SIGNS, ABOVE), (), at(REVIEWER, HOSPITAL, "", HOSP)),
        (desk("branch_secretary", SURGERY), (LEADS, SIGNS, ABOVE), (), at(SECRETARY, HOSPITAL, "", LIN)),
        (desk("branch_secretary", SURGERY), (REVIEWS, SIGNS, ABOVE), (HOSP,), at(SECRETARY, HOSPITAL, "", LIN)),
        (desk("branch_secretary", SURGERY), (LEADS, ABOVE), (), at(REVIEWER, COUNTY, "", CTY)),
        (desk("branch_secretary", SURGERY), (LEADS, HELPS), (), None),
        (desk(REVIEWER, HOSPITAL), (REVIEWS, SIGNS, ABOVE), (), at(REVIEWER, COUNTY, "", CTY)),
        (desk(REVIEWER, COUNTY), (REVIEWS, ABOVE), (), None),
        (own_desk(WANG), (LEADS, HELPS, REVIEWS), (), at("branch_secretary", SURGERY, "", SEC)),
        (own_desk(WANG), (LEADS, HELPS, REVIEWS), (SEC,), at("branch_deputy", SURGERY, "", DEP)),
        (own_desk(WANG), (ORG, REVIEWS), (), None),
    ],
)
def test_what_is_late_at_a_post_goes_to_the_desk_above(
    post: Post, held: tuple[Appointment, ...], barred: tuple[Person, ...], found: Told | None
) -> None:
    chain = seated(SURGERY, DAY, *held)

    assert told(routing.superior_desk(post, chain, frozenset(one.pk for one in barred))) == found


def test_what_is_late_elsewhere_goes_to_the_desk_above_there() -> None:
    zone = Organization(pk=60, path="00010009", depth=2, name="团工委", kind="committee")
    plant = Organization(pk=61, path="000100090001", depth=3, name="厂团支部", kind="branch")
    chain = seated(SURGERY, DAY, LEADS, REVIEWS)
    chain.others[plant.pk] = upwards(plant, zone, COUNTY, held=[holds(LIN, REVIEWER, zone)], on=DAY)

    found = routing.superior_desk(desk("branch_secretary", plant), chain, NOBODY)

    assert told(found) == at(REVIEWER, zone, "", LIN)


@pytest.mark.django_db
def test_where_nobody_can_act_the_task_waits_at_the_vacant_post_which_is_made_once() -> None:
    alone = Organization.objects.add_root(instance=Organization(code="ALONE", name="独立团委", kind="committee"))

    (first,), (second,) = (waits_for(COMMITTEE, load_chain(alone, DAY)) for _ in range(2))

    made = Post.objects.get(role=REVIEWER, organization=alone, person=None)
    assert first == second == (made, "独立团委团委审核人岗位空缺，上级也无人任职，请管理员任命", ())


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_desk_of_ones_own_is_made_for_whom_there_is_none_and_found_again(number: int) -> None:
    people = [Person.objects.create(username=f"p{one}", name=f"人{one}") for one in range(number)]
    known = Post.objects.create(role="self", person=people[0])
    keys = [one.pk for one in reversed(people)]

    made: dict[int, Post] = {}
    first = routing.own_desks([*keys, keys[0]], made)
    again = routing.own_desks(keys, {})

    assert [one.post.person_id for one in first] == [one.post.person_id for one in again] == keys
    assert [one.holders for one in first] == [(pk,) for pk in keys]
    assert first[-1].post == again[-1].post == known
    assert set(made) == set(keys)
    assert Post.objects.filter(role="self").count() == number
    assert routing.own_desks(keys, made) == first
    assert routing.own_post_keys(keys) == {one.post.person_id: one.post.pk for one in first}


@pytest.mark.django_db
def test_keys_of_desks_are_given_out_to_whom_has_none_too() -> None:
    people = [Person.objects.create(username=f"p{one}", name=f"人{one}") for one in range(3)]
    known = Post.objects.create(role="self", person=people[1])

    keys = routing.own_post_keys([one.pk for one in people])

    assert keys == {post.person_id: post.pk for post in Post.objects.filter(role="self")}
    assert (len(keys), keys[people[1].pk]) == (3, known.pk)


@pytest.mark.django_db
def test_whose_home_lies_in_another_root_finds_the_case_there() -> None:
    here, there = (
        Organization.objects.add_root(instance=Organization(code=code, name=code, kind="committee")) for code in "AB"
    )
    people = [
        Person.objects.create(username=f"p{number}", name="人", home=home)
        for number, home in enumerate((here, there, None))
    ]
    now: Any = SimpleNamespace(root=here.root)

    routing.desks_of_people([people[0].pk, people[2].pk], now, load_chain(here, DAY))
    before = [Organization.objects.get(pk=one.pk).reaches for one in (here, there)]
    routing.desks_of_people([one.pk for one in people], now, load_chain(here, DAY))

    after = [Organization.objects.get(pk=one.pk).reaches for one in (here, there)]
    assert (before, after) == (["", ""], [f",{there.root}", f",{here.root}"])


def test_a_desk_has_no_note_and_nobody_at_it_where_nothing_is_said() -> None:
    plain = Desk(desk("branch_secretary", SURGERY))

    assert (plain.note, plain.holders) == ("", ())
