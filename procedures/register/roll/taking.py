"""带走名单: the roll as a file or a printed sheet, and the entry of who took what for which purpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from django import forms
from django.db import transaction
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from forms.base import PaperForm
from procedures.register.roll.asked import Asked
from procedures.register.roll.columns import COLUMNS, SEALED, Column, Line
from procedures.register.roll.reading import Roll
from workflows.appointments.keepers import hold
from workflows.exchange.lists import FORMATS, Listing, written
from workflows.pages.reader import Reader
from workflows.people.models import Appointment, Organization
from workflows.proof import log
from workflows.table.act import Change

TITLE = "团员名册"
ACT = ("export_roll", "导出团员名册")
PURPOSES = ("向上级团委报送", "核对智慧团建", "支部日常管理", "超龄离团欢送", "其他")


class Taking(PaperForm):
    """导出名册: in which format, with which personal numbers, and for what."""

    title = "导出"

    format = forms.ChoiceField(label=_("格式"), choices=[("xlsx", _("表格 .xlsx")), ("csv", _("文本 .csv"))],
                               widget=forms.RadioSelect, initial="xlsx")  # fmt: skip
    sealed = forms.MultipleChoiceField(
        label=_("另加的个人信息"), choices=[(code, one.title) for code, one in SEALED.items()],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("用途"), max_length=100, required=False, widget=forms.TextInput({"list": "purposes"}),
        help_text=_("含身份证号或手机号码时必须填写。"),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Ask for the purpose where personal numbers leave the house."""
        cleaned = super().clean() or {}
        if cleaned.get("sealed") and not cleaned.get("purpose"):
            self.add_error("purpose", forms.ValidationError(
                say("名单含个人信息，请填写用途；用途将与导出人、时间一起记录。"), code="required"))  # fmt: skip
        return cleaned


@dataclass(frozen=True, slots=True)
class Taken:
    """A list that is taken away: its columns and lines, how many people are on it."""

    columns: Sequence[Column]
    lines: Iterable[Line]
    people: int


def taken(roll: Roll, asked: Asked, sealed: Iterable[str]) -> Taken:
    """Return what is asked for with the columns that are shown, and personal numbers after them."""
    people = roll.asked(asked)
    columns = [*(COLUMNS[code] for code in asked.columns), *(SEALED[code] for code in sealed)]
    return Taken(columns, roll.lines(people), people.count())


def as_file(found: Taken, form: str) -> IO[bytes]:
    """Return the list as a file of a format, with the columns in the order of the page."""
    headings = [(str(one.title), one.width) for one in found.columns]
    return written(Listing(TITLE, headings, _rows(found)), form)


def _rows(found: Taken) -> Iterator[list[str]]:
    for line in found.lines:
        yield [one.text(line) for one in found.columns]


@transaction.atomic
def note(who: Reader, place: Organization, capacity: Appointment, found: Taken, *, form: str, purpose: str) -> None:
    """Append who took how many people with which columns for what to the book of the organization whose roll it is."""
    hold(place)
    columns = "、".join(str(one.title) for one in found.columns)
    line = log.Line(
        procedure="organization", act=ACT[0], title=ACT[1], on=who.on, recorded_at=who.at, actor=who.person,
        capacity=capacity,
        changes=[Change("people", "人数", "", str(found.people)), Change("columns", "栏目", "", columns[:300]),
                 Change("format", "格式", "", form)],
        reason=purpose,
    )  # fmt: skip
    log.append_to_book(f"organization/{place.pk}", place.root, line)


__all__ = ["FORMATS", "PURPOSES", "Taken", "Taking", "as_file", "note", "taken"]
