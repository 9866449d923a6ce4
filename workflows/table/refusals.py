"""Answers of the engine: a refusal stops an act before anything is written, a warning goes along with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from workflows.days.dates import zh_date
from workflows.table.rules import Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """What a condition says of an act: met, or not met and why.

    Attributes:
        code: the refusal or warning code of procedures.md.
        sentence: Chinese; what is so, with its numbers, and what to do next.
        have, need, maximum: the values compared, where there are any.
        earliest: the first day on which the act would be allowed, where a day would mend it.
        until: the day until which the obstacle lasts.
        field: the form's field at fault.
        ruled_on: the day whose version of the rule is cited, where that is not the day of the act.
        unknown: nothing stands against the act, but only because what it is judged by is not known.
    """

    code: str
    sentence: str
    met: bool = False
    rule: Rule | None = None
    have: int | None = None
    need: int | None = None
    maximum: int | None = None
    earliest: date | None = None
    until: date | None = None
    field: str = ""
    ruled_on: date | None = None
    unknown: bool = False

    def cited(self, on: date) -> str:
        """Return the sentence with the rule, its source and since when it stands, and the earliest day."""
        parts = [self.sentence]
        if self.rule:
            version = self.rule.version(self.ruled_on or on)
            parts.append(f"（依据：{version.source}，{self.rule.standing(version)}；规则 {self.rule.code}）")
        if self.earliest and not self.met:
            parts.append(f"最早可办理日期：{zh_date(self.earliest)}。")
        return "".join(parts)


class Told(TypedDict, total=False):
    """What a finding may tell beside its sentence: the fields of `Finding`, for the functions that make one."""

    rule: Rule | None
    have: int | None
    need: int | None
    maximum: int | None
    earliest: date | None
    until: date | None
    ruled_on: date | None
    field: str
    unknown: bool


class Refused(Exception):
    """The act is refused whole; nothing was written."""

    def __init__(self, finding: Finding, others: tuple[Finding, ...] = ()) -> None:
        super().__init__(finding.code)
        self.finding = finding
        self.others = others

    @property
    def code(self) -> str:
        """The refusal code of procedures.md."""
        return self.finding.code

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that stands against the act, the first one first."""
        return (self.finding, *self.others)

    def cited(self, on: date) -> str:
        """Return the sentences of all its findings, each with its rule."""
        return "".join(one.cited(on) for one in self.findings)


class NeedsReason(Exception):
    """The act has warnings and nobody has given a reason for going on yet; nothing was written."""

    def __init__(self, warnings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(warning.code for warning in warnings))
        self.warnings = warnings


def refuse(code: str, sentence: str, **told: Unpack[Told]) -> Refused:
    """Return a refusal that no rule of a procedure's table gives: another's task, a closed case, a wrong date."""
    return Refused(Finding(code, sentence, **told))
