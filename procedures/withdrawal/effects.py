"""退团的后果."""

from __future__ import annotations

from procedures.register import verbs
from procedures.register.models import Status
from procedures.withdrawal.conditions import Withdrawal


def decide(act: Withdrawal) -> None:
    """Keep the day of the decision, and whether it is the vote or the wish that decides."""
    act.facts.decided_on = act.on
    act.facts.by_wish = not act.facts.carried


def lose_vote(act: Withdrawal) -> None:
    """Count the meeting that did not carry the removal; another one follows."""
    act.facts.lost_votes += 1


def leave(act: Withdrawal) -> None:
    """End the membership on the day on which the committee files the decision (rules.md 3.5)."""
    verbs.leave(act, Status.WITHDREW, on=act.on)
