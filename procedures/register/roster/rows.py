"""One row as a person of the roster, with everything that is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forms.texts import DOTS, folded
from procedures.register.models import DuesCategory
from procedures.register.roster import columns as c
from procedures.register.roster.cells import BLANKS, Cells, written
from procedures.register.roster.identity import identity_of
from procedures.register.roster.membership import membership_of
from procedures.register.roster.problems import Level, Problem
from procedures.register.roster.reading import Row

NAMED = re.compile(r"^[\u3007\u3400-\u9fff\U00020000-\U000323af·A-Za-z' .-]{2,60}$")
LATIN = re.compile(r"[A-Za-z]")
PHONE = re.compile(r"^(1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8})$")
ON_ROLL = ("正常", "在册", "在团", "团员", "正常团员", "有效")
HIGH_WAGE_FEN = 10_000_000
ABSURD_WAGE_FEN = 100_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A member as a row tells of him, every value clean; `office` is a role, money is in fen."""

    name: str
    sex: str
    ethnicity: str
    id_number: str
    born: date | None
    party_stage: str
    joined_on: date | None
    development_number: str
    office: str
    branch: str
    committee: str
    education: str
    work: str
    phone: str
    dues_category: str
    dues_base_fen: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its member and the problems found; problems with a row's neighbors come later."""

    row: Row
    member: Member
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether an error was found."""
        return any(problem.level is Level.ERROR for problem in self.problems)


def judge(row: Row, letters: Mapping[str, str], on: date, *, branch: str = "") -> Judged:
    """Read and check one row as of a day.

    Args:
        branch: the name of the branch of everybody, where the roster has no column of branches.
    """
    cells = Cells(row, letters)
    _check_on_roll(cells)
    name = _name(cells)
    identity = identity_of(cells)
    membership = membership_of(cells, identity.born, on)
    category, wage = _dues(cells)
    member = Member(
        name=name,
        sex=identity.sex,
        ethnicity=cells.text(c.ETHNICITY, most=20),
        id_number=identity.id_number,
        born=identity.born,
        party_stage=membership.party_stage,
        joined_on=membership.joined_on,
        development_number=membership.development_number,
        office=membership.office,
        branch=branch or _branch(cells),
        committee=cells.compact(c.COMMITTEE),
        education=cells.text(c.EDUCATION, most=40),
        work=cells.text(c.WORK),
        phone=_phone(cells),
        dues_category=category,
        dues_base_fen=wage,
    )
    return Judged(row, member, tuple(cells.problems))


def _check_on_roll(cells: Cells) -> None:
    """Refuse whom the file itself says to be no member any more."""
    status = cells.compact(c.STATUS)
    if status and status not in ON_ROLL:
        cells.refuse(
            c.STATUS, "status_not_on_roll", f"团籍状态为“{status}”，不作为在册团员导入；确在册的，请改正后再导入。"
        )


def _name(cells: Cells) -> str:
    given = str(cells.row.value(c.NAME.code))
    text = BLANKS.sub(" " if LATIN.search(given) else "", given).strip()
    name = DOTS.sub("·", text) if not LATIN.search(text) else text
    if not name:
        cells.refuse(c.NAME, "name_missing", "没有填写姓名。")
    elif not NAMED.match(name):
        cells.refuse(c.NAME, "name_bad", f"“{name[:20]}”不像姓名（含数字或符号，或不足两个字），请核对。")
    elif name != given:
        cells.warn(c.NAME, "name_cleaned", f"姓名中有空格或不规范的间隔号，已按“{name}”登记。")
    return name


def _branch(cells: Cells) -> str:
    name = cells.compact(c.BRANCH)
    if not name:
        cells.refuse(c.BRANCH, "branch_missing", "没有填写所在团支部。")
    return name


def _phone(cells: Cells) -> str:
    value = cells.value(c.PHONE)
    text = folded(written(value)).removeprefix("+86")
    if not text:
        return ""
    if not PHONE.match(text):
        cells.blank(c.PHONE, "phone_bad", f"电话号码有 {len(text)} 位，不是 11 位手机号码或带区号的电话。")
        return ""
    if isinstance(value, str) and text != value:
        cells.warn(c.PHONE, "spaces_removed", "电话号码中有空格、全角字符或国家代码，已改为半角号码。")
    return text


def _dues(cells: Cells) -> tuple[str, int | None]:
    """Return the dues category and the wage in fen; where they contradict each other both are kept, with a warning."""
    text, wage = cells.compact(c.CATEGORY), cells.fen(c.WAGE)
    known = {label: value for value, label in DuesCategory.choices}
    if text and text not in known:
        cells.blank(c.CATEGORY, "category_unknown", f"不认识团费类别“{text}”；可填写：{'、'.join(known)}。")
    category = known.get(text, "")
    if wage is not None and wage < 0:
        cells.blank(c.WAGE, "wage_negative", f"工资为 {wage / 100:.2f} 元，不能为负数。")
        wage = None
    elif wage is not None and wage >= ABSURD_WAGE_FEN:
        cells.blank(c.WAGE, "wage_absurd", f"月工资 {wage / 100:.2f} 元，请核对单位是否为元。")
        wage = None
    elif wage is not None and wage >= HIGH_WAGE_FEN:
        cells.warn(c.WAGE, "wage_high", f"月工资 {wage / 100:.2f} 元，请核对是否为月税后工资。")
    if category == DuesCategory.WAGE and not wage:
        cells.warn(c.WAGE, "wage_missing", "团费类别为工资收入，但没有填写工资，团费基数须另行申报。")
    if category in (DuesCategory.STUDENT, DuesCategory.NO_INCOME) and wage:
        cells.warn(c.WAGE, "wage_contradicts_category", f"团费类别为“{text}”，却填写了工资，请核对。")
    return category, wage
