"""任期与办理: which acts a changed term leaves without a holder, to the day, and what is said and noted of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from workflows import engine
from workflows.appointments import overdone
from workflows.engine import moves
from workflows.models import Case, Entry
from workflows.people.models import Appointment, Organization, Person, Post
from workflows.proof import log
from workflows.store.facts import Facts
from workflows.table.act import Act
from workflows.table.registry import procedure

pytestmark = pytest.mark.django_db

LAST = date(2026, 5, 20)
NEXT, BEFORE, TODAY = LAST + timedelta(days=1), LAST - timedelta(days=1), date(2026, 6, 1)


class World:
    """A branch with two posts, three people, and two cases."""

    def __init__(self) -> None:
        self.branch = Organization.objects.add_root(
            instance=Organization(code="SURG", name="第一团支部", kind="branch")
        )
        self.lead, self.org = (
            Post.objects.create(role=role, organization=self.branch)
            for role in ("branch_secretary", "org_commissioner")
        )
        self.sec, self.dep, self.new = (
            Person.objects.create(username=name, name=name) for name in ("周敏", "何立", "陈静")
        )
        self.cases = [self._case(number) for number in ("2026-000001", "2026-000002")]

    def _case(self, number: str) -> Case:
        case = moves.new_case(procedure("joining"), subject=None, organization=self.branch, starter=None, on=LAST)
        case.number = number
        case.save()
        return case

    def term(self, who: Person, first_on: date, last_on: date | None = None, post: Post | None = None) -> Appointment:
        return Appointment.objects.create(person=who, post=post or self.lead, first_on=first_on, last_on=last_on)

    def acts(
        self,
        term: Appointment,
        on: date,
        recorded: date | datetime | None = None,
        code: str = "talk",
        number: int = 0,
    ) -> Entry:
        """Append what the holder of a post did on a day, recorded the same day where nothing else is said."""
        at = recorded if isinstance(recorded, datetime) else moment(recorded or on, 12)
        line = log.Line("joining", code, "谈话", on, at, term.person, capacity=term)
        entry = log.append(self.cases[number], line)
        self.cases[number].save()
        return entry


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def keeping(by: Appointment, at: datetime, world: World) -> Act[Facts]:
    """Return an act by which somebody keeps the branch's posts."""
    case = moves.new_case(procedure("office"), subject=world.new, organization=world.branch, starter=None, on=TODAY)
    act = engine.prospect_of(case, by.person, on=TODAY, at=at)
    act.capacity = by
    return act


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("on", "recorded", "left"),
    [
        (BEFORE, BEFORE, False),
        (LAST, LAST, False),
        (LAST, moment(LAST, 23, 59), False),
        (LAST, moment(NEXT, 0), True),
        (BEFORE, NEXT, True),
        (NEXT, NEXT, True),
        (NEXT, NEXT + timedelta(days=9), True),
    ],
)
def test_a_term_that_ends_earlier_leaves_what_was_done_or_recorded_after_its_last_day(
    world: World, on: date, recorded: date | datetime, left: bool
) -> None:
    term = world.term(world.sec, date(2026, 1, 1))
    act = world.acts(term, on, recorded)

    assert overdone.after_the_end(term, LAST) == ([act] if left else [])


@pytest.mark.parametrize(
    ("first_on", "last_on", "left"),
    [
        (NEXT, None, False),
        (NEXT, NEXT, False),
        (BEFORE, NEXT, False),
        (NEXT + timedelta(days=1), None, True),
        (BEFORE, LAST, True),
        (date(2020, 1, 1), date(2020, 12, 31), True),
    ],
)
def test_what_another_term_of_the_same_person_covers_is_not_left(
    world: World, first_on: date, last_on: date | None, left: bool
) -> None:
    term = world.term(world.sec, date(2026, 1, 1))
    world.term(world.sec, first_on, last_on)
    act = world.acts(term, NEXT)

    assert overdone.after_the_end(term, LAST) == ([act] if left else [])


def test_an_act_is_covered_when_both_its_days_are(world: World) -> None:
    term = world.term(world.sec, date(2026, 1, 1))
    world.term(world.sec, NEXT, NEXT)
    late = world.acts(term, NEXT, NEXT + timedelta(days=1))
    world.acts(term, NEXT, NEXT)

    assert overdone.after_the_end(term, LAST) == [late]


def test_terms_of_others_cover_nothing_and_other_posts_and_people_are_not_asked(world: World) -> None:
    term = world.term(world.sec, date(2026, 1, 1))
    world.acts(world.term(world.dep, date(2026, 1, 1)), NEXT)
    world.acts(world.term(world.sec, date(2026, 1, 1), post=world.org), NEXT)
    left = world.acts(term, NEXT)

    assert overdone.after_the_end(term, LAST) == [left]


@pytest.mark.parametrize("code", ["claim", "release", "nudge", "comment"])
def test_what_decides_nothing_stands_whoever_holds_the_post(world: World, code: str) -> None:
    term = world.term(world.sec, date(2026, 1, 1))
    world.acts(term, NEXT, code=code)

    assert overdone.after_the_end(term, LAST) == []


