"""交接的表单: which post goes to whom from when, the list with the ticks of both sides."""

from __future__ import annotations

from typing import Any

from django import forms

from forms.base import PaperForm
from forms.fields import PersonField
from forms.money import FenField
from procedures.common.forms import text_field
from procedures.office.forms import AppointmentField, AtPost, day_field, held_at
from procedures.office.items_field import ItemsField
from workflows.people.models import Appointment, Person


class HandOverForm(AtPost):
    """交接: of an appointment that the page names, or of a post whose holder may be gone."""

    title = "发起交接"

    appointment = AppointmentField(label="移交人")
    member = PersonField(Person.objects.select_related("home").defer("home__seal"), label="接任人")
    first_on = day_field("接任第一日", help_text="当日 0 时换人；双方确认较晚的，自确认次日 0 时换人。")
    last_on = day_field("届满之日", required=False)
    document = forms.CharField(label="任免决定（文号、会议）", max_length=120)

    field_order = ("appointment", "organisation", "role", "member", "first_on", "last_on", "document")

    def narrow(self) -> None:
        """Offer the people of the roll; ask for the post where no appointment is named."""
        named = self.data.get("appointment") if self.is_bound else self.initial.get("appointment")
        if not named:
            self.fields["appointment"].widget = forms.HiddenInput()
        else:
            self.fields["appointment"].required = True
            for name in ("organisation", "role"):
                self.fields[name].required, self.fields[name].widget = False, forms.HiddenInput()
        if isinstance(named, Appointment):
            self.initial["organisation"] = named.post.organization
        super().narrow()

    def clean(self) -> dict[str, Any]:
        """Find whose term ends; None where nobody ever held the post."""
        cleaned = super().clean() or {}
        held = cleaned.get("appointment")
        if held is None:
            return {**cleaned, "appointment": held_at(cleaned, self.on)}
        return cleaned | {"organisation": held.post.organization, "role": held.post.role}


class ListForm(PaperForm):
    """移交人逐项确认."""

    title = "交接清单（移交人）"

    items = ItemsField(typed=True, label="交接项目", help_text="请对着实物逐项点交；可以修改、增加档案、印章等项目。")
    cash = FenField(label="现金（元）", required=False, help_text="该岗位保管团费的，填写实有数。")
    bank = FenField(label="存单位账户（元）", required=False)
    reason = text_field(
        "不符的原因", rows=3, required=False, most=300, help_text="现金加存款与账面不符时必填，接任人能看到。"
    )
    message = text_field("留言", rows=3, required=False, most=300, help_text="接任人需要知道的事。")


class GiveBackForm(PaperForm):
    """退回移交人."""

    title = "退回移交人"

    reason = text_field("退回的原因", rows=3, most=300)


class ReceiptForm(PaperForm):
    """接任人逐项点收."""

    title = "交接清单（接任人）"

    items = ItemsField(label="交接项目", help_text="请对着实物逐项点收；可以保存草稿，改天再点。")
    counted = FenField(label="实收金额（元）", required=False, help_text="现金加存款，以点数为准。")
    reason = text_field("不符的原因", rows=3, required=False, most=300)
