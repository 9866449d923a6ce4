"""发展团员编号: format, province, block, and the next free one (rules.md 3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from procedures.register.models import DevelopmentNumber, NumberBlock
from workflows.people.models import Organization, Person
from workflows.table.act import Act, once
from workflows.table.refusals import refuse

ATTEMPTS = 20
WELL_FORMED = re.compile(r"^\d{12}$")
PROVINCES = frozenset(
    {
        str(code)
        for start, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
        for code in range(start, last + 1)
    }
)  # fmt: skip -- GB/T 2260, first two digits


def is_well_formed(number: str) -> bool:
    """Tell whether a number has twelve digits."""
    return bool(WELL_FORMED.match(number))


def is_province(code: str) -> bool:
    """Tell whether two digits are a province of GB/T 2260."""
    return code in PROVINCES


def province_of(above: Iterable[Organization]) -> str:
    """Return the province recorded at the nearest organization that has one."""
    return next((one.province for one in above if one.province), "")


def years_of(act: Act[Any]) -> tuple[int, ...]:
    """Return the years that a number may name, that of the record first: of it the next number is taken.

    A paper entered in January may tell one that was given in December.
    """
    return tuple(dict.fromkeys((act.recorded_on.year, act.on.year)))


def still_good(act: Act[Any], number: str) -> str:
    """Return a number given earlier where it is one of the year, else nothing: a number names the year of admission."""
    return number if number.startswith(tuple(map(str, years_of(act)))) else ""


def blocks_of(organization: Organization, year: int) -> list[NumberBlock]:
    """Return the blocks of a committee for a year, lowest first."""
    return list(NumberBlock.objects.filter(organization=organization, year=year).order_by("first"))


def is_taken(number: str, *, except_for: Person) -> bool:
    """Tell whether a number was ever given to another person."""
    return DevelopmentNumber.objects.filter(number=number).exclude(person=except_for).exists()


def given(organization: Organization, year: int, *, except_for: Person) -> int:
    """Return how many numbers of a committee's blocks of a year were given to other people."""
    ranges = [Q(number__range=(block.first, block.last)) for block in blocks_of(organization, year)]
    if not ranges:
        return 0
    return DevelopmentNumber.objects.filter(reduce(or_, ranges)).exclude(person=except_for).count()


def next_free(organization: Organization, year: int) -> str | None:
    """Return the lowest number of the committee's blocks that was never given, None where all are."""
    for block in blocks_of(organization, year):
        given = set(
            DevelopmentNumber.objects.filter(number__range=(block.first, block.last)).values_list("number", flat=True)
        )
        for serial in range(int(block.first), int(block.last) + 1):
            if f"{serial:012}" not in given:
                return f"{serial:012}"
    return None


@once
def next_number(act: Act[Any]) -> str | None:
    """Return the committee's next free number of the year of the record, None where its block is exhausted."""
    return next_free(act.committee(), years_of(act)[0])


def give(act: Act[Any], number: str) -> str:
    """Give the subject a development number for ever, the next free one where none is asked for.

    Raises:
        Refused: `number_taken` or `number_block_exhausted`, where another case was quicker than the conditions.
    """
    for _ in range(ATTEMPTS):
        given = number or next_number(act)
        next_number.forget(act)
        if given is None:
            raise refuse(
                "number_block_exhausted", f"{years_of(act)[0]} 年的发展团员编号刚刚用完，请先向上级申领编号段。"
            )
        if _keep_number(act, given):
            return given
        if number:
            break
    raise refuse("number_taken", f"编号 {given} 已经使用，编号不能重复使用。", field="development_number")


def _keep_number(act: Act[Any], number: str) -> bool:
    """Keep a number for the subject; False where it is another's already."""
    try:
        with transaction.atomic():
            DevelopmentNumber.objects.create(number=number, person=act.subject, given_on=act.on)
    except IntegrityError:
        return DevelopmentNumber.objects.filter(number=number, person=act.subject).exists()
    act.change("development_number", "发展团员编号", "", number)
    return True
