"""回避 on built values: who is barred, who acted at the level before, where the task waits then, and who is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.acting import COUNTY, HOSPITAL, PARTY, SURGERY, acting_on, desk, holds, own_desk, told
from workflows.desks import recusal
from workflows.people import actors
from workflows.people.actors import APPLICANT, BRANCH, CHAIR, COMMITTEE, SUPERIOR_COMMITTEE, Actor, Level, elsewhere
from workflows.people.chain import load_chain
from workflows.people.models import Appointment, Organization, Person
from workflows.store.facts import Facts
from workflows.table import Conflict, Ending, Fate, Moved, Procedure, Record, Stage, Step, Way
from workflows.table.act import Act
from workflows.table.house_rules import TWO_LEVELS
from workflows.table.refusals import Refused

DAY = date(2026, 5, 28)
WANG, SEC, DEP = Person(pk=10, name="王晓梅"), Person(pk=11, name="周敏"), Person(pk=15, name="何立")
HOSP, BESIDE, CTY, OVER = (
    Person(pk=12, name="高原"), Person(pk=14, name="许晴"), Person(pk=13, name="马骁"), Person(pk=16, name="宋严")
)  # fmt: skip
REVIEWER, SECRETARY = "committee_reviewer", "committee_secretary"
SUPERIOR = {TWO_LEVELS: "superior"}


class LadderFacts(Facts):
    """What a case of the ladder keeps."""

    introducers: list[int] = []
    elsewhere: int = 0


NEW_COMMITTEE = elsewhere(COMMITTEE, "new_committee", "接收团委", of="elsewhere")
NEW_SUPERIOR = elsewhere(SUPERIOR_COMMITTEE, "new_superior", "接收上级", of="elsewhere")


def step(code: str, actor: Actor | None = None, *, decides: bool = False) -> Step:
    return Step(code, code, "试", None, actor, decides=decides, ways=(Way("done"),))


LADDER = Procedure(
    "ladder", "试", "Ladder", "试", 1, "试", LadderFacts,
    opens=(step("ask", BRANCH),),
    stages=(
        Stage("asked", "待提出", BRANCH, steps=(step("propose"), step("fill", APPLICANT)), records=(
            Record("note", "记", "试"), Record("meet", "开会", "试", None, CHAIR),
            Record("resolve", "决议", "试", decides=True),
        )),
        Stage("proposed", "待批准", COMMITTEE, steps=(step("approve", decides=True),), records=(
            Record("remark", "备注", "试"),
        )),
        Stage("looked", "待看", actors.ABOVE, steps=(step("look"),)),
        Stage("approved", "待备案", SUPERIOR_COMMITTEE, steps=(step("file", decides=True),)),
        Stage("sent", "待接收", NEW_COMMITTEE, steps=(step("accept", decides=True),)),
        Stage("placed", "待确认", NEW_SUPERIOR, steps=(step("confirm", decides=True),)),
        Stage("blessed", "待党组织", actors.PARTY, steps=(step("bless", decides=True),)),
    ),
    endings=(Ending("done", "已办", records=(Record("late", "补记", "试", None, also=(COMMITTEE,)),)),),
    conflicts=(Conflict("introducers", at=(Level.COMMITTEE,)),),
    moved=(Moved(Fate.STAYS, "试"),),
)  # fmt: skip
BELOW = (("propose", 11),)
REVIEWS = holds(HOSP, REVIEWER, HOSPITAL)
BOTH = holds(SEC, REVIEWER, HOSPITAL)
SIGNS = holds(BESIDE, SECRETARY, HOSPITAL)
ABOVE = holds(CTY, REVIEWER, COUNTY)


def act(row: str, *held: Appointment, **given: Any) -> Act[Any]:
    given = {"stage": "asked", "subject": WANG, "by": held[0].person if held else None, **given}
    return acting_on(LADDER, row, DAY, *held, **given)


def refused(row: str, actor: Actor, mine: Appointment, *others: Appointment, **given: Any) -> str:
    """Return what is said where the holder of an appointment must leave an act to others; nothing where he need not."""
    try:
        recusal.check(act(row, mine, *others, **given), actor, mine)
    except Refused as found:
        return found.finding.sentence if found.code == "must_recuse" else found.code
    return ""


CONCERNED = (
    "办理人是当事人本人、申报的亲属，或者本环节须回避的人员（如介绍人），不能办理此事。请由同级其他任职人员或上级办理。"
)


@pytest.mark.parametrize(
    ("row", "actor", "mine", "said"),
    [
        ("approve", COMMITTEE, holds(WANG, REVIEWER, HOSPITAL), CONCERNED),
        ("remark", COMMITTEE, holds(WANG, REVIEWER, HOSPITAL), CONCERNED),
        ("propose", BRANCH, holds(DEP, "branch_deputy", SURGERY, instead_of=WANG), CONCERNED),
        ("approve", COMMITTEE, REVIEWS, CONCERNED),
        ("remark", COMMITTEE, REVIEWS, ""),
        ("resolve", BRANCH, holds(HOSP, "branch_secretary", SURGERY), ""),
        ("approve", COMMITTEE, SIGNS, ""),
    ],
)
def test_the_person_concerned_does_nothing_and_an_introducer_decides_nothing_at_the_committee(
    row: str, actor: Actor, mine: Appointment, said: str
) -> None:
    assert refused(row, actor, mine, facts={"introducers": [HOSP.pk]}) == said


def test_a_relative_of_the_person_concerned_does_nothing() -> None:
    now = act("remark", REVIEWS)
    now.case.kin = frozenset({WANG.pk, HOSP.pk})

    with pytest.raises(Refused) as found:
        recusal.check(now, COMMITTEE, REVIEWS)

    assert (found.value.code, found.value.finding.sentence) == ("must_recuse", CONCERNED)


TWICE = "周敏已办理该事项的上一环节，同一人不能连续办理两级，“approve”须由同级其他任职人员或上级办理。"
UP = holds(SEC, REVIEWER, COUNTY)


@pytest.mark.parametrize(
    ("mine", "others", "here", "said"),
    [
        (BOTH, (REVIEWS,), {}, TWICE),
        (BOTH, (SIGNS,), {}, TWICE),
        (BOTH, (), {}, ""),
        (BOTH, (ABOVE,), {}, ""),
        (BOTH, (ABOVE,), SUPERIOR, TWICE),
        (BOTH, (), SUPERIOR, ""),
        (BOTH, (UP,), SUPERIOR, ""),
        (BOTH, (holds(WANG, SECRETARY, HOSPITAL),), {}, ""),
        (UP, (), {}, ""),
        (UP, (holds(OVER, SECRETARY, COUNTY),), {}, ""),
        (UP, (holds(OVER, REVIEWER, COUNTY),), {}, TWICE),
        (UP, (REVIEWS,), {}, TWICE),
    ],
    ids=[
        "another reviewer", "the secretary", "nobody", "the superior alone", "the superior where it is wanted",
        "wanted and none there", "wanted and there himself", "only who is concerned", "standing in above and alone",
        "standing in above beside no counterpart", "standing in above beside another", "standing in above for nobody",
    ],
)  # fmt: skip
def test_nobody_decides_two_levels_while_another_could(
    mine: Appointment, others: tuple[Appointment, ...], here: dict[Any, str], said: str
) -> None:
    assert refused("approve", COMMITTEE, mine, *others, stage="proposed", deciders=BELOW, set_here=here) == said


def test_where_there_is_no_such_body_nobody_else_could() -> None:
    mine = holds(CTY, REVIEWER, COUNTY)

    assert refused("bless", actors.PARTY, mine, place=COUNTY, deciders=(("file", CTY.pk),)) == ""


@pytest.mark.parametrize(
    ("row", "actor", "deciders", "barred"),
    [
        ("approve", COMMITTEE, (), False),
        ("approve", COMMITTEE, (("propose", DEP.pk),), False),
        ("approve", COMMITTEE, (("propose", SEC.pk),), True),
        ("approve", COMMITTEE, (("meet", SEC.pk), ("propose", DEP.pk)), True),
        ("approve", COMMITTEE, (("meet", DEP.pk), ("propose", SEC.pk)), True),
        ("approve", COMMITTEE, (("approve", SEC.pk),), False),
        ("approve", COMMITTEE, (("gone", SEC.pk),), False),
        ("approve", COMMITTEE, (("gone", DEP.pk), ("propose", SEC.pk)), True),
        ("approve", COMMITTEE, (("file", SEC.pk),), False),
        ("remark", COMMITTEE, (("propose", SEC.pk),), False),
        ("resolve", BRANCH, (("propose", SEC.pk),), False),
        ("accept", NEW_COMMITTEE, (("propose", SEC.pk),), False),
    ],
)
def test_the_level_before_is_that_of_the_office_below(
    row: str, actor: Actor, deciders: tuple[tuple[str, int], ...], barred: bool
) -> None:
    said = refused(row, actor, BOTH, REVIEWS, stage="proposed", deciders=deciders, facts={"elsewhere": HOSPITAL.pk})

    assert bool(said) is barred


@pytest.mark.parametrize(
    ("row", "actor", "deciders", "barred"),
    [
        ("file", SUPERIOR_COMMITTEE, (("propose", SEC.pk), ("approve", HOSP.pk)), False),
        ("file", SUPERIOR_COMMITTEE, (("propose", HOSP.pk), ("approve", SEC.pk)), True),
        ("file", SUPERIOR_COMMITTEE, (("approve", SEC.pk), ("propose", HOSP.pk)), True),
        ("file", SUPERIOR_COMMITTEE, (("propose", SEC.pk),), True),
        ("confirm", NEW_SUPERIOR, (("approve", SEC.pk),), True),
        ("confirm", NEW_SUPERIOR, (("accept", SEC.pk),), True),
    ],
)
def test_a_third_level_comes_after_the_nearest_one_below_wherever_that_was(
    row: str, actor: Actor, deciders: tuple[tuple[str, int], ...], barred: bool
) -> None:
    said = refused(row, actor, UP, ABOVE, stage="approved", deciders=deciders, facts={"elsewhere": HOSPITAL.pk})

    assert bool(said) is barred


def test_of_many_cases_each_is_asked_by_the_office_that_the_capacity_stands_for() -> None:
    signs = holds(SEC, SECRETARY, HOSPITAL)
    audits = holds(SEC, "auditor", HOSPITAL)
    below = {"stage": "proposed", "deciders": BELOW}

    for capacity, offices in ((signs, (BRANCH, COMMITTEE)), (audits, (COMMITTEE,))):
        with pytest.raises(Refused) as found:
            recusal.check_again(act("approve", capacity, REVIEWS, capacity=capacity, **below), offices)
        assert found.value.finding.sentence == TWICE
    recusal.check_again(act("approve", signs, REVIEWS, **below), (COMMITTEE,))
    recusal.check_again(act("approve", signs, capacity=signs, **below), (BRANCH, COMMITTEE))


@pytest.mark.parametrize(
    ("capacity", "deciders", "offices", "warned"),
    [
        (BOTH, BELOW, (COMMITTEE,), True),
        (BOTH, BELOW, (APPLICANT, COMMITTEE), True),
        (BOTH, (), (COMMITTEE,), False),
        (BOTH, BELOW, (), False),
        (holds(SEC, "auditor", HOSPITAL), BELOW, (COMMITTEE,), False),
        (None, BELOW, (COMMITTEE,), False),
    ],
)
def test_one_person_at_two_levels_is_said_with_the_rule(
    capacity: Appointment | None, deciders: Any, offices: tuple[Actor, ...], warned: bool
) -> None:
    found = recusal.warning(act("approve", stage="proposed", deciders=deciders, capacity=capacity), offices)

    assert (found is not None) is warned
    if found:
        assert (found.code, found.rule, found.met) == ("two_levels_one_person", TWO_LEVELS, False)
        assert found.sentence == (
            "周敏已办理该事项的上一环节，本级没有其他人可以办理“approve”。"
            "可以作为集体决定办理：请说明理由，系统将告知上级。"
        )


def words(*held: Appointment, warned: bool = True, capacity: Appointment | None = BOTH) -> list[tuple[int, str]]:
    """Return who is told what of a decision at a second level."""
    given = {"stage": "proposed", "deciders": BELOW}
    warning = recusal.warning(act("approve", capacity=BOTH, **given), (COMMITTEE,))
    assert warning is not None
    now = act(
        "approve", *held, capacity=capacity, by=SEC, warnings=(warning,) if warned else (), reason="已研究", **given
    )
    with told() as kept:
        recusal.tell_superior(now)
    return [(one.person, one.what) for one in kept]


TOLD = "事项：周敏连续办理两级（“approve”），本级没有其他人可以办理，作为集体决定。理由：已研究"


def test_the_superior_is_told_of_a_second_level_and_nobody_else() -> None:
    assert words(BOTH, ABOVE) == [(CTY.pk, TOLD)]
    assert words(BOTH, UP, holds(CTY, SECRETARY, COUNTY)) == [(CTY.pk, TOLD)]
    assert words(BOTH, holds(WANG, REVIEWER, COUNTY), holds(CTY, SECRETARY, COUNTY)) == [(CTY.pk, TOLD)]
    assert words(BOTH) == words(BOTH, ABOVE, warned=False) == words(BOTH, ABOVE, capacity=None) == []


@pytest.mark.parametrize(
    ("before", "row", "by", "after"),
    [
        ((), "propose", 11, [["propose", 11]]),
        ((), "meet", 11, [["meet", 11]]),
        ((), "resolve", 11, [["resolve", 11]]),
        ((), "late", 12, []),
        ((), "ask", 11, []),
        ((), "note", 11, []),
        ((), "fill", 11, []),
        ((("propose", 11),), "note", 15, [["propose", 11]]),
        ((("propose", 11),), "propose", 15, [["propose", 15]]),
        ((("propose", 11),), "meet", 15, [["propose", 11], ["meet", 15]]),
        ((("propose", 11), ("meet", 15)), "propose", 16, [["meet", 15], ["propose", 16]]),
        ((("propose", 11), ("meet", 15)), "approve", 12, [["propose", 11], ["meet", 15], ["approve", 12]]),
        ((("propose", 11), ("meet", 15), ("approve", 12)), "propose", 16, [["approve", 12], ["propose", 16]]),
        ((("meet", 15), ("approve", 12), ("propose", 16)), "approve", 14,
         [["meet", 15], ["propose", 16], ["approve", 14]]),
        ((("gone", 11), ("propose", 11)), "approve", 12, [["propose", 11], ["approve", 12]]),
    ],
)  # fmt: skip
def test_a_case_keeps_by_whom_each_act_of_office_stands_and_of_a_level_the_last_stretch(
    before: tuple[tuple[str, int], ...], row: str, by: int, after: list[list[object]]
) -> None:
    person = Person(pk=by, name="某")
    now = act(row, by=person, deciders=before, capacity=holds(person, "branch_secretary", SURGERY))

    recusal.note(now)

    assert now.case.deciders == after


@pytest.mark.parametrize(("by", "capacity"), [(None, BOTH), (SEC, None)])
def test_what_nobody_does_by_an_office_is_not_kept(by: Person | None, capacity: Appointment | None) -> None:
    now = act("propose", by=by, capacity=capacity, deciders=(("meet", 15),))

    recusal.note(now)

    assert now.case.deciders == [["meet", 15]]


def waits(row: str, actor: Actor, *held: Appointment, **given: Any) -> tuple[str, int, str, tuple[int, ...]] | None:
    """Return role, organization, note and holders of the desk at which an actor is waited for."""
    found = recusal.desk_of(act(row, *held, **given), actor)
    return found and (found.post.role, found.post.organization_id or 0, found.note, found.holders)


AT_REVIEWER = (REVIEWER, HOSPITAL.pk, "", (HOSP.pk,))
AT_SECRETARY = (SECRETARY, HOSPITAL.pk, "医院团委团委审核人须回避，由医院团委·团委书记办理", (BESIDE.pk,))
PAST = (REVIEWER, COUNTY.pk, "医院团委团委审核人须回避，转由市团委·团委审核人办理", (CTY.pk,))
UNHELD = (REVIEWER, COUNTY.pk, "医院团委团委审核人岗位空缺，转由市团委·团委审核人办理", (CTY.pk,))
DONE_BELOW = (("propose", HOSP.pk),)


@pytest.mark.parametrize(
    ("held", "given", "found"),
    [
        ((REVIEWS, SIGNS, ABOVE), {}, AT_REVIEWER),
        ((ABOVE,), {}, UNHELD),
        ((), {}, None),
        ((REVIEWS, SIGNS, ABOVE), {"subject": HOSP}, PAST),
        ((REVIEWS, SIGNS), {"subject": HOSP}, AT_SECRETARY),  # nobody is above: a colleague, who may, is told of it
        ((REVIEWS,), {"subject": HOSP}, None),
        ((REVIEWS, SIGNS, ABOVE), {"facts": {"introducers": [HOSP.pk]}}, AT_SECRETARY),
        ((REVIEWS, SIGNS, ABOVE), {"facts": {"introducers": [BESIDE.pk]}}, AT_REVIEWER),
        ((REVIEWS, ABOVE), {"facts": {"introducers": [HOSP.pk]}}, PAST),
        ((REVIEWS, SIGNS, ABOVE), {"facts": {"introducers": [HOSP.pk, BESIDE.pk]}}, PAST),
        (
            (REVIEWS, BOTH, SIGNS),
            {"facts": {"introducers": [HOSP.pk]}},
            (REVIEWER, HOSPITAL.pk, "", (SEC.pk,)),
        ),
        ((REVIEWS, SIGNS, ABOVE), {"deciders": DONE_BELOW}, AT_SECRETARY),
        ((REVIEWS, SIGNS, ABOVE), {"deciders": DONE_BELOW, "facts": {"introducers": [BESIDE.pk]}}, AT_REVIEWER),
        ((REVIEWS, SIGNS, ABOVE), {"deciders": DONE_BELOW, "set_here": SUPERIOR}, AT_SECRETARY),
        ((REVIEWS, ABOVE), {"deciders": DONE_BELOW}, AT_REVIEWER),
        ((REVIEWS, ABOVE), {"deciders": DONE_BELOW, "set_here": SUPERIOR}, UNHELD),
        ((REVIEWS,), {"deciders": DONE_BELOW, "set_here": SUPERIOR}, AT_REVIEWER),
        (
            (REVIEWS, ABOVE, holds(OVER, SECRETARY, COUNTY)),
            {"deciders": DONE_BELOW, "set_here": SUPERIOR, "facts": {"introducers": [CTY.pk]}},
            AT_REVIEWER,
        ),
        ((REVIEWS, BOTH, SIGNS), {"deciders": DONE_BELOW}, (REVIEWER, HOSPITAL.pk, "", (HOSP.pk, SEC.pk))),
        ((REVIEWS, SIGNS, ABOVE), {"deciders": BELOW}, AT_REVIEWER),
    ],
)
def test_a_case_waits_where_somebody_can_act_who_has_not_introduced_nor_decided_below(
    held: tuple[Appointment, ...], given: dict[str, Any], found: tuple[str, int, str, tuple[int, ...]] | None
) -> None:
    assert waits("approve", COMMITTEE, *held, **{"stage": "proposed", **given}) == found


def test_whoever_decides_nothing_may_have_acted_at_the_level_before() -> None:
    found = waits("look", actors.ABOVE, REVIEWS, SIGNS, stage="looked", deciders=DONE_BELOW)

    assert found == AT_REVIEWER


def test_no_desk_is_found_where_there_is_no_such_body() -> None:
    assert waits("bless", actors.PARTY, ABOVE, place=COUNTY) is None


def test_the_desks_of_an_office_are_that_one_and_of_people_their_own() -> None:
    now = act("approve", REVIEWS, SIGNS, ABOVE, stage="proposed", facts={"introducers": [HOSP.pk]})
    now.chain.own_posts[WANG.pk] = own_desk(WANG)

    assert [one.post for one in recusal.desks(now, COMMITTEE)] == [desk(SECRETARY, HOSPITAL)]
    assert [one.post for one in recusal.desks(now, APPLICANT)] == [own_desk(WANG)]


def test_the_party_is_waited_for_at_the_body_that_leads_the_committee() -> None:
    leads = holds(OVER, "party_reviewer", PARTY)

    assert waits("bless", actors.PARTY, leads) == ("party_reviewer", PARTY.pk, "", (OVER.pk,))


@pytest.mark.django_db
def test_where_nobody_can_act_the_case_waits_at_the_vacant_post() -> None:
    alone = Organization.objects.add_root(instance=Organization(code="ALONE", name="独立团委", kind="committee"))
    now = act("approve", stage="proposed", place=COUNTY)
    now.case.organization, now.chain = alone, load_chain(alone, DAY)

    (found,) = recusal.desks(now, COMMITTEE)

    assert (found.post.role, found.post.organization, found.holders) == (REVIEWER, alone, ())
    assert found.note == "独立团委团委审核人岗位空缺，上级也无人任职，请管理员任命"
