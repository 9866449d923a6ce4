"""团费的纸件 as plain facts: 收据, 缴纳证明, 收缴登记表, 收支公布; amounts are words already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesReceipt(Imprint):
    """团费收据, made out by the branch that took the money.

    payer: who is credited; paid_by: who handed it over for him, else empty.
    months: the months settled in words; amount, capital: the whole sum in figures and in capital numerals.
    dues, voluntary: what of it are dues, and what was given beyond them, in yuan with two decimals.
    credited: what the member's credit has paid of the months besides, empty where nothing.
    """

    template: ClassVar[str] = "dues/dues_receipt.html"
    title: ClassVar[str] = "团费收据"

    payer: str
    branch: str
    months: str
    amount: str
    capital: str
    dues: str
    voluntary: str = ""
    credited: str = ""
    method: str
    paid_by: str = ""
    collector: str
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedYear:
    """One year of a certificate: what was charged and paid, in yuan, and how the months stand in words."""

    year: int
    charged: str
    paid: str
    months: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesCertificate(Imprint):
    """团费缴纳证明 of a member for some months; `arrears` is empty where nothing is owed."""

    template: ClassVar[str] = "dues/dues_certificate.html"
    title: ClassVar[str] = "团费缴纳证明"

    name: str
    sex: str
    development_number: str = ""
    branch: str
    from_month: date
    to_month: date
    total: str
    capital: str
    paid_to: str
    arrears: str = ""
    arrears_months: str = ""
    years: tuple[CertifiedYear, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One line of the register: who, which months, how much in yuan."""

    number: int
    name: str
    months: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesRegister(Imprint):
    """团费收缴登记表 of payments taken in together."""

    template: ClassVar[str] = "dues/dues_register.html"
    title: ClassVar[str] = "团费收缴登记表"

    branch: str
    taken_on: date
    method: str
    collector: str
    lines: tuple[RegisterLine, ...]
    total: str
    capital: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceSlip(Imprint):
    """上缴团费收据, made out by the organization that received the money; `carried` is empty where nothing was."""

    template: ClassVar[str] = "dues/remittance_slip.html"
    title: ClassVar[str] = "上缴团费收据"

    payer: str
    period: str
    amount: str
    capital: str
    collected: str
    carried: str = ""
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAccount(Imprint):
    """团费收支公布: the sums of a period, in yuan, without anybody's name."""

    template: ClassVar[str] = "dues/dues_account.html"
    title: ClassVar[str] = "团费收支情况公布"

    organization: str
    period: str
    rows: tuple[tuple[str, str], ...]
    published_on: date
