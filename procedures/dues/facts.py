"""团费事项所记: what a case of dues keeps of itself. Money in fen, months as their first days."""

from __future__ import annotations

from datetime import date
from typing import Any

from workflows.store.facts import Facts


class DuesFacts(Facts):
    """One type for all matters; each fills what is its own.

    `fen` of a payment is what was paid, `credited_fen` what the member's credit has paid of the same months besides.
    `rows` of an import are its lines with what they matched; `figures` of a published account its sums in fen;
    `collected_fen` what came in within the period of a remittance, `carried_fen` what the periods before have left,
    below nothing where too much had gone up; `split` what each level above would keep of it by the shares of its day.
    """

    category: str = ""
    base: int | None = None
    from_month: date | None = None
    to_month: date | None = None
    declared_on: date | None = None
    confirmed_on: date | None = None

    months: list[date] = []
    fen: int = 0
    credited_fen: int = 0
    voluntary_fen: int = 0
    method: str = ""
    paid_by: str = ""
    paid_on: date | None = None
    reversed_on: date | None = None
    reversed_because: str = ""

    kind: str = ""
    amount: int = 0
    reason: str = ""
    requested_on: date | None = None
    agreed_on: date | None = None
    approved_on: date | None = None

    period: str = ""
    first_on: date | None = None
    last_on: date | None = None
    collected_fen: int = 0
    carried_fen: int = 0
    split: dict[str, int] = {}
    remitted_on: date | None = None
    received_on: date | None = None
    published_on: date | None = None
    figures: dict[str, int] = {}

    file_name: str = ""
    digest: str = ""
    rows: list[dict[str, Any]] = []
    posted: int = 0
