"""The papers of 超龄离团 as plain facts: 离团证明, the 纪念证 that who leaves keeps, 花名册 of a ceremony.

Whoever builds them reads the register; the templates beside this module print them. No paper shows an identity
number in full: even the 花名册, which goes into the file, is read out before everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


class TooMuchSaid(ValueError):
    """A fact says more about a person than the paper may show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitCertificate(Imprint):
    """超龄离团证明, signed by the committee that approved.

    signed_by is the committee, signed_on the day of issue.

    name, sex, ethnicity: as in the register, e.g. 欧阳祎喆, 女, 汉族.
    birth_month: the first day of the month of birth.
    id_number_masked: e.g. `510104********1234`; empty to leave the line out.
    development_number: 发展团员编号, empty for who joined before numbers were given.
    joined_on: 入团时间, None where no paper tells it.
    branch: full name of the branch on whose roll the member was.
    of_age_on: the day on which the age was completed, and years how many years that is (团章).
    office_until: the last day of the League office that kept the member beyond that day; else None.
    exit_on: 离团日期; membership ended on it.
    dues_until: first day of the last month for which dues are due; None for who pays Party dues.
    in_party: 中共党员 or 中共预备党员, who stays one; else empty.

    Raises:
        TooMuchSaid: `id_number_masked` hides nothing, or `birth_month` tells the day.
    """

    template: ClassVar[str] = "exit/exit_certificate.html"
    title: ClassVar[str] = "超龄离团证明"

    name: str
    sex: str
    ethnicity: str
    birth_month: date
    id_number_masked: str = ""
    development_number: str = ""
    joined_on: date | None
    branch: str
    of_age_on: date
    years: int
    office_until: date | None = None
    exit_on: date
    dues_until: date | None = None
    in_party: str = ""

    def __post_init__(self) -> None:
        if self.id_number_masked and self.id_number_masked.count("*") < 4:
            raise TooMuchSaid("a certificate shows the identity number masked")
        if self.birth_month.day != 1:
            raise TooMuchSaid("the month of birth is given as its first day")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitKeepsake(Imprint):
    """超龄离团纪念证, one landscape page that who leaves keeps.

    signed_by is the committee, signed_on the day of issue.

    joined_on: 入团时间, None where no paper tells it.
    exit_on: 离团日期.
    branch: full name of the last branch.
    tenure: 团龄 in words, such as 十三年六个月; empty where it is not known.
    in_party: 中共党员 or 中共预备党员; else empty.
    """

    template: ClassVar[str] = "exit/exit_keepsake.html"
    title: ClassVar[str] = "超龄离团纪念证"

    name: str
    joined_on: date | None
    exit_on: date
    branch: str
    tenure: str = ""
    in_party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """One line of the 花名册; `certificate` is the number of the 离团证明, `political` 中共党员 or 群众."""

    name: str
    sex: str
    birth_month: date | None
    branch: str
    joined_on: date | None
    exit_on: date
    political: str
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitRoll(Imprint):
    """超龄离团团员花名册 of one ceremony, for the file.

    signed_by is the committee, signed_on the day of the ceremony.

    held_on, place: when and where the ceremony was held.
    leavers: in the order in which their names were read.
    """

    template: ClassVar[str] = "exit/exit_roll.html"
    title: ClassVar[str] = "超龄离团团员花名册"

    held_on: date
    place: str
    leavers: tuple[Leaver, ...]