def test_what_belongs_to_no_case_is_not_left(world: World) -> None:
    term = world.term(world.sec, date(2026, 1, 1))
    line = log.Line("joining", "import", "导入", NEXT, moment(NEXT, 12), term.person, capacity=term)
    log.append_to_book("roster/1", world.branch.root, line)

    assert overdone.after_the_end(term, LAST) == []


def test_what_is_left_comes_case_by_case_in_the_order_of_its_record(world: World) -> None:
    term = world.term(world.sec, date(2026, 1, 1))
    made = [world.acts(term, NEXT, number=number) for number in (1, 0, 1, 0)]

    assert overdone.after_the_end(term, LAST) == [made[1], made[3], made[0], made[2]]


FIRST = date(2026, 5, 10)


@pytest.mark.parametrize(
    ("on", "last_on", "claimed"),
    [
        (FIRST - timedelta(days=1), None, False),
        (FIRST, None, True),
        (LAST, LAST, True),
        (NEXT, LAST, False),
        (NEXT, None, True),
        (TODAY, None, True),
        (TODAY, TODAY + timedelta(days=9), True),
    ],
)
def test_a_term_filled_in_later_claims_what_others_did_in_its_days(
    world: World, on: date, last_on: date | None, claimed: bool
) -> None:
    act = world.acts(world.term(world.sec, date(2026, 1, 1), date(2026, 5, 1)), on)

    assert overdone.over_others(world.new, world.lead, FIRST, last_on, TODAY) == ([act] if claimed else [])


def test_a_term_claims_nothing_that_a_term_of_the_other_covers_nor_what_he_did_himself(world: World) -> None:
    world.acts(world.term(world.sec, date(2026, 1, 1)), NEXT)
    world.acts(world.term(world.new, date(2026, 1, 1), date(2026, 5, 1)), NEXT)
    left = world.acts(world.term(world.dep, date(2026, 1, 1), date(2026, 5, 1)), NEXT)

    assert overdone.over_others(world.new, world.lead, FIRST, None, TODAY) == [left]


@pytest.mark.parametrize(("first_on", "claims"), [(TODAY - timedelta(days=1), True), (TODAY, False)])
def test_a_term_that_begins_today_claims_nothing(world: World, first_on: date, claims: bool) -> None:
    act = world.acts(world.term(world.sec, date(2026, 1, 1), date(2026, 5, 1)), TODAY)

    assert overdone.over_others(world.new, world.lead, first_on, None, TODAY) == ([act] if claims else [])


@pytest.mark.parametrize("number", [1, 10, 11])
def test_a_refusal_names_ten_acts_and_counts_all(world: World, number: int) -> None:
    term = world.term(world.sec, date(2026, 1, 1))
    acts = [world.acts(term, NEXT, code=f"talk{one}") for one in range(number)]

    found = overdone.finding(acts, "日期不对")

    assert (found.code, found.have, found.field) == ("acts_in_term", number, "")
    said = "2026-000001“谈话”（周敏，2026年5月21日）"
    named = "；".join([said] * min(number, 10)) + ("等" if number > 10 else "")
    assert found.sentence == (
        f"日期不对，涉及已办理的 {number} 件事：{named}。"
        "请核对日期；确须如此的，请填写理由，理由将记入每一件的办理记录。"
    )


def test_an_act_of_no_case_is_named_by_its_chain(world: World) -> None:
    line = log.Line("joining", "import", "导入", NEXT, moment(NEXT, 12), world.sec)

    entry = log.append_to_book("roster/1", world.branch.root, line)

    assert overdone.said(entry) == "roster/1“导入”（周敏，2026年5月21日）"


def test_each_case_is_noted_once_with_all_its_acts(world: World) -> None:
    term, keeper = world.term(world.sec, date(2026, 1, 1)), world.term(world.dep, date(2026, 1, 1), post=world.org)
    acts = [world.acts(term, NEXT, number=0), world.acts(term, NEXT, number=0), world.acts(term, NEXT, number=1)]
    words, at = "长" * 201, moment(TODAY, 0, 30)

    overdone.note(keeping(keeper, at, world), acts, words, "文件已下达")

    notes = list(Entry.objects.filter(act="term_changed").order_by("case_id"))
    assert [note.case_id for note in notes] == [case.pk for case in world.cases]
    assert [[one["after"] for one in note.changes] for note in notes] == [
        [overdone.said(acts[0]), overdone.said(acts[1])],
        [overdone.said(acts[2])],
    ]
    for note in notes:
        assert {(one["field"], one["label"], one["before"]) for one in note.changes} == {
            ("term_changed", "长" * 200, "")
        }
        assert (note.title, note.reason, note.on, note.recorded_at) == ("任职日期更正说明", "文件已下达", TODAY, at)
        assert (note.procedure, note.actor, note.post, note.stage_to) == ("joining", world.dep, world.org, "")
        case = Case.objects.get(pk=note.case_id)
        assert (case.sequence, case.head) == (note.sequence, note.hash)
        assert log.first_broken(note.chain) is None
