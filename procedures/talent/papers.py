"""推优荐才的文书 as plain facts: 青年人才推荐表 for the file, and the 公示."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One signed block of the form: who, what, when."""

    title: str
    by: str
    text: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationForm(Imprint):
    """青年人才推荐表, filled, for the file.

    signed_by is the committee, signed_on the day of entering the register.

    birth_month: the first day of the month of birth. politics: 政治面貌 as the register has it.
    source: 推荐方式 in words. opinions: branch, committee, Party, in their order.
    notice_from, notice_until: first and last day of the notice. valid_until: last day in the register.
    """

    template: ClassVar[str] = "talent/nomination_form.html"
    title: ClassVar[str] = "青年人才推荐表"

    name: str
    sex: str
    ethnicity: str
    birth_month: date
    education: str
    field: str
    technical_title: str
    position: str
    organization: str
    source: str
    mentor: str
    achievements: str
    awards: str
    reason: str
    opinions: tuple[Opinion, ...]
    notice_from: date | None
    notice_until: date | None
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TalentNotice(Imprint):
    """公示 of one recommendation, posted by the committee; no day of birth and no number stands on it."""

    template: ClassVar[str] = "talent/public_notice.html"
    title: ClassVar[str] = "关于拟列入青年人才信息库人选的公示"

    name: str
    sex: str
    birth_month: date
    organization: str
    position: str
    field: str
    technical_title: str = ""
    from_on: date
    until_on: date
    working_days: int
    place: str = ""
    contact: str = ""
