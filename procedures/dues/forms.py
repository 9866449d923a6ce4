"""团费各环节的表单, titled as the regulation titles them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.functional import SimpleLazyObject

from forms.base import PaperForm
from forms.fields import CountField, DecisionField, PersonField
from forms.money import FenField
from procedures.common.forms import Decision, Naming, ReasonedRefusal, person_field, text_field
from procedures.dues.collecting import offered_to
from procedures.dues.credit import owners_at
from procedures.dues.fields import Month, MonthsField, PeriodField
from procedures.dues.models import Method, ReliefKind
from procedures.dues.scale import EARNERS
from procedures.register.models import DuesCategory
from procedures.register.organization_field import OrganizationField
from procedures.register.rolls import members_on
from workflows.people.models import Organization, Person


def category_field(*, required: bool = True) -> forms.ChoiceField:
    """Return the field of the 团费类别."""
    empty = () if required else (("", "按申报"),)
    return forms.ChoiceField(label="团费类别", choices=(*empty, *DuesCategory.choices), required=required)


def base_field() -> FenField:
    """Return the field of the base: the regular part of the monthly wage after tax."""
    return FenField(
        label="月基数（元）",
        required=False,
        help_text="税后每月固定的工资收入；不固定收入的填上一季度月平均。学生、农民、无收入的不填。",
    )


def organization_field() -> OrganizationField:
    """Return the field of the organization, the one of the actor's post where nothing is chosen."""
    return OrganizationField(
        label="组织", required=False, help_text="不选择则为您任职的组织；在几个组织任职的，须选择为哪个组织办理。"
    )


class _Basis(Naming):
    """A basis; who earns must say how much."""

    def clean(self) -> dict[str, Any]:
        """Ask for the base where the category is reckoned from one."""
        cleaned = super().clean() or {}
        if cleaned.get("category") in EARNERS and cleaned.get("base") is None and not self.errors:
            self.add_error("base", forms.ValidationError("该类别按收入计算，须填写月基数。", code="required"))
        return cleaned


class BasisDeclaration(_Basis):
    """团费基数申报."""

    title = "团费基数申报"

    category = category_field()
    base = base_field()
    from_month = Month(label="自何月起")
    evidence = forms.FileField(
        label="证明材料",
        required=False,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png"])],
        help_text="可选；如工资条，PDF 或图片。",
    )


class BasisConfirmation(ReasonedRefusal):
    """团费基数核定."""

    title = "团费基数核定"

    decision = DecisionField()
    category = category_field(required=False)
    base = base_field()
    from_month = Month(label="自何月起", required=False)
    opinion = text_field("核定意见", rows=2, required=False)


class BasisSetting(_Basis):
    """支部核定团费基数, without a declaration."""

    title = "核定团费基数"
    offers: ClassVar = {"member": members_on}

    member = person_field("团员")
    category = category_field()
    base = base_field()
    from_month = Month(label="自何月起")


class MonthsOpening(PaperForm):
    """核定应交团费."""

    title = "核定应交团费"

    organisation = organization_field()
    from_month = Month(label="从哪个月")
    to_month = Month(label="到哪个月")

    def clean(self) -> dict[str, Any]:
        """Refuse months the wrong way round, and more than two years at once."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_month"), cleaned.get("to_month")
        if first and last and first > last:
            self.add_error("to_month", forms.ValidationError("起止月份颠倒，请核对。", code="invalid"))
        elif first and last and (last.year - first.year) * 12 + last.month - first.month >= 24:
            self.add_error("to_month", forms.ValidationError("一次最多核定 24 个月。", code="invalid"))
        return cleaned


class PaymentForm(Naming):
    """收取团费."""

    title = "收取团费"
    offers: ClassVar = {"member": members_on}

    member = PersonField(Person.objects.select_related("home"), label="交款团员")
    months = MonthsField(label="所交月份", required=False)
    amount = FenField(
        label="金额（元）",
        required=False,
        help_text="不填写则按所选月份的应交数；只填金额、不选月份的，从最早的欠交抵起。",
    )
    method = forms.ChoiceField(label="方式", choices=Method.choices, widget=forms.RadioSelect)
    paid_by = forms.CharField(label="代交人", required=False, max_length=60, help_text="由他人代交的，写明姓名。")
    voluntary = FenField(label="自愿多交（元）", required=False, help_text="单独记账，不限数额。")

    def narrow(self) -> None:
        """Offer the months of the member, where he is known already."""
        super().narrow()
        person, place, months = self.subject, self.organization, self.fields["months"]
        if isinstance(person, Person) and isinstance(place, Organization) and isinstance(months, MonthsField):
            offered = SimpleLazyObject(lambda: offered_to(person, place, self.on))  # asked for by a page, not by an act
            months.offer(lambda: [(one.month, one.label) for one in offered])
            self.initial = {"months": lambda: [one.month for one in offered if one.owed], **self.initial}

    def clean(self) -> dict[str, Any]:
        """Ask for months, an amount, or something voluntary."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("months", "amount", "voluntary")):
            self.add_error("months", forms.ValidationError("请填写月份或金额。", code="required"))
        return cleaned


