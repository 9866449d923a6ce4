"""入团时间、编号、政治面貌、职务 against each other and against the rules (rules.md 3.5, 3.6, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from procedures.register import numbers
from procedures.register.ages import MAX_AGE, MIN_AGE, joined_at
from procedures.register.models import PartyStage
from procedures.register.roster import columns as c
from procedures.register.roster.cells import Cells
from workflows.days.dates import age, birthday
from workflows.people.models import Role

NUMBERED_SINCE = date(2017, 1, 1)  # rules.md 3.6: joined later without a number, not recognized (M)
PARTY_AGE = 18

OFFICES = {
    "团支部书记": Role.BRANCH_SECRETARY, "支部书记": Role.BRANCH_SECRETARY, "书记": Role.BRANCH_SECRETARY,
    "团支书": Role.BRANCH_SECRETARY,
    "团支部副书记": Role.BRANCH_DEPUTY, "支部副书记": Role.BRANCH_DEPUTY, "副书记": Role.BRANCH_DEPUTY,
    "组织委员": Role.ORG_COMMISSIONER, "宣传委员": Role.BRANCH_COMMITTEE_MEMBER,
    "文体委员": Role.BRANCH_COMMITTEE_MEMBER, "生产委员": Role.BRANCH_COMMITTEE_MEMBER,
    "权益委员": Role.BRANCH_COMMITTEE_MEMBER, "志愿委员": Role.BRANCH_COMMITTEE_MEMBER,
    "支部委员": Role.BRANCH_COMMITTEE_MEMBER, "支委": Role.BRANCH_COMMITTEE_MEMBER,
}  # fmt: skip
PARTY = {
    "共青团员": "", "团员": "",
    "中共党员": PartyStage.FULL, "党员": PartyStage.FULL, "中共正式党员": PartyStage.FULL,
    "中共预备党员": PartyStage.PROBATIONARY, "预备党员": PartyStage.PROBATIONARY,
    "入党积极分子": PartyStage.ACTIVIST, "入党申请人": PartyStage.APPLICANT, "发展对象": PartyStage.CANDIDATE,
}  # fmt: skip
NO_MEMBER = ("群众", "少先队员", "无党派人士", "民主党派")


@dataclass(frozen=True, slots=True)
class Membership:
    """What a row says of the League and the Party; `office` is a role or empty."""

    joined_on: date | None
    development_number: str
    party_stage: str
    office: str


def membership_of(cells: Cells, born: date | None, on: date) -> Membership:
    """Read and check membership as of a day."""
    joined_on = _joined_on(cells)
    number = _number(cells)
    party, office = _party(cells), _office(cells)
    if born:
        _check_ages(cells, born, joined_on, on)
        oldest = int(MAX_AGE.version(on).value)
        if not office and on >= birthday(born, oldest):
            day = birthday(born, oldest).isoformat()
            cells.warn(c.BORN, "over_age", f"{day} 已满 {oldest} 周岁且未任团内职务，应办理超龄离团。")
        if party in (PartyStage.FULL, PartyStage.PROBATIONARY) and age(born, on) < PARTY_AGE:
            label, years = PartyStage(party).label, age(born, on)
            cells.warn(
                c.POLITICS, "party_below_18", f"填写为{label}，而年龄为 {years} 周岁，未满 {PARTY_AGE} 周岁，请核对。"
            )
    if joined_on:
        number = _checked_number(cells, number, joined_on)
    return Membership(joined_on, number, party, office)


def _joined_on(cells: Cells) -> date | None:
    if not str(cells.value(c.JOINED)).strip():
        cells.blank(c.JOINED, "joined_on_missing", "没有填写入团时间。")
        return None
    return cells.day(c.JOINED)


def _check_ages(cells: Cells, born: date, joined_on: date | None, on: date) -> None:
    if born > on:
        cells.refuse(c.BORN, "born_in_future", f"出生日期 {born.isoformat()} 在今天之后，请核对。")
        return
    if joined_on is None:
        return
    found, least = joined_at(born, joined_on), int(MIN_AGE.version(joined_on).value)
    if joined_on > on:
        cells.refuse(c.JOINED, "joined_in_future", f"入团时间 {joined_on.isoformat()} 在今天之后，请核对。")
    elif found.code == "joined_early" and joined_on >= NUMBERED_SINCE:
        cells.warn(c.JOINED, "joined_at_13", f"{found.words}；2018 年底以前经少先队推优的可以认定，请核对推优材料。")
    elif found.code == "joined_early":
        words = f"{found.words}；2017 年以前未满 {least} 周岁入团的，全国系统予以认定，请核对档案。"
        cells.warn(c.JOINED, "joined_below_14", words)
    elif found.code == "joined_below_14":
        cells.refuse(c.JOINED, found.code, f"{found.words}，未满 {least} 周岁，不能认定，请核对两个日期。")
    elif found.code:
        oldest = int(MAX_AGE.version(joined_on).value)
        cells.refuse(c.JOINED, found.code, f"{found.words}，已满 {oldest} 周岁，不能入团，请核对两个日期。")


def _number(cells: Cells) -> str:
    text = cells.code(c.NUMBER)
    number = text.removesuffix(".0")
    if not number:
        return ""
    if not numbers.is_well_formed(number):
        cells.blank(
            c.NUMBER,
            "number_bad_format",
            f"“{number[:20]}”有 {len(number)} 位，发展团员编号应为 12 位数字（4 位年份、2 位省份、6 位序号）。",
        )
        return ""
    if not numbers.is_province(number[4:6]):
        cells.blank(c.NUMBER, "number_bad_province", f"编号第 5、6 位“{number[4:6]}”不是省级代码。")
        return ""
    return number


def _checked_number(cells: Cells, number: str, joined_on: date) -> str:
    """Return a number that goes with the year of joining, nothing where it does not."""
    if not number:
        if joined_on >= NUMBERED_SINCE and not str(cells.value(c.NUMBER)).strip():
            cells.warn(c.NUMBER, "number_missing", "2017 年起入团须有发展团员编号；没有的，转接时不予认定，请补查。")
        return ""
    ahead = joined_on.year - int(number[:4])
    if ahead == 1:
        cells.warn(
            c.NUMBER,
            "number_year_before",
            f"编号年份 {number[:4]} 早于入团年份 {joined_on.year}；上年预审、次年召开支部大会的属正常，请核对。",
        )
    elif ahead:
        cells.blank(
            c.NUMBER,
            "number_year_mismatch",
            f"编号年份 {number[:4]} 与入团时间 {joined_on.isoformat()} 不符，不能判断哪一个有误。",
        )
        return ""
    return number


def _party(cells: Cells) -> str:
    text = cells.compact(c.POLITICS)
    plain = text.replace("(", "（").split("（")[0]
    if not plain:
        cells.warn(c.POLITICS, "politics_missing", "没有填写政治面貌，按共青团员登记，党内身份留空。")
    elif plain in PARTY:
        return PARTY[plain]
    elif plain in NO_MEMBER:
        cells.refuse(c.POLITICS, "politics_no_member", f"政治面貌为“{text}”，却列在团员名册中，请核对。")
    else:
        cells.blank(c.POLITICS, "politics_unknown", f"不认识政治面貌“{text}”，可填写共青团员或中共（预备）党员。")
    return ""


def _office(cells: Cells) -> str:
    text = cells.compact(c.OFFICE)
    if not text:
        return ""
    if text not in OFFICES:
        cells.blank(c.OFFICE, "office_unknown", f"“{text}”不是支部的岗位；可填写：{'、'.join(OFFICES)}。")
        return ""
    return OFFICES[text]
