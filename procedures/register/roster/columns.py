"""The columns of a roster and the headings by which bodies call them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOISE = re.compile(r"[\s\u3000*＊]|[（(].*?[）)]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, its usual heading, other headings that mean the same."""

    code: str
    title: str
    also: tuple[str, ...] = ()
    required: bool = False


INDEX = Column("index", "序号")
NAME = Column("name", "姓名", ("团员姓名",), required=True)
SEX = Column("sex", "性别")
ETHNICITY = Column("ethnicity", "民族")
ID_NUMBER = Column(
    "id_number",
    "身份证号",
    ("身份证号码", "身份证", "公民身份号码", "公民身份证号码", "身份证件号码", "证件号码", "居民身份证号"),
    required=True,
)
BORN = Column("born", "出生日期", ("出生年月日", "出生年月", "生日"))
POLITICS = Column("politics", "政治面貌")
JOINED = Column("joined_on", "入团时间", ("入团日期", "入团年月", "加入共青团时间"), required=True)
NUMBER = Column("development_number", "发展团员编号", ("团员编号", "发展编号", "团员发展编号"))
OFFICE = Column("office", "团内职务", ("团内职务名称", "职务"))
BRANCH = Column(
    "branch",
    "所在团支部",
    ("团支部", "所在支部", "支部", "团支部名称", "所在团组织", "团组织名称", "所属团支部"),
    required=True,
)
COMMITTEE = Column("committee", "上级团组织", ("上级团委", "所属团委", "上级团组织名称"))
EDUCATION = Column("education", "学历", ("文化程度", "学历学位"))
WORK = Column("work", "工作单位及职务", ("工作单位", "单位及职务"))
PHONE = Column("phone", "手机号码", ("手机", "手机号", "联系电话", "联系方式", "电话", "移动电话"))
WAGE = Column("wage", "月税后工资", ("税后月工资", "月工资"))
CATEGORY = Column("category", "团费类别")
STATUS = Column("status", "团籍状态", ("团员状态", "人员状态", "状态"))
REMARK = Column("remark", "备注", ("说明", "备注说明"))

COLUMNS = (
    INDEX, NAME, SEX, ETHNICITY, ID_NUMBER, BORN, POLITICS, JOINED, NUMBER, OFFICE, BRANCH, COMMITTEE, EDUCATION,
    WORK, PHONE, WAGE, CATEGORY, STATUS, REMARK,
)  # fmt: skip
_BY_HEADING = {heading: column for column in COLUMNS for heading in (column.title, *column.also)}


def column_of(heading: object) -> Column | None:
    """Return the column that a heading means, whatever spaces, stars and bracketed units it carries."""
    return _BY_HEADING.get(_NOISE.sub("", str(heading)))


def letters_of(index: int) -> str:
    """Return the letters by which a spreadsheet calls the column at an index from 0: A, …, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
