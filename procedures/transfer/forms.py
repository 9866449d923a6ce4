"""转接各环节的表单, with the fields of the letter and of procedures.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from forms.base import PaperForm, Plain
from forms.fields import CodeField, DecisionField, MonthField, PersonField
from procedures.common.forms import ReasonedRefusal, person_field, text_field
from procedures.register.models import Standing
from procedures.register.organization_field import OrganizationField
from workflows.people.models import Kind, Organization, Person, Sex
from workflows.people.models.organization import BRANCHES
from workflows.people.secrets import masked_id_number

KINDS = (
    ("employment", "就业、工作调动"),
    ("study", "升学、转学"),
    ("graduation", "毕业离校"),
    ("no_employment", "毕业后未就业，转至居住地"),
    ("deferred", "延期毕业"),
    ("army", "参军入伍"),
    ("secret", "转入涉密单位"),
    ("abroad", "出国（境）"),
    ("other", "其他"),
)
DECISIONS = (("upheld", "申诉成立，退回原环节继续办理"), ("dismissed", "申诉不成立"))
TAKES_IN = (Kind.BRANCH, Kind.GROUP, Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE)


def destinations() -> OrganizationField:
    """Return the field of the organization that takes the member in."""
    words = "团支部；不知道支部的，选择将安排支部的团委。"
    return OrganizationField(TAKES_IN, label="转入组织", required=False, help_text=words)


def branches(label: str, *, required: bool = True) -> OrganizationField:
    """Return a field for a branch."""
    return OrganizationField(BRANCHES, label=label, required=required)


class Verdict(ReasonedRefusal):
    """A desk's decision; leaving it open means agreement, for whoever hands the form in signs it."""

    decision = DecisionField(label="审核意见", required=False, initial="approve")
    opinion = text_field("意见", rows=2, required=False, most=500)


class Request(PaperForm):
    """团组织关系转接申请."""

    title = "团组织关系转接申请"

    member = PersonField(
        Person.objects.select_related("home"), label="团员", required=False, help_text="为本人办理时不必填写。"
    )
    member_number = CodeField(
        label="团员的发展团员编号",
        required=False,
        max_length=12,
        help_text="接收组织为外单位团员发起时，可凭 12 位编号确认其人。",
    )
    to_organisation = destinations()
    outside_name = forms.CharField(
        label="系统外转入组织",
        required=False,
        max_length=80,
        help_text="转往未使用本系统的组织时填写全称，由原团委开具介绍信。",
    )
    kind = forms.ChoiceField(label="转接原因", choices=KINDS, widget=forms.RadioSelect)

    def clean(self) -> dict[str, object]:
        """Find the member by number, and demand one destination."""
        cleaned = super().clean() or {}
        number = cleaned.get("member_number")
        if number and not cleaned.get("member"):
            cleaned["member"] = self._numbered(str(number))
        within, outside = cleaned.get("to_organisation"), cleaned.get("outside_name")
        if "to_organisation" not in self.errors and bool(within) == bool(outside):
            code, words = ("required", "请选择转入组织。") if not within else ("invalid", "转入组织只能填写一个。")
            self.add_error("to_organisation", forms.ValidationError(words, code=code))
        return cleaned

    def _numbered(self, number: str) -> Person | None:
        standing = Standing.objects.filter(development_number=number).select_related("person__home").first()
        if standing is None:
            words = f"没有编号为 {number} 的团员，请核对。"
            self.add_error("member_number", forms.ValidationError(words, code="invalid"))
            return None
        return standing.person


class BranchRelease(Verdict):
    """原团支部意见."""

    title = "原团支部意见"

    dues_paid_to = MonthField(label="团费交至", required=False)


class CommitteeRelease(Verdict):
    """原团委意见."""

    title = "原团委意见"

    letter = forms.BooleanField(
        label="开具纸质介绍信", required=False, help_text="转往系统外的一律开具；系统内转接需要时选择。"
    )


class CommitteeAcceptance(Verdict):
    """接收团委意见."""

    title = "接收团委意见"

    branch = branches("编入团支部", required=False)


class BranchAcceptance(Verdict):
    """接收团支部意见."""

    title = "接收团支部意见"


class Redirection(PaperForm):
    """改派."""

    title = "改派团支部"

    branch = branches("改为转入")
    reason = text_field("改派理由", rows=2, most=300)


class LetterAgain(PaperForm):
    """补开介绍信."""

    title = "补开介绍信"

    reason = text_field("补开理由", rows=2, most=150, help_text="原介绍信过期、遗失或有误，须经核对。")


