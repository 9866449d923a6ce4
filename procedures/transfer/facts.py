"""转接事项所记: from where to where, the letter, and who has taken the person in so far."""

from __future__ import annotations

from datetime import date

from workflows.store.facts import Facts


class TransferFacts(Facts):
    """Organizations are kept by their keys, 0 where there is none; days are act dates.

    Attributes:
        to_organization: the branch, or the committee that will place; officers there see the case as their own.
        outside_name: the organization outside the system that it goes to, or comes from where `incoming`.
        vouched: the person is a member in this register on the word of the letter that came with him.
        inside: both sides stand under one committee.
        dues_paid_to: the last month settled, `2026-02`; empty for unknown.
        letter_valid_until: the last day of the letter that is out, or of the one that came from outside.
        receipt_on: the day on which the receipt slip came back.
        refused_at: the stage in which a desk refused; the superior may put the case back there.
        appeal_to: the organization that decides an appeal.
        dismissed_on: the day on which the appeal against the last refusal was dismissed.
    """

    started_on: date | None = None
    released_by_branch_on: date | None = None
    released_on: date | None = None
    accepted_on: date | None = None
    completed_on: date | None = None

    kind: str = ""
    to_organization: int = 0
    to_committee: int = 0
    to_branch: int = 0
    outside_name: str = ""
    incoming: bool = False
    vouched: bool = False
    inside: bool = False
    branch_first: bool = False
    committee_accepted: bool = False
    branch_accepted: bool = False

    dues_paid_to: str = ""
    letter_asked: bool = False
    letter_number: str = ""
    letter_issued_on: date | None = None
    letter_valid_until: date | None = None
    receipt_on: date | None = None

    refused_at: str = ""
    refused_by: str = ""
    appeal_to: int = 0
    dismissed_on: date | None = None

    @property
    def leaves(self) -> bool:
        """Whether it goes to an organization outside the system."""
        return bool(self.outside_name) and not self.incoming

    @property
    def branch_turn(self) -> bool:
        """Whether the new branch comes before its committee."""
        return self.branch_first and bool(self.to_branch) and not self.leaves

    @property
    def committee_turn(self) -> bool:
        """Whether the new committee comes last, after its branch."""
        return self.branch_accepted and not self.committee_accepted
