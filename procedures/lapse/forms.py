"""自行脱团的表单: the papers asked for, titled as a branch titles them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django import forms

from forms.base import PaperForm
from forms.fields import Column, LinesField, YesNoField
from procedures.common.forms import Naming, person_field, text_field
from procedures.register.organization_field import OrganizationField
from procedures.register.rolls import members_on
from workflows.days.dates import zh_date


class Scan(PaperForm):
    """清查范围."""

    title = "清查连续未交团费的团员"

    organisation = OrganizationField(
        label="清查范围",
        required=False,
        help_text="不选择则为本组织及下级全部支部。系统每天夜间也会自动清查。",
    )


class Reminding(PaperForm):
    """提醒范围."""

    title = "提醒连续未交团费的团员"

    organisation = OrganizationField(
        label="提醒范围",
        required=False,
        help_text="不选择则为本组织及下级全部支部。系统每天夜间也会自动提醒；同样的月份只提醒一次。",
    )


class Omission(Naming):
    """连续六个月不参加组织生活或不做分配的工作."""

    title = "自行脱团情况报告"
    offers: ClassVar = {"member": members_on}

    member = person_field("团员")
    ground = forms.ChoiceField(
        label="情形",
        choices=(("meetings", "不参加团的组织生活"), ("work", "不做团组织分配的工作")),
        widget=forms.RadioSelect,
    )
    since = forms.DateField(label="起始日期", widget=forms.DateInput({"type": "date"}))
    details = text_field("具体情况", rows=4, help_text="未参加的活动或未完成的工作，支部如何通知。")


class Reminder(PaperForm):
    """提醒催交."""

    title = "提醒"

    way = forms.ChoiceField(
        label="送达方式",
        required=False,
        choices=(
            ("", "—"),
            ("in_person", "当面送达"),
            ("telephone", "电话"),
            ("message", "短信、微信等"),
            ("post", "邮寄"),
        ),
    )
    text = text_field("提醒内容", rows=4, required=False, help_text="不填写则按标准文本生成提醒书。")


class Hearing(PaperForm):
    """听取本人意见; who could not be reached has the attempts listed instead."""

    title = "听取本人意见"

    answer = text_field(
        "本人陈述", rows=5, required=False, help_text="未交团费的原因、本人态度；由支部记录的，照原意记。"
    )
    reached = YesNoField(label="是否听取到本人意见", required=False, yes="已听取", no="多次联系未能联系上")
    attempts = LinesField(
        (
            Column("on", "日期", required=True, day=True, width=3),
            Column("way", "联系方式", required=True, width=4),
            Column("result", "结果", width=5),
        ),
        label="联系经过",
        help_text="未能联系上时逐次填写，日期写作 2026-05-01。",
    )

    def clean_attempts(self) -> list[dict[str, str]]:
        """Refuse a day that has not come yet."""
        rows: list[dict[str, str]] = self.cleaned_data["attempts"]
        for number, row in enumerate(rows, start=1):
            day = date.fromisoformat(row["on"])
            if day > self.on:
                message = f"第 {number} 行日期{zh_date(day)}晚于办理日期{zh_date(self.on)}。"
                raise forms.ValidationError(message, code="invalid")
        return rows

    def clean(self) -> dict[str, object]:
        """Ask for the answer, or for how the branch tried to get one."""
        cleaned = super().clean() or {}
        if cleaned.get("reached") is None:
            cleaned["reached"] = bool(cleaned.get("answer"))
        if cleaned["reached"] and not cleaned.get("answer"):
            self.add_error("answer", forms.ValidationError("请填写本人陈述。", code="required"))
        if not cleaned["reached"] and not cleaned.get("attempts") and "attempts" not in self.errors:
            message = "请填写本人陈述；未能联系上的，逐次填写联系的日期和方式。"
            self.add_error("attempts", forms.ValidationError(message, code="required"))
        return cleaned


class Settlement(PaperForm):
    """按已补交或有正当理由办结."""

    title = "支部办结意见"

    basis = forms.ChoiceField(
        label="办结依据",
        choices=(("paid_up", "团费已补交"), ("good_reason", "未交团费有正当理由")),
        widget=forms.RadioSelect,
    )
    opinion = text_field("情况说明", rows=3, required=False)

    def clean(self) -> dict[str, object]:
        """Ask for the reason that was accepted."""
        cleaned = super().clean() or {}
        if cleaned.get("basis") == "good_reason" and not cleaned.get("opinion"):
            self.add_error("opinion", forms.ValidationError("请写明正当理由。", code="required"))
        return cleaned