class Import(PaperForm):
    """导入缴费表."""

    title = "导入缴费表"

    spreadsheet = forms.FileField(
        label="缴费表",
        required=False,
        validators=[FileExtensionValidator(["xlsx"])],
        help_text="Excel 工作簿（.xlsx），有“姓名”“金额”两栏，可有“身份证号”“备注”栏；核对后才入账。",
    )
    pasted = text_field("或粘贴名单", rows=5, required=False, most=5000, help_text="每行一人：姓名 金额（元）。")
    method = forms.ChoiceField(label="方式", choices=Method.choices, initial=Method.MOBILE)
    organisation = organization_field()

    def clean(self) -> dict[str, Any]:
        """Ask for a sheet or a list."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("spreadsheet") and not cleaned.get("pasted"):
            self.add_error("spreadsheet", forms.ValidationError("请选择缴费表，或粘贴名单。", code="required"))
        return cleaned


class ImportConfirmation(PaperForm):
    """确认入账."""

    title = "确认入账"


class Reversal(PaperForm):
    """冲正."""

    title = "冲正"

    entry = forms.CharField(label="凭证", required=False, max_length=60, help_text="不填写则为本事项的收款。")
    reason = text_field("冲正理由", rows=2, most=200)


class RefundForm(Naming):
    """退还团费结余."""

    title = "退还团费结余"
    offers: ClassVar = {"member": owners_at}

    member = person_field("结余所属的团员", help_text="列出在本组织有团费结余的人，包括已经离团、转出的。")
    amount = FenField(label="退还金额（元）", required=False, help_text="不填写则全部退还。")
    method = forms.ChoiceField(label="方式", choices=Method.choices, widget=forms.RadioSelect)
    received_by = forms.CharField(label="代领人", required=False, max_length=60, help_text="由他人代领的，写明姓名。")
    organisation = organization_field()


class RefundReversal(PaperForm):
    """冲正退款."""

    title = "冲正退款"

    reason = text_field("冲正理由", rows=2, most=200)


class ReliefRequest(PaperForm):
    """减免团费申请."""

    title = "减免团费申请"

    kind = forms.ChoiceField(label="种类", choices=ReliefKind.choices, widget=forms.RadioSelect)
    amount = FenField(label="减免后每月交纳（元）", required=False, help_text="少交的填写；免交的不填。")
    from_month = Month(label="自何月起")
    to_month = Month(label="至何月止")
    reason = text_field("申请理由", rows=4)

    def clean(self) -> dict[str, Any]:
        """Ask for the amount of a reduction, and months in their order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_month"), cleaned.get("to_month")
        if first and last and first > last:
            self.add_error("to_month", forms.ValidationError("起止月份颠倒，请核对。", code="invalid"))
        if cleaned.get("kind") == ReliefKind.REDUCTION and not cleaned.get("amount"):
            self.add_error("amount", forms.ValidationError("少交的，请填写减免后每月交纳的金额。", code="required"))
        return cleaned


class BranchAgreement(ReasonedRefusal):
    """支部大会意见."""

    title = "支部大会意见"

    decision = DecisionField(signed=True)
    present = CountField(label="实到人数", required=False)
    yes = CountField(label="赞成", required=False)
    no = CountField(label="反对", required=False)
    abstain = CountField(label="弃权", required=False)
    opinion = text_field("支部大会意见", rows=3, required=False)


class ReliefApproval(Decision):
    """批准减免团费."""

    title = "批准减免团费"

    decision = DecisionField(signed=True)


class RemittanceForm(PaperForm):
    """上缴团费."""

    title = "上缴团费"

    organisation = organization_field()
    period = PeriodField(label="期间")
    amount = FenField(label="上缴金额（元）", required=False, help_text="不填写则按账目计算。")


class RemittanceReceipt(PaperForm):
    """收到上缴团费."""

    title = "收到上缴团费"

    amount = FenField(label="实收金额（元）", required=False, help_text="不填写则与上缴金额相同。")


class AccountPublication(PaperForm):
    """公布团费收支."""

    title = "公布团费收支"

    organisation = organization_field()
    period = PeriodField(label="期间")


class Certificate(Naming):
    """开具团费缴纳证明."""

    title = "开具团费缴纳证明"
    offers: ClassVar = {"member": members_on}

    member = person_field("团员")
    from_month = Month(label="自何月起")
    to_month = Month(label="至何月止")

    def clean(self) -> dict[str, Any]:
        """Ask for months in their order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_month"), cleaned.get("to_month")
        if first and last and first > last:
            self.add_error("to_month", forms.ValidationError("起止月份颠倒，请核对。", code="invalid"))
        return cleaned
