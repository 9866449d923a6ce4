"""Rows held against each other and against the register: repeated numbers, and people already known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from procedures.register.models import DevelopmentNumber, Standing
from procedures.register.roster import columns as c
from procedures.register.roster.columns import Column
from procedures.register.roster.problems import Level, Problem
from procedures.register.roster.reading import Sheet
from procedures.register.roster.rows import Judged, Member
from workflows.people.models import Person
from workflows.people.secrets import blind_index

CHUNK = 400
COMPARED = (
    (c.NAME, "name"), (c.SEX, "sex"), (c.ETHNICITY, "ethnicity"), (c.BORN, "born"), (c.POLITICS, "party_stage"),
    (c.JOINED, "joined_on"), (c.NUMBER, "development_number"), (c.BRANCH, "branch"), (c.EDUCATION, "education"),
    (c.WORK, "work"), (c.PHONE, "phone"), (c.WAGE, "dues_base_fen"), (c.CATEGORY, "dues_category"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Met:
    """The rows after meeting the register; `unchanged` are the numbers of those that it holds already."""

    rows: tuple[Judged, ...]
    unchanged: frozenset[int]


def with_error(row: Judged, letters: Mapping[str, str], column: Column, code: str, message: str) -> Judged:
    """Return a row with one more error."""
    cell = f"{letters[column.code]}{row.row.number}" if column.code in letters else ""
    problem = Problem(row.row.number, cell, column.title, Level.ERROR, code, message)
    return replace(row, problems=(*row.problems, problem))


def without_leavers(sheet: Sheet, rows: Sequence[Judged]) -> tuple[Judged, ...]:
    """Refuse the rows whose remark says that somebody has left, unless they are to be read all the same."""
    if sheet.layout.leavers:
        return tuple(rows)
    return tuple(
        with_error(one, sheet.letters, c.REMARK, "remark_left",
                   f"备注写有“{str(one.row.value(c.REMARK.code)).strip()[:20]}”，不作为在册团员导入；确在册的，请在对应栏目时选择也读。")
        if one.row.number in sheet.leavers else one
        for one in rows
    )  # fmt: skip


def refuse_repeated(rows: Sequence[Judged], letters: Mapping[str, str]) -> tuple[Judged, ...]:
    """Refuse rows that claim the same number: which of them is right cannot be seen from the roster.

    A row that repeats an earlier one cell by cell is refused, and the earlier one stands.
    """
    by_id = _grouped(rows, lambda one: one.member.id_number)
    by_number = _grouped(rows, lambda one: one.member.development_number)
    return tuple(_with_repeats(one, letters, by_id, by_number) for one in rows)


def _with_repeats(
    one: Judged, letters: Mapping[str, str], by_id: Mapping[str, list[Judged]], by_number: Mapping[str, list[Judged]]
) -> Judged:
    same = by_id.get(one.member.id_number, [one])
    if len(same) > 1:
        if all(other.member == one.member for other in same):
            return one if same[0] is one else _repeated(one, letters, same[0])
        others = _numbers(other for other in same if other is not one)
        words = f"第 {others} 行填写了同一个身份证号，不能判断是谁的，请核对。"
        return with_error(one, letters, c.ID_NUMBER, "id_number_repeated", words)
    claims = by_number.get(one.member.development_number, [one])
    if len(claims) > 1:
        others = _numbers(other for other in claims if other is not one)
        words = f"第 {others} 行填写了同一个发展团员编号，不能判断是谁的，请核对。"
        return with_error(one, letters, c.NUMBER, "number_repeated", words)
    return one


def _repeated(one: Judged, letters: Mapping[str, str], first: Judged) -> Judged:
    return with_error(one, letters, c.ID_NUMBER, "row_repeated", f"与第 {first.row.number} 行完全相同，只导入前一行。")


def _grouped(rows: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in rows:
        if key(one):
            groups[key(one)].append(one)
    return groups


def _numbers(rows: Iterable[Judged]) -> str:
    return "、".join(str(one.row.number) for one in rows)


def meet_register(rows: Sequence[Judged], letters: Mapping[str, str]) -> Met:
    """Recognize people by ID number: equal ones are unchanged, different ones are reported and left as they are."""
    indexes = {one.row.number: blind_index(one.member.id_number) for one in rows if one.member.id_number}
    known = dict(_known(sorted({index for index in indexes.values() if index})))
    owners = dict(_owners(sorted({one.member.development_number for one in rows if one.member.development_number})))
    met: list[Judged] = []
    unchanged: set[int] = set()
    for one in rows:
        standing = known.get(indexes.get(one.row.number) or "")
        met.append(_against(one, letters, standing, owners.get(one.member.development_number)))
        if standing and not met[-1].refused:
            unchanged.add(one.row.number)
    return Met(tuple(met), frozenset(unchanged))


def _against(one: Judged, letters: Mapping[str, str], standing: Standing | None, owner: int | None) -> Judged:
    if standing is None and owner is not None:
        return with_error(
            one, letters, c.NUMBER, "number_taken", "这个发展团员编号已属于名册中的另一人，编号不能重复使用，请核对。"
        )
    if standing is None or one.refused:
        return one
    kept = _kept(standing)
    different = [column for column, name in COMPARED if column.code in letters and _differs(one, kept, name)]
    if not different:
        return one
    names = "、".join(column.title for column in different)
    words = f"名册中已有此人，{names}与表中不同；导入不覆盖已有记录，请通过更正或转接办理。"
    return with_error(one, letters, different[0], "differs", words)


def _differs(one: Judged, kept: Mapping[str, object], name: str) -> bool:
    return bool(getattr(one.member, name) != kept[name])


def _kept(standing: Standing) -> dict[str, object]:
    """Return what the register holds of a person under the names that a row uses."""
    person = standing.person
    kept: dict[str, object] = {
        field.name: getattr(person, field.name) or ("" if field.type == "str" else None)
        for field in fields(Member)
        if hasattr(person, field.name)
    }
    return {
        **kept,
        "branch": person.home.name if person.home else "",
        "joined_on": standing.joined_on,
        "development_number": standing.development_number,
        "party_stage": standing.party_stage,
        "dues_category": standing.dues_category,
        "dues_base_fen": standing.dues_base_fen,
    }


def _known(indexes: Sequence[str]) -> Iterator[tuple[str, Standing]]:
    """Yield the standing of each known person by the blind index of his ID number."""
    for start in range(0, len(indexes), CHUNK):
        people = Person.objects.filter(id_index__in=indexes[start : start + CHUNK]).select_related("home", "standing")
        for person in people:
            standing = getattr(person, "standing", None) or Standing(person=person)
            yield person.id_index or "", standing


def _owners(numbers: Sequence[str]) -> Iterator[tuple[str, int]]:
    for start in range(0, len(numbers), CHUNK):
        given = DevelopmentNumber.objects.filter(number__in=numbers[start : start + CHUNK])
        yield from given.values_list("number", "person_id")
