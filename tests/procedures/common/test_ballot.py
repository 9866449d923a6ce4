"""Who is elected: more than half of the base, by votes until the seats are full, never by lot."""

from __future__ import annotations

import pytest

from procedures.common import ballot
from procedures.common.ballot import Figures, Result, Votes
from workflows.table.rules import Share

NAMES = {1: "甲", 2: "乙", 3: "丙"}


def votes(*yes: int, of: int = 36) -> dict[int, Votes]:
    return {number: Votes(one, of - one) for number, one in enumerate(yes, start=1)}


@pytest.mark.parametrize(
    ("yes", "seats", "expected"),
    [
        ((18,), 1, Result((), left=1)),
        ((19,), 1, Result((1,))),
        ((20, 30), 1, Result((2,))),
        ((20, 30, 25), 2, Result((2, 3))),
        ((30, 20, 20), 2, Result((1,), (2, 3), 1)),
        ((20, 20), 1, Result((), (1, 2), 1)),
        ((20, 20), 2, Result((1, 2))),
        ((30, 10), 2, Result((1,), left=1)),
    ],
)
def test_exactly_half_is_not_elected_and_a_tie_is_nobody_s(yes: tuple[int, ...], seats: int, expected: Result) -> None:
    assert ballot.result_of(votes(*yes), seats, 36) == expected


def test_thirty_two_of_forty_one_are_less_than_four_fifths() -> None:
    share = Share.parse(">=4/5")

    few = ballot.quorum_finding(Figures(41, 32, 32, 32, 0), share)
    enough = ballot.quorum_finding(Figures(41, 33, 33, 33, 0), share)

    assert (few.met, few.have, few.need) == (False, 32, 33)
    assert enough.met


@pytest.mark.parametrize(
    ("issued", "returned", "invalid", "met"), [(36, 36, 0, True), (36, 37, 0, False), (36, 5, 6, False)]
)
def test_more_ballots_than_were_issued_make_the_election_void(
    issued: int, returned: int, invalid: int, met: bool
) -> None:
    assert ballot.returned_finding(Figures(41, 36, issued, returned, invalid)).met is met


def test_who_is_absent_has_no_ballot() -> None:
    assert not ballot.issued_finding(Figures(41, 36, 37, 36, 0)).met
    assert ballot.issued_finding(Figures(41, 36, 36, 36, 0)).met


def test_what_a_candidate_got_is_all_valid_ballots() -> None:
    figures = Figures(41, 36, 36, 36, 1)

    wrong = ballot.sums_finding({1: Votes(20, 15), 2: Votes(20, 15, 1)}, figures, NAMES)

    assert (wrong.met, wrong.need) == (False, 35)
    assert "乙 36 票" in wrong.sentence
    assert "甲" not in wrong.sentence


def test_it_is_said_for_whom_the_other_base_would_answer_otherwise() -> None:
    figures = Figures(41, 36, 36, 36, 0)

    assert "甲是否当选不同" in ballot.base_finding(votes(20), 1, figures, NAMES).sentence
    assert ballot.base_finding(votes(21), 1, figures, NAMES).met
