"""身份证号 against what stands beside it: length, check digit, birth date, sex. No contradiction is decided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from procedures.register.roster import columns as c
from procedures.register.roster.cells import Cells
from workflows.people.models import Sex

OLD = 15  # digits of a number given before 1999
SHAPE = re.compile(r"^\d{17}[\dX]$")
SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a row says it is; the number is empty where it cannot be what it ought to be."""

    id_number: str
    born: date | None
    sex: str


def identity_of(cells: Cells) -> Identity:
    """Read number, birth date and sex, and hold them against each other."""
    number = _number(cells)
    born, sex = cells.day(c.BORN), _sex(cells)
    if not number:
        return Identity("", born, sex)
    encoded = _birth_date(number)
    if encoded is None:
        cells.refuse(c.ID_NUMBER, "id_number_birth_date", f"身份证号第 7 至 14 位“{number[6:14]}”不是日期，请核对。")
        return Identity("", born, sex)
    _check_birth_date(cells, encoded, born)
    holds_sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    if sex and sex != holds_sex:
        said, held = Sex(sex).label, Sex(holds_sex).label
        cells.refuse(c.SEX, "sex_mismatch", f"填写为“{said}”，而身份证号第 17 位表示“{held}”，请核对。")
    return Identity(number, born or encoded, sex or holds_sex)


def region_of(id_number: str) -> str:
    """Return the region code of a number where it is assigned to no place, else an empty text."""
    try:
        ric.get_birth_place(id_number)
    except InvalidComponent:
        return id_number[:6]
    return ""


def _number(cells: Cells) -> str:
    value = cells.row.value(c.ID_NUMBER.code)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        cells.refuse(
            c.ID_NUMBER,
            "id_number_lost_digits",
            "身份证号被电子表格当作数字，末几位已丢失，无法还原。请把此格设为“文本”后重新填写。",
        )
        return ""
    text = cells.code(c.ID_NUMBER).upper().lstrip("'")
    if not text:
        cells.refuse(c.ID_NUMBER, "id_number_missing", "没有填写身份证号。")
    elif len(text) == OLD and text.isdigit():
        return _renewed(cells, text)
    elif len(text) != 18:
        cells.refuse(c.ID_NUMBER, "id_number_length", f"身份证号有 {len(text)} 位，应为 18 位，请核对。")
    elif not SHAPE.match(text):
        cells.refuse(c.ID_NUMBER, "id_number_bad", "身份证号应为 17 位数字加 1 位数字或 X，请核对。")
    elif ric.calc_check_digit(text) != text[-1]:
        cells.refuse(c.ID_NUMBER, "id_number_check_digit", "身份证号校验码不符，至少有一位写错，请核对。")
    else:
        return text
    return ""


def _renewed(cells: Cells, old: str) -> str:
    """Return the number of 18 digits that one of 15 has become (GB 11643): the century, and the check digit."""
    body = f"{old[:6]}19{old[6:]}"
    number = body + str(ric.calc_check_digit(body + "0"))
    cells.warn(
        c.ID_NUMBER, "id_number_renewed", f"15 位旧号已换算为 18 位（{number[:6]}********{number[-4:]}），请核对。"
    )
    return number


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _check_birth_date(cells: Cells, encoded: date, born: date | None) -> None:
    if born and born != encoded:
        cells.refuse(
            c.BORN,
            "birth_date_mismatch",
            f"填写为 {born.isoformat()}，而身份证号中是 {encoded.isoformat()}，请核对哪一个有误。",
        )


def _sex(cells: Cells) -> str:
    text = cells.compact(c.SEX)
    if not text:
        return ""
    if text not in SEXES:
        cells.blank(c.SEX, "sex_bad", f"“{text}”不是“男”或“女”，已按身份证号登记；")
        return ""
    return SEXES[text]
