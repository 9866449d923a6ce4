"""The procedures that are installed, by code; each application of a procedure registers its own table."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.table.procedure import Procedure

_procedures: dict[str, Procedure] = {}


def register(procedure: Procedure) -> None:
    """Add a procedure.

    Raises:
        ValueError: another one has its code.
    """
    known = _procedures.setdefault(procedure.code, procedure)
    if known is not procedure:
        raise ValueError(f"two procedures call themselves {procedure.code!r}")


def procedure(code: str) -> Procedure:
    """Return a procedure by its code.

    Raises:
        LookupError: none has it.
    """
    try:
        return _procedures[code]
    except KeyError:
        raise LookupError(f"no procedure {code!r}; installed: {', '.join(sorted(_procedures))}") from None


def procedures() -> Iterator[Procedure]:
    """Yield the installed procedures in the order of their codes."""
    for code in sorted(_procedures):
        yield _procedures[code]
