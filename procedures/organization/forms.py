"""组织登记的表."""

from __future__ import annotations

from django import forms

from forms.base import PaperForm
from forms.fields import YesNoField
from procedures.common.forms import text_field
from procedures.register.organization_field import LEAGUE, OrganizationField
from workflows.people.models import Kind
from workflows.people.models.organization import PARTY

NAME_MOST = 120
LINES_MOST = 200


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class Registration(PaperForm):
    """登记下级组织: organizations that exist already, one name a line."""

    title = "登记下级组织"

    organisation = OrganizationField(label="上级组织")
    kind = forms.ChoiceField(
        label="类别",
        initial=Kind.BRANCH,
        choices=[(kind.value, kind.label) for kind in LEAGUE if kind is not Kind.SUPERIOR_COMMITTEE],
    )
    names = text_field("名称", rows=8, most=20_000, help_text="每行一个。代码由系统编排，上级组织代码后接序号。")
    first_on = day_field("成立日期", required=False, help_text="不清楚的不填。")

    def clean_names(self) -> str:
        """Refuse names longer than a paper has room for, and more than an officer can look over."""
        text: str = self.cleaned_data["names"]
        rows = lines(text)
        if len(rows) > LINES_MOST:
            raise forms.ValidationError(f"一次最多登记 {LINES_MOST} 个，请分次登记。", code="invalid")
        long = [number for number, name in rows if len(name) > NAME_MOST]
        if long:
            raise forms.ValidationError(f"第 {long[0]} 行超过 {NAME_MOST} 字，请核对。", code="invalid")
        return text


def lines(text: str) -> list[tuple[int, str]]:
    """Return the names of a text with the numbers of their lines; empty lines are none."""
    return [(number, name) for number, line in enumerate(text.splitlines(), start=1) if (name := line.strip())]


class Description(PaperForm):
    """组织信息; `book` is the state of the organization's book on the page that the form comes from."""

    title = "组织信息"

    organisation = OrganizationField(label="组织")
    contact = forms.CharField(
        label="办公联系电话", max_length=40, required=False, help_text="办公室电话，办理人和申请人都能看到。"
    )
    has_committee = YesNoField(
        label="设支部委员会", yes="设", no="不设", required=False, help_text="不选则按团员 7 人及以上判定。"
    )
    document_word = forms.RegexField(
        r"^[\u3400-\u9fff]{2,8}$",
        label="机关代字",
        required=False,
        help_text="文书编号的开头，如“江医团介〔2026〕1号”中的“江医团”。不填则用组织代码；修改后只影响此后的编号。",
        error_messages={"invalid": "机关代字为 2 至 8 个汉字，如“江医团”；不含年份、序号和括号。"},
    )
    book = forms.IntegerField(label="页面打开时的版本", required=False, min_value=0, widget=forms.HiddenInput)


class Leading(PaperForm):
    """同级党组织: one that is registered, or a new one by its name."""

    title = "同级党组织"

    organisation = OrganizationField(label="团组织")
    party = OrganizationField(PARTY, label="同级党组织", required=False, help_text="已登记的，从中选择。")
    name = forms.CharField(
        label="新登记的党组织名称", max_length=NAME_MOST, required=False, help_text="尚未登记的，填写全称。"
    )
    kind = forms.ChoiceField(
        label="类别", choices=[(kind.value, kind.label) for kind in PARTY], required=False, initial=Kind.PARTY_BRANCH
    )
    under = OrganizationField((Kind.PARTY_COMMITTEE,), label="隶属的党委", required=False)
    first_on = day_field("自", help_text="自该日起由其领导。")

    def clean(self) -> dict[str, object]:
        """Ask for one Party organization: a registered one or a new one."""
        cleaned = super().clean() or {}
        if self.errors or bool(cleaned.get("party")) != bool(cleaned.get("name")):
            return cleaned
        both = bool(cleaned.get("party"))
        message = "已选择已登记的党组织，请不要再填写新名称。" if both else "请选择已登记的党组织，或者填写其名称。"
        self.add_error(
            "name" if both else "party", forms.ValidationError(message, code="invalid" if both else "required")
        )
        return cleaned


class Seal(PaperForm):
    """印章."""

    title = "印章图片"

    organisation = OrganizationField(label="组织")
    seal = forms.FileField(
        label="PNG 图片", help_text="本组织自有印章的扫描件；白底自动变透明。不上传则证书留出盖章处。"
    )
    book = forms.IntegerField(label="页面打开时的版本", required=False, min_value=0, widget=forms.HiddenInput)
