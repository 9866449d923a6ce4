"""What a paper is before it is printed: a template and plain facts, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Self

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What every paper carries beside its own facts; a paper's dataclass extends this one.

    number: as printed, e.g. `团证〔2026〕15号`; empty where the paper has none.
    signed_by: the organization that signs, by its full name.
    signed_on: 成文日期, the date under the signature.
    recorded_on: 录入日期, where the act was entered on a later day than it was done; None for the same day.
    valid_until: the last day on which it counts; None for a paper that does not run out.
    reissued_on: 补发日期, of a paper given out in place of one declared void; else None.
    revoked_on, revoked_because: since when and why it does not count; said on every page.
    check_url: what the QR code says; empty for a paper without one.
    check_code: the same code in letters, for a reader without a camera.
    seal: the organization's own uploaded seal as `images.seal_url` gives it; empty leaves room for the stamp.
    demo: the paper belongs to the demo and says 演示 on every page.
    """

    template: ClassVar[str]
    title: ClassVar[str]

    number: str = ""
    signed_by: str
    signed_on: date
    recorded_on: date | None = None
    valid_until: date | None = None
    reissued_on: date | None = None
    revoked_on: date | None = None
    revoked_because: str = ""
    check_url: str = ""
    check_code: str = ""
    seal: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper ready to be printed; equal sheets give equal bytes.

    facts: what the template reads as `facts.…`: str, int, bool, date, tuples and frozen dataclasses of these.
    issued_at: aware; becomes the PDF's date of creation.

    Raises:
        ValueError: `issued_at` has no time zone.
    """

    template: str
    facts: Mapping[str, object]
    title: str
    issued_at: datetime
    language: str = "zh-CN"

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("issued_at must know its time zone")

    @classmethod
    def of(cls, paper: Imprint, *, issued_at: datetime) -> Self:
        """Return the sheet that prints the paper by its own template."""
        facts = {field.name: getattr(paper, field.name) for field in fields(paper)}
        return cls(template=paper.template, facts=facts, title=paper.title, issued_at=issued_at)


def adapter_of(sheet: type[object]) -> TypeAdapter[Any]:
    """Return what makes plain JSON of a paper's facts and facts of the JSON; made once, for making it takes long."""
    if sheet not in _adapters:
        _adapters[sheet] = TypeAdapter(sheet)
    return _adapters[sheet]


_adapters: dict[type[object], TypeAdapter[Any]] = {}
