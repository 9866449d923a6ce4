"""启用页的表: the first organization, its branches, and who keeps it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from forms.base import PaperForm
from forms.texts import alike, seen
from procedures.register.numbers import is_province
from workflows.people.models import Kind, Person

NAME_MOST = 120
BRANCHES_MOST = 200
KINDS = (Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE)


class FirstDay(PaperForm):
    """启用: 本级团组织、党组织、团支部和第一位管理员."""

    title = "启用"

    called = forms.CharField(label=_("本级团组织全称"), max_length=NAME_MOST, help_text=_("如“江北市人民医院团委”。"))
    kind = forms.ChoiceField(label=_("类别"), choices=[(kind.value, kind.label) for kind in KINDS], initial=KINDS[0])
    code = forms.CharField(
        label=_("组织代码"), max_length=32, validators=[RegexValidator(r"^[A-Za-z0-9-]{2,32}$")],
        help_text=_("2 至 32 位字母、数字或“-”，如“RMYY”；以后不改。"),
        error_messages={"invalid": _("组织代码只用字母、数字和“-”。")},
    )  # fmt: skip
    document_word = forms.RegexField(
        r"^[\u3400-\u9fff]{2,8}$", label=_("机关代字"), required=False,
        help_text=_("文书编号的开头，2 至 8 个汉字；不填则用组织代码。"),
    )  # fmt: skip
    province = forms.CharField(
        label=_("省级代码"), max_length=2, required=False,
        help_text=_("身份证号前两位，如湖北为 42；发展团员编号用，可以以后再填。"),
    )  # fmt: skip
    party = forms.CharField(
        label=_("领导它的党组织"),
        max_length=NAME_MOST,
        required=False,
        help_text=_("如“江北市人民医院党委”；可以以后再登记。"),
    )
    branches = forms.CharField(
        label=_("团支部"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("每行一个名称；也可以以后从名册导入。"),
    )
    name = forms.CharField(label=_("您的姓名"), max_length=60, help_text=_("您将成为本级的管理员。"))
    username = forms.CharField(
        label=_("登录名"), max_length=64, validators=[RegexValidator(r"^[A-Za-z0-9._@-]{3,64}$")],
        help_text=_("3 至 64 位字母、数字或“. _ @ -”。"),
    )  # fmt: skip
    password = forms.CharField(label=_("密码"), widget=forms.PasswordInput({"autocomplete": "new-password"}))
    again = forms.CharField(label=_("再输入一次密码"), widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def clean_province(self) -> str:
        """Refuse two digits that are no province."""
        code = str(self.cleaned_data["province"]).strip()
        if code and not is_province(code):
            raise forms.ValidationError(
                say("“%(code)s”不是省级代码，请核对身份证号前两位。") % {"code": code}, code="invalid"
            )
        return code

    def clean_username(self) -> str:
        """Refuse a sign-in name that is taken."""
        name = str(self.cleaned_data["username"])
        if Person.objects.filter(username=name).exists():
            raise forms.ValidationError(say("登录名“%(name)s”已有人使用，请换一个。") % {"name": name}, code="taken")
        return name

    def clean_branches(self) -> list[str]:
        """Return the names of the branches, refusing too many, too long ones and any that stands twice."""
        names = [name for line in str(self.cleaned_data["branches"]).splitlines() if (name := seen(line).strip())]
        if len(names) > BRANCHES_MOST:
            raise forms.ValidationError(
                say("一次最多登记 %(most)s 个团支部。") % {"most": BRANCHES_MOST}, code="invalid"
            )
        known: dict[str, str] = {}
        for name in names:
            if len(name) > NAME_MOST:
                raise forms.ValidationError(say("“%(name)s…”太长，请核对。") % {"name": name[:20]}, code="invalid")
            if alike(name) in known:
                raise forms.ValidationError(say("“%(name)s”写了两次，请删去一个。") % {"name": name}, code="invalid")
            known[alike(name)] = name
        return names

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ, and one that is too easy."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", forms.ValidationError(say("两次输入的密码不一样。"), code="differs"))
        elif password:
            person = Person(username=cleaned.get("username", ""), name=cleaned.get("name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
