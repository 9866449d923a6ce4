"""办理日期 on built values: which day may be said of an act by whom, to the day, and what has to be explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.acting import COUNTY, HOSPITAL, MEDICINE, SURGERY, acting_on, holds, own_desk, told
from workflows.engine import act_day
from workflows.engine.act_day import Answered
from workflows.people.actors import APPLICANT, BRANCH, COMMITTEE, ORG_COMMISSIONER
from workflows.people.models import Appointment, Person
from workflows.store.facts import Facts
from workflows.table import Ending, Fate, Moved, Procedure, Record, Stage, Step, Way
from workflows.table.act import Act
from workflows.table.common_rules import BACKDATING
from workflows.table.refusals import Finding, Refused

DAY, SINCE, TODAY = date(2026, 5, 20), date(2026, 5, 25), date(2026, 6, 1)
ONE = timedelta(days=1)
WAYS = (Way("done"),)
TABLE = Procedure(
    "dated", "试", "Dated", "试", 1, "试", Facts,
    opens=(Step("ask", "申请", "试", None, BRANCH, ways=WAYS),),
    stages=(
        Stage("asked", "待提出", BRANCH, steps=(
            Step("propose", "提出", "试", ways=WAYS), Step("fill", "填写", "试", None, APPLICANT, ways=WAYS),
            Step("anew", "重新公示", "试", ways=WAYS, starts_over=lambda act: True),
        ), records=(Record("pay", "缴纳", "试", None, ORG_COMMISSIONER, also=(COMMITTEE,)),)),
        Stage("proposed", "待批准", COMMITTEE, steps=(Step("approve", "批准", "试", decides=True, ways=WAYS),)),
    ),
    endings=(Ending("done", "已办"),), moved=(Moved(Fate.STAYS, "试"),),
)  # fmt: skip
WANG = Person(pk=10, name="王晓梅")
OLD, NEW, DEP, THIRD = (
    Person(pk=11, name="周敏"), Person(pk=12, name="何立"), Person(pk=13, name="陈静"), Person(pk=14, name="高原")
)  # fmt: skip


def act(row: str = "propose", *held: Appointment, on: date = DAY, recorded_on: date = TODAY, **given: Any) -> Act[Any]:
    given = {"stage": "asked", "by": NEW, **given}
    return acting_on(TABLE, row, on, *held, recorded_on=recorded_on, **given)


def told_of(now: Act[Any], previous: date | None = None) -> tuple[str, date | None] | tuple[()]:
    """Return code and earliest day of the refusal of a day, nothing where it may be so."""
    try:
        act_day.check(now, previous)
    except Refused as refused:
        return refused.code, refused.finding.earliest
    return ()


HELD_LONG = holds(NEW, "branch_secretary", SURGERY)


@pytest.mark.parametrize(
    ("on", "previous", "said"),
    [
        (TODAY + ONE, None, ("act_date_in_future", None)),
        (TODAY, None, ()),
        (TODAY, TODAY, ()),
        (TODAY, TODAY + ONE, ("act_date_before_previous", TODAY + ONE)),
        (DAY, None, ()),
        (DAY, DAY - ONE, ()),
        (DAY, DAY, ()),
        (DAY, DAY + ONE, ("act_date_before_previous", DAY + ONE)),
    ],
)
def test_an_act_is_not_of_a_day_to_come_nor_before_the_one_that_it_follows(
    on: date, previous: date | None, said: object
) -> None:
    assert told_of(act(on=on, capacity=HELD_LONG), previous) == said


def test_a_refused_day_is_named_with_the_day_against_it() -> None:
    with pytest.raises(Refused) as refused:
        act_day.check_order(act(), date(2026, 5, 21))

    assert refused.value.finding.sentence == "办理日期 2026年5月20日 早于上一步的日期 2026年5月21日，请核对。"


def frame(on: date, after: date | None = None) -> dict[str, str]:
    return {"act": "fill", "stage": "proposed", "on": on.isoformat(), "after": after.isoformat() if after else ""}


@pytest.mark.parametrize(
    ("row", "again", "returns", "found"),
    [
        ("fill", False, (), None),
        ("fill", False, (frame(DAY),), None),
        ("fill", True, (frame(DAY),), Answered(DAY, None)),
        ("fill", True, (frame(DAY, DAY - ONE),), Answered(DAY, DAY - ONE)),
        ("fill", True, (frame(SINCE), frame(DAY)), Answered(DAY, None)),
        ("fill", True, (frame(SINCE), frame(TODAY), frame(DAY)), Answered(DAY, None)),
        ("fill", True, ({"act": "fill", "stage": "proposed"},), None),
        ("anew", True, (frame(DAY),), None),
    ],
)
def test_what_is_handed_in_again_keeps_the_day_of_the_first_one(
    row: str, again: bool, returns: Any, found: Answered | None
) -> None:
    now = act(row, returns=returns, again=again)

    assert act_day.answered(now) == found
    assert act_day.usual_day(now) == (found.on if found else TODAY)


@pytest.mark.parametrize(
    ("by", "capacity", "given", "said"),
    [
        (WANG, None, {}, ("act_date_before_previous", TODAY)),
        (WANG, None, {"again": True, "returns": (frame(DAY),)}, ()),
        (WANG, None, {"again": True, "returns": (frame(DAY - ONE),)}, ("act_date_before_previous", TODAY)),
        (WANG, None, {"on": TODAY}, ()),
        (None, None, {}, ()),
        (NEW, HELD_LONG, {}, ()),
    ],
)
def test_only_who_holds_a_post_enters_what_was_done_before_today(
    by: Person | None, capacity: Appointment | None, given: dict[str, Any], said: object
) -> None:
    assert told_of(act("fill", by=by, capacity=capacity, **given)) == said


BORN, JOINED = date(2010, 3, 1), date(2024, 4, 1)


@pytest.mark.parametrize(
    ("born", "known", "on", "previous", "said"),
    [
        (BORN, None, BORN, None, ""),
        (BORN, None, BORN - ONE, None, "早于当事人出生的日期 2010年3月1日，请核对"),
        (BORN, JOINED, JOINED, None, ""),
        (BORN, JOINED, JOINED - ONE, None, "早于当事人入团的日期 2024年4月1日，请核对"),
        (JOINED, JOINED, JOINED - ONE, None, "早于当事人出生的日期 2024年4月1日，请核对"),
        (JOINED, BORN, JOINED - ONE, None, "早于当事人出生的日期 2024年4月1日，请核对"),
        (None, None, date(1950, 1, 1), None, ""),
        (BORN, JOINED, JOINED - ONE, BORN, ""),
    ],
)
def test_nothing_is_done_for_anybody_before_he_was_born_or_joined(
    born: date | None, known: date | None, on: date, previous: date | None, said: str
) -> None:
    now = act(on=on, capacity=holds(NEW, "branch_secretary", SURGERY, first_on=date(1949, 1, 1)))
    now = replace(now, procedure=replace(TABLE, known_since=(lambda act: (known, "入团")) if known else None))
    now.case.subject = Person(pk=10, name="王晓梅", born=born)

    if not said:
        assert told_of(now, previous) == ()
        return
    with pytest.raises(Refused) as refused:
        act_day.check(now, previous)
    assert (refused.value.code, refused.value.finding.earliest) == ("act_date_before_previous", on + ONE)
    assert said in refused.value.finding.sentence


def test_what_concerns_nobody_in_particular_has_no_day_to_begin_with() -> None:
    assert told_of(act(on=date(1980, 1, 1), capacity=holds(NEW, "branch_secretary", SURGERY))) == (
        "not_your_task", date(2020, 1, 1)
    )  # fmt: skip


NOW = holds(NEW, "branch_secretary", SURGERY, first_on=SINCE)
BEFORE = holds(OLD, "branch_secretary", SURGERY, last_on=SINCE - ONE)
BEFORE_TOO = holds(THIRD, "branch_secretary", SURGERY, last_on=SINCE - ONE)
BESIDE = holds(DEP, "branch_deputy", SURGERY)
AT_COMMITTEE = holds(THIRD, "committee_reviewer", HOSPITAL)
AT_COUNTY = holds(OLD, "committee_reviewer", COUNTY)
ELSEWHERE = holds(NEW, "branch_secretary", MEDICINE, first_on=SINCE)
THERE_BEFORE = holds(OLD, "branch_secretary", MEDICINE)
REVIEWS = holds(NEW, "committee_reviewer", HOSPITAL, first_on=SINCE)
SIGNS = holds(DEP, "committee_secretary", HOSPITAL)


def predecessor(post: str, names: str, capacity: Appointment) -> str:
    return (
        f"补录：2026年5月20日{post}由{names}担任；何立自2026年5月25日起担任{capacity.post.title}，"
        "于2026年6月1日录入，请说明依据。"
    )


@pytest.mark.parametrize(
    ("row", "capacity", "held", "post", "names"),
    [
        ("propose", NOW, (NOW, BEFORE), "第一团支部·支部书记", "周敏"),
        ("propose", NOW, (BESIDE, NOW, BEFORE, AT_COMMITTEE), "第一团支部·支部书记", "周敏"),
        ("propose", NOW, (NOW, BEFORE, BEFORE_TOO), "第一团支部·支部书记", "周敏、高原"),
        ("propose", NOW, (NOW, BEFORE, holds(OLD, "branch_secretary", SURGERY)), "第一团支部·支部书记", "周敏"),
        ("propose", NOW, (NOW, BESIDE, AT_COMMITTEE), "第一团支部·支部副书记", "陈静"),
        ("propose", NOW, (NOW, AT_COMMITTEE, AT_COUNTY), "医院团委·团委审核人", "高原"),
        ("propose", NOW, (NOW, AT_COUNTY), "市团委·团委审核人", "周敏"),
        ("propose", ELSEWHERE, (NOW, BEFORE_TOO, ELSEWHERE, THERE_BEFORE), "第二团支部·支部书记", "周敏"),
        ("approve", REVIEWS, (REVIEWS, AT_COUNTY), "市团委·团委审核人", "周敏"),
        ("approve", REVIEWS, (REVIEWS, holds(NEW, "committee_reviewer", COUNTY)), "市团委·团委审核人", "何立"),
        ("pay", NOW, (NOW, BESIDE), "第一团支部·支部副书记", "陈静"),
        (
            "pay",
            REVIEWS,
            (REVIEWS, holds(DEP, "committee_secretary", HOSPITAL), AT_COUNTY),
            "医院团委·团委书记",
            "陈静",
        ),
        ("ask", NOW, (NOW, BESIDE, AT_COMMITTEE), "第一团支部·支部副书记", "陈静"),
    ],
)
def test_a_successor_says_whose_day_it_was(
    row: str, capacity: Appointment, held: tuple[Appointment, ...], post: str, names: str
) -> None:
    stage = {"ask": "new", "approve": "proposed"}.get(row, "asked")
    found = act_day.check(act(row, *held, stage=stage, capacity=capacity), DAY)

    assert found == (Finding("recorded_for_predecessor", predecessor(post, names, capacity)),)


@pytest.mark.parametrize(
    ("held", "capacity", "on"),
    [
        ((NOW, BEFORE), NOW, SINCE),
        ((NOW, holds(NEW, "org_commissioner", SURGERY)), NOW, DAY),
        ((NOW, BEFORE, holds(NEW, "branch_secretary", SURGERY, last_on=DAY)), NOW, DAY),
        ((NOW, BEFORE), None, DAY),
        ((), Appointment(pk=1, person=WANG, post=own_desk(WANG), first_on=SINCE), DAY),
    ],
    ids=["the first day of his term", "another post then", "an earlier term", "no office", "his own desk"],
)
def test_who_could_act_that_day_himself_explains_nothing(
    held: tuple[Appointment, ...], capacity: Appointment | None, on: date
) -> None:
    assert (
        act_day.check(act("propose", *held, on=on, by=None if capacity is None else NEW, capacity=capacity), on) == ()
    )


@pytest.mark.parametrize("others", [(), (holds(OLD, "auditor", HOSPITAL),), (holds(OLD, "branch_deputy", MEDICINE),)])
def test_nobody_records_for_a_day_on_which_nobody_could_have_acted(others: tuple[Appointment, ...]) -> None:
    with pytest.raises(Refused) as refused:
        act_day.check(act("approve", REVIEWS, *others, stage="proposed", capacity=REVIEWS), DAY)

    assert (refused.value.code, refused.value.finding.earliest) == ("not_your_task", SINCE)
    assert refused.value.finding.sentence == (
        "2026年5月20日无人担任医院团委·团委审核人，也无人可以代行；何立自2026年5月25日起任职，不能办理以前的事。"
    )


@pytest.mark.parametrize(
    ("on", "months", "have"),
    [
        (date(2025, 6, 1), None, None),
        (date(2025, 5, 31), None, 12),
        (date(2025, 5, 2), None, 12),
        (date(2025, 5, 1), None, 13),
        (date(2024, 12, 15), None, 17),
        (date(2024, 6, 1), None, 24),
        (date(2025, 12, 1), 6, None),
        (date(2025, 11, 30), 6, 6),
    ],
)
def test_what_is_entered_after_more_than_a_year_is_explained(on: date, months: int | None, have: int | None) -> None:
    here = {BACKDATING: months} if months else {}

    found = act_day.check(act("propose", HELD_LONG, on=on, capacity=HELD_LONG, set_here=here), on)

    most = months or 12
    assert [(one.code, one.rule, one.have, one.maximum) for one in found] == (
        [("backdated_gt_12_months", BACKDATING, have, most)] if have else []
    )
    assert all(f"距今天已超过 {most} 个月" in one.sentence for one in found)


def test_what_nobody_enters_by_an_office_is_never_long_ago() -> None:
    assert act_day.check(act("fill", on=date(2020, 1, 1), by=None), None) == ()


LATE = Finding("backdated_gt_12_months", "略")


@pytest.mark.parametrize(
    ("held", "given", "words"),
    [
        ((HELD_LONG, AT_COMMITTEE), {}, [(THIRD.pk, "何立")]),
        ((HELD_LONG, AT_COMMITTEE), {"by": None}, [(THIRD.pk, "")]),
        ((HELD_LONG, AT_COUNTY), {}, [(OLD.pk, "何立")]),
        ((HELD_LONG,), {}, []),
        ((HELD_LONG, AT_COMMITTEE), {"warnings": ()}, []),
        ((HELD_LONG, AT_COMMITTEE), {"warnings": (Finding("other", "略"),)}, []),
        ((HELD_LONG, AT_COMMITTEE), {"warnings": (Finding("other", "略"), LATE)}, [(THIRD.pk, "何立")]),
        ((HELD_LONG, AT_COMMITTEE), {"capacity": None}, []),
    ],
)
def test_the_superior_is_told_of_what_was_entered_long_after(
    held: tuple[Appointment, ...], given: dict[str, Any], words: list[tuple[int, str]]
) -> None:
    now = act("propose", *held, reason="档案补录", **{"capacity": HELD_LONG, "warnings": (LATE,), **given})

    with told() as kept:
        act_day.tell_superior(now)

    assert [(one.person, one.what) for one in kept] == [
        (person, f"事项：第一团支部·支部书记{who}补录了2026年5月20日的“提出”，理由：档案补录") for person, who in words
    ]
