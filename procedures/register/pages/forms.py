"""The forms of the registrar's pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent, ValidationError

from forms.base import PaperForm
from forms.fields import CodeField
from procedures.register.organization_field import OrganizationField
from workflows.appointments.parameters import adjustable_rules
from workflows.people.models import Organization, Sex
from workflows.table.rules import Law


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=_(label), required=required, help_text=_(help_text) if help_text else "", widget=widget
    )


class BlockForm(PaperForm):
    """发展团员编号段."""

    title = "发展团员编号段"

    year = forms.IntegerField(label=_("年度"), min_value=2016, max_value=2100)
    first = forms.CharField(label=_("起号"), max_length=12, min_length=12)
    last = forms.CharField(label=_("止号"), max_length=12, min_length=12)


class ParameterForm(PaperForm):
    """本地参数."""

    title = "本地参数"

    key = forms.ChoiceField(label=_("规则"))
    value = forms.CharField(
        label=_("取值"), max_length=40, help_text=_("数字不带单位；比例写作 >1/2 或 >=2/3；选择写“是”或“否”。")
    )
    first_on = _day("自", help_text="不早于今日；此前办理的事项已按当时的规定判断。")
    because = forms.CharField(label=_("理由（文号）"), max_length=200)

    def narrow(self) -> None:
        """Offer the rules that a committee may set, by procedure, each with its national value of the day."""
        law = Law(self.on)
        self.fields["key"].choices = [  # type: ignore[attr-defined]
            (title, [(rule.key, f"{rule.title}（{rule.code}）：全国规定 {rule.words(law[rule])}") for rule in rules])
            for title, rules in adjustable_rules().items()
        ]


class GiveUpForm(PaperForm):
    """按全国规定: the end of a local value, of the rule whose key it carries."""

    title = "按全国规定"

    key = forms.CharField(widget=forms.HiddenInput)
    first_on = _day("自")
    because = forms.CharField(label=_("理由（文号）"), max_length=200)


class PersonForm(PaperForm):
    """建档."""

    title = "建档"

    name = forms.CharField(label=_("姓名"), max_length=60)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, widget=forms.RadioSelect)
    born = _day("出生日期")
    id_number = CodeField(
        label=_("身份证号"), required=False, max_length=18, widget=forms.TextInput({"autocomplete": "off"})
    )
    phone = CodeField(
        label=_("手机号码"),
        required=False,
        validators=[RegexValidator(r"^1[0-9]{10}$", "手机号码为 1 开头的 11 位数字。")],
    )
    ethnicity = forms.CharField(label=_("民族"), required=False, max_length=20)
    work = forms.CharField(label=_("工作单位及职务"), required=False, max_length=120)
    home = OrganizationField(label=_("所在组织"))

    def __init__(self, *args: Any, places: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = self.fields["home"]
        if isinstance(home, OrganizationField):
            home.keep_to(places)

    def clean_id_number(self) -> str:
        """Refuse a number whose length, check digit or date is wrong; an unknown region is let through."""
        number = str(self.cleaned_data["id_number"]).upper()
        try:
            return str(ric.validate(number)) if number else ""
        except InvalidComponent:
            return self._of_unknown_region(number)
        except ValidationError as error:
            message = "身份证号不正确（长度或校验码不符），请核对原件。"
            raise forms.ValidationError(message, code="invalid") from error

    def clean(self) -> dict[str, Any]:
        """Refuse a birth date or sex that the number contradicts."""
        cleaned = super().clean() or {}
        number, born, sex = cleaned.get("id_number"), cleaned.get("born"), cleaned.get("sex")
        if number and born and number[6:14] != f"{born:%Y%m%d}":
            self.add_error("born", forms.ValidationError("与身份证号中的出生日期不一致，请核对。", code="invalid"))
        holds = Sex.MALE if number and int(number[16]) % 2 else Sex.FEMALE
        if number and sex and sex != holds:
            self.add_error("sex", forms.ValidationError("与身份证号不一致，请核对。", code="invalid"))
        return cleaned

    def _of_unknown_region(self, number: str) -> str:
        try:
            date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        except ValueError as error:
            raise forms.ValidationError("身份证号中的出生日期不存在，请核对原件。", code="invalid") from error
        return number
