"""编号段: allotting a run of development numbers to a committee for a year (rules.md 3.6)."""

from __future__ import annotations

from django.db import transaction

from procedures.register import numbers
from procedures.register.models import NumberBlock
from workflows.appointments.keepers import Keeping, hold, note
from workflows.people.models import Organization
from workflows.people.models.organization import COMMITTEES
from workflows.table.act import Change
from workflows.table.refusals import refuse

LARGEST = 100_000


@transaction.atomic
def allot(organization: Organization, year: int, first: str, last: str, kept: Keeping) -> NumberBlock:
    """Allot the numbers from `first` to `last` to a committee for a year.

    Raises:
        Refused: `number_bad_format`, `number_year_mismatch`, `number_bad_province`, `number_taken`, `not_a_committee`.
    """
    hold(organization)
    if organization.kind not in COMMITTEES:
        raise refuse("not_a_committee", "编号段只分配给团（工）委。")
    _check_form(organization, year, first, last)
    other = NumberBlock.objects.filter(first__lte=last, last__gte=first).select_related("organization").first()
    if other:
        raise refuse("number_taken", f"与{other.organization}的编号段 {other} 重叠，请核对。", field="first")
    block = NumberBlock.objects.create(organization=organization, year=year, first=first, last=last)
    note(organization, kept, ("allot_numbers", "分配编号段"), [Change("block", f"{year}年度编号段", "", str(block))])
    return block


def _check_form(organization: Organization, year: int, first: str, last: str) -> None:
    for field, number in (("first", first), ("last", last)):
        if not numbers.is_well_formed(number):
            raise refuse("number_bad_format", f"“{number}”不是 12 位数字，请核对。", field=field)
        if number[:4] != str(year):
            raise refuse("number_year_mismatch", f"编号 {number} 前四位不是年度 {year}，请核对。", field=field)
        _check_province(organization, number, field)
    if last < first:
        raise refuse("number_bad_format", f"止号 {last} 小于起号 {first}，请核对。", field="last")
    if int(last) - int(first) >= LARGEST:
        raise refuse("number_bad_format", f"一段编号最多 {LARGEST} 个，请分段填写。", field="last")


def _check_province(organization: Organization, number: str, field: str) -> None:
    code = number[4:6]
    above = Organization.objects.filter(path__in=organization.above_paths).order_by("-depth")
    own = numbers.province_of(above)
    if not numbers.is_province(code):
        raise refuse("number_bad_province", f"编号 {number} 第 5、6 位“{code}”不是省级代码，请核对。", field=field)
    if own and code != own:
        raise refuse("number_bad_province", f"编号 {number} 的省级代码是 {code}，本单位为 {own}，请核对。", field=field)
