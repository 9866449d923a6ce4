"""团组织关系介绍信 and 接收回执 as plain facts; the templates beside this module print them (rules.md 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveler:
    """Whom a letter is about.

    age: completed years on the day of the letter.
    id_number_masked: as pages show it; the new organization compares the identity paper itself.
    standing: 团员, or 团员（留团察看） where that runs.
    joined_on: None where the register does not know it; development_number: empty for none.
    """

    name: str
    sex: str
    age: int
    ethnicity: str
    id_number_masked: str
    standing: str
    joined_on: date | None
    development_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLetter(Imprint):
    """团组织关系介绍信: 存根, 介绍信 and 回执联 on one leaf.

    signed_by is the old committee, signed_on the day of issue.

    person: who is transferred.
    addressee: the organization that the letter is written to; with_branch: the branch asked for, or empty.
    from_organization, to_organization: the two sides by their full names.
    kind: why, in words.
    dues_paid_to: the first day of the last month settled; None where nothing is known.
    valid_days, valid_until: both ends of the same count; the last day still counts.
    contact: the old committee's telephone, or empty.
    handled_by: whoever signs the stub for the committee.
    """

    template: ClassVar[str] = "transfer/transfer_letter.html"
    title: ClassVar[str] = "团组织关系介绍信"

    person: Traveler
    addressee: str
    with_branch: str = ""
    from_organization: str
    to_organization: str
    kind: str
    dues_paid_to: date | None = None
    valid_days: int
    valid_until: date
    contact: str = ""
    handled_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferReceipt(Imprint):
    """团组织关系接收回执, for the organization outside the system that wrote the letter.

    signed_by is the new committee, signed_on the day of acceptance.

    letter_number, letter_on: of the letter that came.
    addressee: the organization that wrote it, empty where the letter does not tell.
    branch: the branch on whose roll the person is from `accepted_on`.
    """

    template: ClassVar[str] = "transfer/transfer_receipt.html"
    title: ClassVar[str] = "团组织关系接收回执"

    person: str
    letter_number: str
    letter_on: date
    addressee: str
    branch: str
    accepted_on: date
    contact: str = ""
