"""表单 that several procedures ask for: a decision, people by name, a notice and its objections, a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject

from forms.base import PaperForm
from forms.fields import REFUSE, CountField, DecisionField, PeopleField, PersonField
from workflows.people.models import Organization, Person


def text_field(
    label: str, *, rows: int = 4, required: bool = True, most: int = 2000, help_text: str = ""
) -> forms.CharField:
    """Return a field for a long text of so many rows and at most so many characters."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
    )


def person_field(label: str, *, required: bool = True, help_text: str = "") -> PersonField:
    """Return a field for one person; who is offered is the form's matter, who is valid the conditions'."""
    return PersonField(Person.objects.all(), label=label, required=required, help_text=help_text)


class Naming(PaperForm):
    """A form on which people are named; `offers` says who is offered for which field."""

    offers: ClassVar[Mapping[str, Callable[[Organization, date], QuerySet[Person]]]] = {}

    def narrow(self) -> None:
        """Offer the people of the branch on the day of the act."""
        if isinstance(self.organization, Organization):
            for name, offered in self.offers.items():
                field = self.fields[name]
                if isinstance(field, (PersonField, PeopleField)):
                    people = partial(offered, self.organization, self.on)
                    field.offer(SimpleLazyObject(people))  # asked for by a page that shows the form, not by an act


class ReasonedRefusal(PaperForm):
    """A form with `decision` and `opinion`: whoever decides no says why."""

    def clean(self) -> dict[str, object]:
        """Ask for the reason of a refusal."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == REFUSE and not cleaned.get("opinion"):
            self.add_error("opinion", forms.ValidationError("不同意时须写明理由。", code="required"))
        return cleaned


class Decision(ReasonedRefusal):
    """审批意见; an opinion is asked for where the decision is no."""

    title = "审批意见"

    decision = DecisionField()
    opinion = text_field("意见", rows=3, required=False)


class CollectiveDecision(Decision):
    """委员会集体审批意见; who was present and in favor is asked for where the decision is yes."""

    members_present = CountField(label="到会委员", required=False, needed="同意时必填")
    members_yes = CountField(label="同意的委员", required=False, needed="同意时必填")
    members_total = CountField(label="委员总数", required=False, help_text="团委设定过委员总数的，不必填写。")

    def clean(self) -> dict[str, object]:
        """Ask for the figures of an approval; refuse more in favor than present, and more present than there are."""
        cleaned = super().clean()
        if cleaned.get("decision") == "approve":
            for name in ("members_present", "members_yes"):
                if name in cleaned and cleaned[name] is None:
                    message = "集体审批须填写到会委员和同意的委员人数。"
                    self.add_error(name, forms.ValidationError(message, code="required"))
        self._check_most("members_yes", "members_present")
        self._check_most("members_present", "members_total")
        return cleaned

    def _check_most(self, name: str, most: str) -> None:
        have, maximum = self.cleaned_data.get(name), self.cleaned_data.get(most)
        if have is not None and maximum is not None and have > maximum:
            message = f"{self.label(name)} {have} 人，多于{self.label(most)} {maximum} 人，请核对。"
            self.add_error(name, forms.ValidationError(message, code="invalid"))


class NoticePosting(PaperForm):
    """公示."""

    title = "公示"

    place = forms.CharField(label="公示地点", max_length=120)
    text = text_field("公示内容", rows=6, required=False, help_text="不填写则按标准文本生成。")
    witness = forms.CharField(
        label="纸质公示的见证人",
        required=False,
        max_length=60,
        help_text="补录以前张贴的纸质公示时填写；不填写的，公示期自录入之日起算。",
    )


class ObjectionForm(PaperForm):
    """对公示的异议."""

    title = "提出异议"

    name = forms.CharField(label="姓名", max_length=60, required=False, help_text="提倡实名反映，组织将为您保密。")
    content = text_field("反映的情况")


class Settlement(PaperForm):
    """异议处理意见."""

    title = "异议处理"

    decision = forms.ChoiceField(
        label="处理结果",
        choices=(("dismissed", "异议不成立，继续办理"), ("upheld", "异议成立，退回培养")),
        widget=forms.RadioSelect,
    )
    opinion = text_field("调查情况和处理意见", rows=4, required=False)


class NoticeClosing(PaperForm):
    """公示结果."""

    title = "公示结果"

    result = text_field("公示结果", rows=2, required=False)


class MeetingRecord(PaperForm):
    """支部大会会议记录."""

    title = "支部大会会议记录"

    present = CountField(label="实到有表决权团员")
    yes = CountField(label="赞成")
    no = CountField(label="反对")
    abstain = CountField(label="弃权")
    written_yes = CountField(label="书面赞成", required=False, help_text="因故不能到会、会前正式提出书面意见的。")
    written_no = CountField(label="书面反对", required=False)
    persons = PeopleField(
        Person.objects.all(),
        label="本次表决对象",
        required=False,
        help_text="逐个讨论和表决，一次只填写一人的票数。",
    )
    place = forms.CharField(label="会议地点", required=False, max_length=120)
    observers = forms.CharField(label="列席人员", required=False, max_length=300)
    minutes = text_field("会议记录", rows=8, most=10_000)