class LetterVoid(PaperForm):
    """作废介绍信."""

    title = "作废介绍信"

    reason = text_field("作废理由", rows=2, most=150)


class Receipt(PaperForm):
    """介绍信回执."""

    title = "介绍信回执"

    received_on = forms.DateField(
        label="收到回执日期", required=False, help_text="不填写则为办理日期。", widget=forms.DateInput({"type": "date"})
    )
    accepted_on = forms.DateField(label="回执载明的接收日期", required=False, widget=forms.DateInput({"type": "date"}))
    accepted_by = forms.CharField(label="回执载明的接收组织", required=False, max_length=80)

    def clean(self) -> dict[str, object]:
        """Refuse a receipt of a day to come, or one that came before the person was taken in."""
        cleaned = super().clean() or {}
        received, accepted = cleaned.get("received_on") or self.on, cleaned.get("accepted_on")
        if received > self.on:
            self.add_error("received_on", forms.ValidationError("收到回执日期晚于办理日期。", code="invalid"))
        if accepted and accepted > received:
            self.add_error("accepted_on", forms.ValidationError("接收日期晚于收到回执日期。", code="invalid"))
        return cleaned


class Incoming(PaperForm):
    """凭介绍信转入: a member whom the register knows, or the facts of one whom it does not."""

    title = "凭介绍信转入登记"
    NEEDED = ("name", "born", "joined_on")

    member = person_field("名册中已有的团员", required=False, help_text="名册中没有的，填写下列各项。")
    name = forms.CharField(label="姓名", required=False, max_length=60)
    sex = forms.ChoiceField(label="性别", required=False, choices=(("", "—"), *Sex.choices))
    ethnicity = forms.CharField(label="民族", required=False, max_length=20)
    born = forms.DateField(label="出生日期", required=False, widget=forms.DateInput({"type": "date"}))
    id_number = CodeField(label="身份证号", required=False, max_length=18)
    joined_on = forms.DateField(label="入团时间", required=False, widget=forms.DateInput({"type": "date"}))
    development_number = CodeField(label="发展团员编号", required=False, max_length=12)
    branch = branches("编入团支部")
    outside_name = forms.CharField(label="转出组织", required=False, max_length=80)
    letter_number = forms.CharField(label="介绍信编号", max_length=40)
    issued_on = forms.DateField(label="介绍信日期", widget=forms.DateInput({"type": "date"}))
    dues_paid_to = MonthField(label="团费交至", required=False)
    organisation = forms.ModelChoiceField(Organization.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Take the facts of a new member also as one value in the place of a member."""
        given = data.get("member") if isinstance(data, Mapping) else None
        if isinstance(given, Mapping):
            data = {**data, **given, "member": ""}
        super().__init__(data, *args, **kwargs)

    def clean(self) -> dict[str, object]:
        """Ask for the facts of a member whom the register does not know; the case runs at the new branch."""
        cleaned = super().clean() or {}
        cleaned["organisation"] = cleaned.get("branch")
        if not cleaned.get("member"):
            for name in (one for one in self.NEEDED if one not in self.errors and not cleaned.get(one)):
                self.add_error(name, forms.ValidationError("请填写，或选择名册中已有的团员。", code="required"))
        issued = cleaned.get("issued_on")
        if issued and issued > self.on:
            self.add_error("issued_on", forms.ValidationError("介绍信日期晚于办理日期。", code="invalid"))
        return cleaned

    def plain(self) -> dict[str, Plain]:
        """Return the answers with the ID number masked: the register keeps it, the log does not."""
        return {name: self._kept(name, value) for name, value in super().plain().items() if name != "organisation"}

    def shown(self) -> list[tuple[str, str, str]]:
        """Return what a reader of the history sees, the ID number masked."""
        rows = super().shown()
        return [(name, label, str(self._kept(name, text))) for name, label, text in rows if name != "organisation"]

    def _kept(self, name: str, value: Plain) -> Plain:
        return masked_id_number(str(value)) if name == "id_number" else value


class Appeal(PaperForm):
    """申诉."""

    title = "申诉"

    reason = text_field("申诉理由", rows=4)


class UpheldField(forms.ChoiceField):
    """申诉是否成立; agreeing with it is understood as upholding it."""

    def to_python(self, value: object) -> str:
        """Return the code of the decision."""
        return {"approve": "upheld", "refuse": "dismissed", "reject": "dismissed"}.get(str(value), str(value or ""))


class AppealDecision(PaperForm):
    """申诉裁定."""

    title = "申诉裁定"

    decision = UpheldField(label="裁定", choices=DECISIONS, widget=forms.RadioSelect)
    reason = text_field("理由", rows=3, required=False)
