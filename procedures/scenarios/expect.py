"""Comparing what came out with what a story expects: only what it names is compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

AS_SETS = ("warned", "issued", "task", "others")


def differences(expected: Mapping[str, Any], actual: Mapping[str, Any], *, is_act: bool) -> Iterator[str]:
    """Yield a sentence for everything that is not as expected."""
    if is_act and "refused" in actual and "refused" not in expected:
        yield f"refused {actual['refused']}: {actual['sentence']}"
        return
    for name, wanted in expected.items():
        yield from _compare(name, wanted, actual.get(name))


def _compare(name: str, wanted: Any, got: Any) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        for key, value in wanted.items():
            yield from _compare(f"{name}.{key}", value, got.get(key))
        return
    if isinstance(wanted, list) and isinstance(got, list) and wanted and isinstance(wanted[0], Mapping):
        yield from _compare_rows(name, wanted, got)
        return
    if _plain(name, wanted) != _plain(name, got):
        yield f"{name}: expected {_text(wanted)}, got {_text(got)}"


def _compare_rows(name: str, wanted: list[Any], got: list[Any]) -> Iterator[str]:
    if len(wanted) != len(got):
        yield f"{name}: expected {len(wanted)} rows, got {len(got)}"
        return
    for index, (one, other) in enumerate(zip(wanted, got, strict=True)):
        yield from _compare(f"{name}[{index}]", one, other)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if name in AS_SETS:
        return sorted(value) if isinstance(value, list) else [] if value is None else [value]
    if isinstance(value, list):
        return [_plain("", one) for one in value]
    return value


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)
