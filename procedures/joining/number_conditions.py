"""发展团员编号的条件 (rules.md 3.6): format, province, year, block, and that a number is used once."""

from __future__ import annotations

from procedures.joining import rules
from procedures.joining.conditions import Joining
from procedures.register import numbers
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding


@condition("number_bad_format", "编号为十二位数字", rules.NUMBER, asks=True)
def number_well_formed(act: Joining) -> Finding | None:
    """Year, province, serial: 4 + 2 + 6 digits."""
    number = _number_asked(act)
    if number and not numbers.is_well_formed(number):
        return unmet(f"“{number}”不是 12 位数字（4 位年份、2 位省份、6 位序号）。", field="development_number")
    return met("编号格式正确。") if number else None


@condition("number_bad_province", "编号的省份代码正确", rules.NUMBER, asks=True, after=(number_well_formed,))
def number_of_province(act: Joining) -> Finding | None:
    """GB/T 2260: the province of the committee."""
    number = _number_asked(act)
    if not number:
        return None
    province = numbers.province_of(act.chain.above)
    if not numbers.is_province(number[4:6]) or (province and number[4:6] != province):
        return unmet(f"编号第 5、6 位“{number[4:6]}”不是本省代码“{province}”。", field="development_number")
    return met("省份代码正确。")


@condition("number_year_mismatch", "编号的年份为本年", rules.NUMBER, asks=True, after=(number_well_formed,))
def number_of_year(act: Joining) -> Finding | None:
    """The year of admission."""
    number = _number_asked(act)
    years = [str(year) for year in numbers.years_of(act)]
    if number and number[:4] not in years:
        return unmet(f"编号年份 {number[:4]} 与办理年份 {'、'.join(years)} 不一致。", field="development_number")
    return met("编号年份正确。") if number else None


@condition(
    "number_outside_block",
    "编号在分配的编号段内",
    rules.NUMBER,
    asks=True,
    after=(number_well_formed, number_of_province, number_of_year),
)
def number_in_block(act: Joining) -> Finding | None:
    """The block allotted to the committee for the year."""
    number = _number_asked(act)
    if not number:
        return None
    year = int(number[:4])
    blocks = numbers.blocks_of(act.committee(), year)
    if not any(block.first <= number <= block.last for block in blocks):
        listed = "、".join(str(block) for block in blocks) or "（尚未分配）"
        return unmet(f"编号 {number} 不在本单位 {year} 年编号段 {listed} 内。", field="development_number")
    return met("编号在编号段内。")


@condition("number_taken", "编号没有用过", rules.NUMBER, asks=True, after=(number_well_formed,))
def number_free(act: Joining) -> Finding | None:
    """A number is used once."""
    number = _number_asked(act)
    if number and numbers.is_taken(number, except_for=act.subject):
        return unmet(f"编号 {number} 已经使用，编号不能重复使用。", field="development_number")
    return met("编号未使用。") if number else None


@condition("number_block_exhausted", "编号段有余号", rules.NUMBER, asks=True)
def number_left(act: Joining) -> Finding | None:
    """Without a number nobody can be admitted; where none is given the block must have one left."""
    if act.answers["decision"] != "approve" or act.answers["development_number"]:
        return None
    if numbers.still_good(act, act.facts.development_number):
        return None
    if numbers.next_number(act) is None:
        return unmet(f"本单位 {numbers.years_of(act)[0]} 年的发展团员编号已用完或尚未分配，请先向上级申领编号段。")
    return met("编号段有余号。")


@condition("plan_exceeded", "不超过全年发展计划", rules.PLAN, warns=True, asks=True)
def within_plan(act: Joining) -> Finding | None:
    """The superior sends down how many may be developed in a year; numbers given in the year are what is used of it."""
    plan = act.law.number(rules.PLAN)
    if act.answers["decision"] != "approve" or not plan:
        return None
    number = _number_asked(act) or act.facts.development_number
    year = int(number[:4]) if numbers.still_good(act, number) else numbers.years_of(act)[0]
    used = numbers.given(act.committee(), year, except_for=act.subject)
    words = f"{year} 年计划发展 {plan} 人，已编号 {used} 人，连同本人 {used + 1} 人"
    if used + 1 > plan:
        return unmet(f"{words}，超过计划，请说明理由或先申请追加。", have=used + 1, maximum=plan)
    return met(f"{words}。", have=used + 1, maximum=plan)


def _number_asked(act: Joining) -> str:
    return str(act.answers["development_number"]).strip() if act.answers["decision"] == "approve" else ""
