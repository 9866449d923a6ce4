"""上缴: what is due upwards is cumulative; nothing is lost, and nothing goes up twice."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.dues import rules
from procedures.dues.ledger import Account, Flow
from procedures.dues.models import Remittance
from procedures.dues.periods import parse
from procedures.dues.remitting import (
    Owed,
    level_of,
    owed,
    owed_by,
    owed_now,
    passes_up,
    share_of,
    split,
)
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, back, came, doing
from workflows.engine.law import law_for
from workflows.models import Parameter
from workflows.people.models import Organization
from workflows.table.refusals import Refused
from workflows.table.rules import Law

LAW = Law(date(2026, 6, 30))
Q1, Q2, Q3, HALF = parse("2026-Q1"), parse("2026-Q2"), parse("2026-Q3"), parse("2026-H1")
JANUARY, MARCH_END, APRIL, MAY, JUNE_END = (
    date(2026, 1, 5), date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 8), date(2026, 6, 30),
)  # fmt: skip


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def sent(where: Organization, name: str, fen: int) -> Remittance:
    """Enter a remittance of a period as its act would."""
    period = parse(name)
    act = doing("remit", where, period.last)
    posting = rows.post(act, "remittance", [rows.Amount(where.pk, Account.IN_TRANSIT, Account.CASH, fen)], period.title)
    return Remittance.objects.create(
        case=act.case, posting=posting, organization=where, above=where, root=where.root, first_on=period.first,
        last_on=period.last, collected_fen=fen, fen=fen,
    )  # fmt: skip


def figures(found: Owed) -> tuple[int, int, int, int, int]:
    return found.collected, found.carried, found.share, found.fen, found.over


@pytest.mark.parametrize(
    ("upto", "by_now", "sent", "share", "fen", "over"),
    [
        (300, 300, 0, 300, 300, 0),
        (300, 300, 299, 300, 1, 0),
        (300, 300, 300, 300, 0, 0),
        (300, 300, 301, 300, 0, 1),
        (300, 500, 300, 300, 0, 0),
        (300, 500, 450, 300, 0, 0),
        (300, 0, 0, 0, 0, 0),
        (300, 0, 300, 0, 0, 300),
    ],
)
def test_what_went_up_too_much_is_no_debt_and_is_not_forgotten(
    upto: int, by_now: int, sent: int, share: int, fen: int, over: int
) -> None:
    found = Owed(0, 0, 0, upto, by_now, sent)

    assert (found.share, found.fen, found.over) == (share, fen, over)


@pytest.mark.parametrize(
    ("level", "up"), [(0, 100_000), (1, 50_000), (2, 50_000), (3, 50_000), (4, 24_000), (5, 0), (6, 0)]
)
def test_each_level_passes_up_its_part_of_what_reaches_it(level: int, up: int) -> None:
    assert passes_up(100_000, level, LAW) == up


@pytest.mark.parametrize(("fen", "up"), [(0, 0), (1, 0), (2, 1), (941, 470), (-941, -471)])
def test_what_goes_up_is_floored_to_the_fen(fen: int, up: int) -> None:
    assert passes_up(fen, 1, LAW) == up


@pytest.mark.parametrize(
    ("branch", "base", "level", "up"),
    [(0, 999, 1, 1), (0, 1000, 1, 0), (0, 1001, 1, 0), (999, 0, 1, 1000), (1000, 0, 1, 0), (300, 200, 0, 700),
     (300, 200, 1, 714)],
)  # fmt: skip
def test_a_committee_may_keep_more_or_all_of_it(branch: int, base: int, level: int, up: int) -> None:
    law = Law(JUNE_END, {rules.BRANCH_KEEPS.key: branch, rules.BASE_KEEPS.key: base})

    assert passes_up(1000, level, law) == up


@pytest.mark.parametrize("level", range(6))
def test_what_the_levels_keep_adds_up_to_what_reached_the_first(level: int) -> None:
    kept = split(10_001, level, LAW)

    assert list(kept) == ["branch", "base", "county", "prefecture", "province", "center"][level:]
    assert sum(kept.values()) == 10_001


def test_a_half_a_quarter_and_so_on_is_kept() -> None:
    assert split(100_000, 0, LAW) == {
        "branch": 0, "base": 50_000, "county": 25_000, "prefecture": 12_500, "province": 9_500, "center": 3_000,
    }  # fmt: skip


def test_the_shares_are_those_of_the_month_in_which_it_came_in_and_a_return_takes_that_back(places: Places) -> None:
    Parameter.objects.create(
        key=rules.BASE_KEEPS.key, organization=places.hosp, value=600, first_on=date(2026, 4, 1),
        set_at="2026-03-01T00:00+08:00", because="本地规定",
    )  # fmt: skip
    law = law_for(places.hosp, JUNE_END)
    first, second = Flow(JANUARY, JANUARY, 1001), Flow(MAY, MAY, 1001)

    assert share_of([], 1, law) == 0
    assert share_of([first], 1, law) == 500
    assert share_of([second], 1, law) == 400
    assert share_of([first, second, first, second], 1, law) == 1001 + 800
    assert share_of([first, Flow(MAY, JANUARY, -1001)], 1, law) == 0


@pytest.mark.parametrize(("code", "level"), [("med", 0), ("far", 0), ("hosp", 1), ("county", 2)])
def test_the_level_is_that_of_the_kind(places: Places, code: str, level: int) -> None:
    assert level_of(getattr(places, code)) == level


def test_a_superior_committee_stands_as_many_steps_up_as_lie_below_it(db: None) -> None:
    above = None
    for number in range(5):
        above = rows.organization(f"{number}", "superior_committee", above)
    rows.organization("b", "committee", above)

    read = Organization.objects.filter(kind="superior_committee").order_by("depth")

    assert [level_of(one) for one in read] == [5, 5, 4, 3, 2]


def test_what_came_in_on_the_first_and_the_last_day_is_of_the_period(places: Places) -> None:
    for day, fen in ((date(2025, 12, 31), 1), (Q1.first, 10), (MARCH_END, 100), (APRIL, 1000)):
        came(places.med, day, fen)
        came(places.surg, day, fen * 7)

    found = owed_by(places.med, Q1, LAW)

    assert (found.collected, found.ever, found.carried, found.upto, found.by_now) == (110, 111, 1, 111, 1111)


def test_what_went_up_is_taken_off_for_whatever_period_it_went_up(places: Places) -> None:
    came(places.med, JANUARY, 300)
    came(places.med, MAY, 500)
    sent(places.med, "2026-Q1", 200)
    sent(places.surg, "2026-Q1", 7)

    assert figures(owed_by(places.med, Q1, LAW)) == (300, 0, 300, 100, 0)
    assert figures(owed_by(places.med, Q2, LAW)) == (500, 100, 800, 600, 0)
    assert figures(owed_by(places.med, HALF, LAW)) == (800, 0, 800, 600, 0)

    sent(places.med, "2026-Q2", 600)

    assert figures(owed_by(places.med, Q1, LAW)) == (300, 0, 300, 0, 0)
    assert figures(owed_by(places.med, Q2, LAW)) == (500, 100, 800, 0, 0)
    assert figures(owed_by(places.med, Q3, LAW)) == (0, 0, 800, 0, 0)


def test_what_is_given_back_after_it_went_up_is_taken_off_the_next_periods(places: Places) -> None:
    wrong = came(places.med, JANUARY, 300)
    sent(places.med, "2026-Q1", 300)
    back(wrong, MAY)

    assert figures(owed_by(places.med, Q1, LAW)) == (300, 0, 0, 0, 300)
    assert figures(owed_by(places.med, Q2, LAW)) == (-300, 0, 0, 0, 300)
    assert figures(owed_by(places.med, Q3, LAW)) == (0, -300, 0, 0, 300)

    came(places.med, Q3.first, 500)

    assert figures(owed_by(places.med, Q3, LAW)) == (500, -300, 500, 200, 0)


def test_what_is_given_back_before_it_went_up_never_goes_up(places: Places) -> None:
    wrong = came(places.med, MARCH_END, 300)
    came(places.med, MARCH_END, 20)
    back(wrong, APRIL)

    assert figures(owed_by(places.med, Q1, LAW)) == (320, 0, 20, 20, 0)


def test_what_a_member_who_left_is_given_back_of_his_credit_counts_too(places: Places) -> None:
    wrong = came(places.med, JANUARY, 300)
    back(wrong, MAY, Account.CREDIT)

    assert figures(owed_by(places.med, HALF, LAW)) == (0, 0, 0, 0, 0)


def test_what_is_given_beyond_the_dues_stays_and_what_those_below_sent_is_shared(places: Places) -> None:
    came(places.hosp, JANUARY, 1000, Account.VOLUNTARY)
    came(places.hosp, JANUARY, 941, Account.RECEIVED)

    assert figures(owed_by(places.hosp, HALF, LAW)) == (941, 0, 470, 470, 0)


def test_a_remittance_handed_in_again_is_not_counted_against_itself(places: Places) -> None:
    came(places.med, JANUARY, 300)
    own = sent(places.med, "2026-Q1", 300)

    assert owed_by(places.med, Q1, LAW).fen == 0
    assert owed_by(places.med, Q1, LAW, without=own.case_id).fen == 300

    act = doing("remit", places.med, APRIL)
    act.case = own.case

    assert owed(act, Q1).fen == 300


def test_what_is_owed_is_read_once_for_each_period_of_an_act_and_once_more_before_it_goes_up(places: Places) -> None:
    came(places.med, JANUARY, 300)
    act = doing("remit", places.med, APRIL)

    assert (owed(act, Q1).fen, owed(act, Q2).collected) == (300, 0)
    assert owed_now(act, Q1) == owed(act, Q1)
    sent(places.med, "2026-Q1", 300)
    assert owed(act, Q1).fen == 300
    with pytest.raises(Refused) as refused:
        owed_now(act, Q1)

    assert refused.value.code == "amount_differs"
