"""注册、复评、除名和申诉的表单, titled as the regulation titles them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from forms.base import PaperForm
from forms.fields import PeopleField, YesNoField
from procedures.assessment.facts import QUALIFIED, UNQUALIFIED
from procedures.common.forms import Decision, MeetingRecord, Naming, text_field
from procedures.register.rolls import members_on
from workflows.people.models import Person

PASSED = ("improved", "passed", "pass", "approve", "registered", "excellent", "basic", "合格")
FAILED = ("not_improved", "failed", "fail", "refuse", "reject", "removal", "不合格")


class Talk(PaperForm):
    """谈话记录."""

    title = "谈话记录"

    summary = text_field("谈话内容", help_text="指出问题，提出改进要求。")


class Registration(Naming):
    """年度团籍注册."""

    title = "年度团籍注册"
    offers: ClassVar = {"persons": members_on}

    everyone = forms.BooleanField(label="本支部全部待注册团员", required=False)
    persons = PeopleField(
        Person.objects.all(), label="或逐一选择", required=False, help_text="留团察看等不能注册的，会列明原因。"
    )

    def clean(self) -> dict[str, Any]:
        """Ask for everybody or for names; on a member's own case it is the member."""
        cleaned = super().clean() or {}
        cleaned["persons"] = list(cleaned.get("persons") or ())
        return cleaned


class ResultField(forms.ChoiceField):
    """复评结果; a grade, or a word of the same meaning, is understood."""

    widget = forms.RadioSelect

    def to_python(self, value: Any) -> str:
        """Return `qualified` or `unqualified`."""
        if value in PASSED:
            return QUALIFIED
        return UNQUALIFIED if value in FAILED else super().to_python(value)


class Recheck(PaperForm):
    """复评记录."""

    title = "复评记录"

    result = ResultField(label="复评结果", choices=((QUALIFIED, "有改进，合格"), (UNQUALIFIED, "没有改进，仍不合格")))
    summary = text_field("教育帮助和改进情况", rows=4, required=False)


class Persuasion(PaperForm):
    """劝退谈话记录."""

    title = "劝退谈话记录"

    summary = text_field("谈话内容", help_text="说明评议和复评的结果，听取本人的想法。")
    agreed = YesNoField(
        label="本人是否同意退团",
        yes="同意",
        no="不同意",
        help_text="同意的，由本人提出书面退团报告，在“退团申请”中办理，本事项不因此作出任何决定；不同意的，由支部大会讨论除名。",
    )


class RemovalMeeting(MeetingRecord):
    """讨论除名的支部大会记录."""

    title = "支部大会会议记录（除名）"

    heard = YesNoField(label="是否听取本人意见", yes="已听取", no="未听取", required=False)
    statement = text_field(
        "本人意见和申辩", rows=3, required=False, help_text="本人未到会的，写明通知和征求意见的情况。"
    )
    minutes = text_field("会议记录", rows=6, required=False, most=10_000)


class RemovalApproval(Decision):
    """除名审批意见."""

    title = "除名审批意见"


class AppealForm(PaperForm):
    """申诉."""

    title = "申诉"

    content = text_field("申诉内容和理由")


class AppealAnswer(PaperForm):
    """申诉答复."""

    title = "申诉处理意见"

    decision = forms.ChoiceField(
        label="处理结果",
        choices=(("upheld", "申诉成立"), ("dismissed", "维持原决定"), ("forwarded", "转上级处理")),
        widget=forms.RadioSelect,
    )
    opinion = text_field("处理意见", rows=3)
