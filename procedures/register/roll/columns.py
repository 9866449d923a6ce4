"""栏目: the columns of the roll, each with how a line says it; pages, sheets and the printed roll have the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from forms.money import yuan
from procedures.register.ages import NUMBERED_FROM
from procedures.register.models import Standing
from procedures.register.rolls import IN_PARTY
from workflows.days.dates import age, zh_date
from workflows.people.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the roll with what the columns ask, read for a page of people at once.

    Attributes:
        offices: League offices held today, in words.
        owed: how many months are owed, and what they come to in fen.
        leaves_at: the day on which the age of leaving is completed, None where no birth date is known.
        years: that age.
    """

    person: Person
    on: date
    place: str
    standing: Standing | None
    offices: tuple[str, ...] = ()
    grade: str = ""
    owed: tuple[int, int] = (0, 0)
    leaves_at: date | None = None
    years: int = 0

    @property
    def is_member(self) -> bool:
        """Whether the person has 团籍."""
        return self.standing is not None and self.standing.is_member

    @property
    def lacks_number(self) -> bool:
        """Whether a development number must be there and is not: who joined before 2017 has none."""
        joined = self.standing.joined_on if self.standing else None
        return self.is_member and not self.number and joined is not None and joined >= NUMBERED_FROM

    @property
    def number(self) -> str:
        """The development number."""
        return self.standing.development_number if self.standing else ""

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What wants attention, as (words, `late` or `soon`)."""
        return [*self._leaving(), *self._lacking()]

    def _leaving(self) -> list[tuple[str, str]]:
        if not self.is_member or self.leaves_at is None or (self.leaves_at - self.on).days > SOON_DAYS:
            return []
        if self.offices:
            return [(say("任职中，离任后离团"), "soon")]
        if self.standing is not None and self.standing.party_stage in IN_PARTY:
            return []
        if self.leaves_at <= self.on:
            return [(say("已满 %(years)s 周岁未离团") % {"years": self.years}, "late")]
        said = {"day": zh_date(self.leaves_at), "years": self.years}
        return [(say("%(day)s满 %(years)s 周岁") % said, "soon")]

    def _lacking(self) -> list[tuple[str, str]]:
        found = [(say("缺编号"), "late")] if self.lacks_number else []
        months = self.owed[0]
        found += [(say("欠费 %(months)s 个月") % {"months": months}, "late")] if months >= OWES_LONG else []
        moving = self.standing is not None and self.standing.transferring
        return [*found, *([(say("组织关系转接中"), "soon")] if moving else [])]


SOON_DAYS = 183  # half a year
OWES_LONG = 3  # months, at which the first reminder goes out


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its text, its width in characters.

    right: it has figures; fixed: days and numbers that are not parted over lines; sealed: personal numbers.
    """

    title: Promise
    text: Callable[[Line], str]
    width: int = 12
    right: bool = False
    fixed: bool = False
    sealed: bool = False


def _standing(name: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.standing, name) or "") if line.standing else ""


def _age(line: Line) -> str:
    return str(age(line.person.born, line.on)) if line.person.born else ""


def _joined(line: Line) -> str:
    joined = line.standing.joined_on if line.standing else None
    return f"{joined:%Y-%m-%d}" if joined else ""


def _tenure(line: Line) -> str:
    joined = line.standing.joined_on if line.standing and line.is_member else None
    return str(age(joined, line.on)) if joined else ""


def _number(line: Line) -> str:
    if line.number or not line.is_member:
        return line.number
    return say("缺") if line.lacks_number else say("不编号")


def _status(line: Line) -> str:
    return say(str(line.standing.get_status_display())) if line.standing else ""


def _party(line: Line) -> str:
    return say(str(line.standing.get_party_stage_display())) if line.standing and line.standing.party_stage else ""


def _category(line: Line) -> str:
    return say(str(line.standing.get_dues_category_display())) if line.standing and line.standing.dues_category else ""


def _paid_to(line: Line) -> str:
    paid = line.standing.dues_paid_to if line.standing else None
    return f"{paid:%Y-%m}" if paid else ""


COLUMNS: dict[str, Column] = {
    "name": Column(_("姓名"), lambda line: line.person.name, 14),
    "place": Column(_("支部"), lambda line: line.place, 24),
    "status": Column(_("身份"), _status),
    "sex": Column(_("性别"), lambda line: say(str(line.person.get_sex_display())) if line.person.sex else "", 6),
    "ethnicity": Column(_("民族"), lambda line: line.person.ethnicity, 8),
    "born": Column(_("出生日期"), lambda line: f"{line.person.born:%Y-%m-%d}" if line.person.born else "", fixed=True),
    "age": Column(_("年龄"), _age, 6, right=True),
    "joined": Column(_("入团时间"), _joined, fixed=True),
    "tenure": Column(_("团龄（年）"), _tenure, 10, right=True),
    "number": Column(_("发展团员编号"), _number, 16, fixed=True),
    "office": Column(_("职务"), lambda line: "、".join(line.offices), 16),
    "grade": Column(_("上年评议"), lambda line: line.grade, 10),
    "paid_to": Column(_("费交至"), _paid_to, fixed=True),
    "owed": Column(_("欠费（元）"), lambda line: yuan(line.owed[1]), 10, right=True),
    "category": Column(_("团费类别"), _category),
    "party": Column(_("党内身份"), _party),
    "education": Column(_("文化程度"), lambda line: line.person.education),
    "work": Column(_("工作单位及职务"), lambda line: line.person.work, 24),
    "remarks": Column(_("要注意的"), lambda line: "；".join(words for words, _level in line.remarks), 24),
}
USUAL = ("name", "place", "born", "joined", "number", "office", "grade", "paid_to", "owed", "remarks")
SEALED: dict[str, Column] = {
    "id_number": Column(_("身份证号"), lambda line: line.person.id_number or "", 20, sealed=True),
    "phone": Column(_("手机号码"), lambda line: line.person.phone or "", 14, sealed=True),
}
