"""The procedures that are installed, by code, and the rows that all of them have; each registers at start-up.

A case runs by the edition of the table that it began under, as long as that one is kept beside the present one. A case
of an edition that is kept no longer is stranded until `workflows.engine.upgrade` moves it to the present one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from workflows.table.procedure import Procedure
from workflows.table.rows import Common, Record

if TYPE_CHECKING:
    from workflows.models import Case

_procedures: dict[str, Procedure] = {}
_former: dict[tuple[str, int], Procedure] = {}
_common: dict[str, Common] = {}


def register(procedure: Procedure, former: Iterable[Procedure] = ()) -> None:
    """Add a procedure, and the tables of its former editions by which cases still run.

    Raises:
        ValueError: another one has its code, or a former edition is none of it.
    """
    known = _procedures.setdefault(procedure.code, procedure)
    if known is not procedure:
        raise ValueError(f"two procedures call themselves {procedure.code!r}")
    for table in former:
        if table.code != procedure.code or table.edition >= procedure.edition:
            raise ValueError(f"{table.code} {table.edition} is no former edition of {procedure.code!r}")
        _former[table.code, table.edition] = table


def procedure(code: str) -> Procedure:
    """Return the present table of a procedure by its code.

    Raises:
        LookupError: none has it.
    """
    try:
        return _procedures[code]
    except KeyError:
        raise LookupError(f"no procedure {code!r}; installed: {', '.join(sorted(_procedures))}") from None


def kept(code: str, edition: int) -> Procedure:
    """Return the table of an edition of a procedure, be it the present one or one kept for its running cases.

    Raises:
        LookupError: it is not kept.
    """
    for table in tables():
        if (table.code, table.edition) == (code, edition):
            return table
    raise LookupError(f"the table of {code!r} of edition {edition} is not kept; kept: {editions(code)}")


def procedures() -> Iterator[Procedure]:
    """Yield the present tables of the installed procedures in the order of their codes."""
    for code in sorted(_procedures):
        yield _procedures[code]


def tables() -> Iterator[Procedure]:
    """Yield every table by which a case may run: the present ones, then the former editions."""
    yield from procedures()
    for key in sorted(_former):
        yield _former[key]


def table_of(case: Case) -> Procedure:
    """Return the table by which a case runs: of its own edition where that is kept, else the present one."""
    return _former.get((case.procedure, case.edition)) or procedure(case.procedure)


def is_stranded(case: Case) -> bool:
    """Tell whether the edition that a case runs by is kept no longer."""
    return bool(case.edition != table_of(case).edition)


def editions(code: str) -> list[int]:
    """Return the editions of a procedure by which cases may run."""
    return [table.edition for table in tables() if table.code == code]


def of_edition(table: Procedure) -> dict[str, int]:
    """Return by which columns the cases of a table are told from those of the procedure's other editions."""
    return {"edition": table.edition} if len(editions(table.code)) > 1 else {}


def register_common(*rows: Common) -> None:
    """Add rows that every table has."""
    _common.update((row.code, row) for row in rows)


def common(code: str) -> Common | None:
    """Return the row of an act that is open on every case, None for an act of a table."""
    return _common.get(code)


def common_rows() -> tuple[Common, ...]:
    """Return the rows that are open on every case, in the order in which they are told."""
    return tuple(_common.values())


def row_of(procedure_code: str, act: str) -> Record:
    """Return the row of an act, be it one of the procedure's table or one that every table has.

    Raises:
        LookupError: there is no such act.
    """
    return _common.get(act) or procedure(procedure_code).row(act)
