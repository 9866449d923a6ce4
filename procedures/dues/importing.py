"""导入缴费表: what each row would settle, shown first, posted only once it is confirmed, and never twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from forms.money import yuan
from procedures.dues import rules, sheet
from procedures.dues.facts import DuesFacts
from procedures.dues.models import ImportedSheet, Method
from procedures.dues.payments import settle
from procedures.dues.planning import Accounts, Given, Plan, charges_of, months_ahead, plan_for
from procedures.register.models import Charge
from procedures.register.months import zh_months
from procedures.register.rolls import members_on
from workflows.exchange.unreadable import Unreadable
from workflows.messages import sending
from workflows.people.models import Person
from workflows.table import SidePanel
from workflows.table.act import Act, once
from workflows.table.refusals import refuse
from workflows.table.word import Word

Dues = Act[DuesFacts]
Matched = tuple[sheet.Line, Person | None, str]

MOST_SAID = 20  # rows of a sheet of which none can be posted, that its entry names
STATES = {
    "matched": "可以入账",
    "ambiguous": "同名，请加身份证号",
    "unknown": "名册中没有此人",
    "name_differs": "身份证号是另一人的，请核对姓名",
    "bad_amount": "金额不对",
    "nothing_owed": "没有应交的",
    "basis_missing": "没有团费基数",
    "amount_differs": "多于应交",
    "prepay_gt_6_months": "预交超过规定时间",
    "repeated": "同一人有两行，请核对后合并",
    "posted": "已入账",
}


def preview(act: Dues) -> None:
    """Keep what each row of the file means; nothing is posted. Where none can be, the case ends, and says why.

    Raises:
        Refused: `field_invalid`, where the file cannot be read.
    """
    read = _read(act)
    act.facts.file_name, act.facts.digest, act.facts.rows = read.name, read.digest, read.rows
    act.facts.method = act.answers["method"]
    if nothing_matched(act):
        for row in read.rows[:MOST_SAID]:
            act.change("row", f"第{row['number']}行 {row['name']}", "", STATES[row["state"]])


def nothing_matched(act: Dues) -> bool:
    """Tell whether no row of the file can be posted."""
    return all(row["state"] != "matched" for row in _read(act).rows)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet, or a pasted list, as it was read for an act."""

    name: str
    digest: str
    rows: list[dict[str, Any]]


@once
def _read(act: Dues) -> _Sheet:
    """Return what was handed in and what each row of it means, read once for an act."""
    name, content, lines = _handed_in(act)
    found = sheet.match(lines, list(members_on(act.organization, act.on)))
    accounts = _accounts(act, [person for _, person, _ in found if person])
    rows = [_row(act, line, person, state, accounts) for line, person, state in _once_each(found)]
    return _Sheet(name, sheet.digest_of(content), rows)


def post_rows(act: Dues) -> None:
    """Post the rows that match; what they settle is found again, for time has passed.

    Raises:
        Refused: `already_imported`, where the same file was posted in the meantime.
    """
    try:
        with transaction.atomic():
            ImportedSheet.objects.create(
                root=act.case.root, case=act.case, organization=act.organization, digest=act.facts.digest
            )
    except IntegrityError as error:
        raise refuse("already_imported", "同一份文件刚刚已入账，不再重复入账。") from error
    people = Person.objects.in_bulk([row["person"] for row in act.facts.rows if row["person"]])
    rows = []
    for row in act.facts.rows:
        person = people.get(row["person"])
        rows.append(_posted(act, person, row) if person else row)
    act.facts.rows = rows
    act.facts.posted = sum(1 for row in rows if row["state"] == "posted")
    act.facts.fen = sum(row["fen"] for row in rows if row["state"] == "posted")
    act.facts.paid_on = act.on
    _tell(act, [row for row in rows if row["state"] == "posted"])


def _tell(act: Dues, rows: list[dict[str, Any]]) -> None:
    """Tell each member what was posted of him, as who pays by hand is told; the case is the branch's, not his."""
    how = Method(act.facts.method).label
    told = []
    for row in rows:
        text = f"已收到您{row['months']}的团费 {yuan(row['fen'])} 元（{how}），由{act.organization}入账。"
        told.append(Word(row["person"], act.case.root, None, text, act.at))
    sending.send(told, by=act.by.pk if act.by else None)


def _handed_in(act: Dues) -> tuple[str, bytes, list[sheet.Line]]:
    """Return the name, the bytes and the lines of the sheet, or of the list that was pasted."""
    upload = act.answers["spreadsheet"]
    if not upload:
        content = act.answers["pasted"].encode()
        return "粘贴的名单", content, sheet.read_pasted(act.answers["pasted"])
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    try:
        return str(upload.name)[:120], content, sheet.read(content)
    except Unreadable as error:
        raise refuse("field_invalid", str(error), field="spreadsheet") from error


def _once_each(found: Iterable[Matched]) -> Iterator[Matched]:
    """Yield the rows, a second one of a person without him: nobody can know whether he has paid twice."""
    seen: set[int] = set()
    for line, person, state in found:
        if person and person.pk in seen:
            yield line, None, "repeated"
        else:
            yield line, person, state
            seen |= {person.pk} if person else set()


def _accounts(act: Dues, people: list[Person]) -> dict[int, Accounts]:
    charges: dict[int, list[Charge]] = {person.pk: [] for person in people}
    for charge in charges_of(people):
        charges[charge.person_id].append(charge)
    return {person.pk: Accounts(act.law, person, charges[person.pk]) for person in people}


def _row(
    act: Dues, line: sheet.Line, person: Person | None, state: str, accounts: Mapping[int, Accounts]
) -> dict[str, Any]:
    row = {"number": line.number, "name": line.name, "fen": line.fen or 0, "person": 0, "state": state, "months": ""}
    row |= {"typed": line.typed} if line.typed else {}
    if person is None:
        return row
    found = plan_for(act, Given((), line.fen), accounts[person.pk])
    state = _fits(act, found)
    months = zh_months(found.months)
    return {**row, "person": person.pk if state == "matched" else 0, "state": state, "months": months}


def _fits(act: Dues, found: Plan) -> str:
    """Return what stands against a row, as it would against a payment by hand; `matched` where nothing does."""
    if found.without_basis:
        return "basis_missing"
    if not found.fen:
        return "nothing_owed"
    if found.rest:
        return "amount_differs"
    return "prepay_gt_6_months" if months_ahead(found, act.on) > act.law.number(rules.PREPAY) else "matched"


def _posted(act: Dues, person: Person, row: dict[str, Any]) -> dict[str, Any]:
    accounts, given = Accounts(act.law, person), Given((), row["fen"], 0, act.facts.method)
    found = plan_for(act, given, accounts)
    state = _fits(act, found)
    if state != "matched":
        return {**row, "state": state, "months": ""}
    settle(act, person, found, given, accounts)
    return {**row, "state": "posted", "months": zh_months(found.months)}


def preview_facts(act: Dues) -> Mapping[str, Any]:
    """Return the rows as the page shows them, and how many of each kind there are."""
    rows = [
        {**row, "yuan": row.get("typed") or yuan(row["fen"]), "words": STATES[row["state"]]} for row in act.facts.rows
    ]
    good = [row for row in rows if row["state"] in ("matched", "posted")]
    return {
        "file_name": act.facts.file_name,
        "rows": rows,
        "matched": len(good),
        "left": len(rows) - len(good),
        "total": yuan(sum(row["fen"] for row in good)),
    }


PREVIEW = SidePanel("dues/import_preview.html", preview_facts)
