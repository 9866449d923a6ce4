"""评议和注册各环节的表单, titled as the regulation titles them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.validators import FileExtensionValidator
from django.db.models import QuerySet

from forms.base import PaperForm
from forms.fields import REFUSE, CountField, DecisionField, TextsField
from forms.figures import CountsField, DatesField
from forms.roster import Cell, RosterField
from procedures.assessment.facts import AGAIN, GRADES, QUALIFIED
from procedures.assessment.lists import GRADED, NAMELESS, TO_GRADE, rows_of
from procedures.common.forms import text_field
from procedures.register.organization_field import MOST_NEAR, ByCode, OrganizationField
from workflows.people.models import Kind, Organization
from workflows.people.models.organization import COMMITTEES

MOST_BRANCHES = 200  # boxes to tick; a large hospital has a hundred branches, a city thousands
WHERE_MANY = "不选择则为所属全部团支部；只办一部分的，请选择上面的团委。"
HALF = 6  # months; the window runs over the turn of the year
NO_GRADE = ("", "不填写")


class BranchesField(ByCode, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only for the checker
    """Branches, by key or by code."""


class OpenRound(PaperForm):
    """开展年度团员教育评议."""

    title = "年度团员教育评议安排"

    organisation = OrganizationField(
        COMMITTEES,
        label="团委",
        required=False,
        help_text="不选择则为您任职的团委；在几个团委任职的，须选择为哪一个办理。",
    )
    year = forms.IntegerField(
        label="评议年度",
        required=False,
        min_value=2000,
        max_value=2100,
        help_text="不填为当前年度",
    )
    window = DatesField(
        label="评议时间", help_text="不填写则为本年 11 月 1 日至次年 1 月 31 日；团委另有规定的从其规定。"
    )
    branches = BranchesField(
        Organization.objects.filter(kind=Kind.BRANCH, dissolved_on=None).order_by("path"),
        label="参加评议的团支部",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选择则为所属全部团支部。",
    )

    def clean_year(self) -> int:
        """Take the year that is assessed about now where none is given."""
        given = self.cleaned_data["year"]
        return int(given) if given else self.on.year - (self.on.month <= HALF)

    def narrow(self) -> None:
        """Offer the committees and branches below the organization; any other may be named, and is not reached."""
        if isinstance(self.organization, Organization):
            committees, branches = (self._below(name, self.organization.path) for name in ("organisation", "branches"))
            self.fields["organisation"].offer(committees[:MOST_NEAR])  # type: ignore[attr-defined]
            few = [(one.pk, str(one)) for one in branches[: MOST_BRANCHES + 1]]
            if len(few) > MOST_BRANCHES:
                few = []
                self.fields["branches"].help_text = f"所属团支部超过 {MOST_BRANCHES} 个，不逐一列出：{WHERE_MANY}"
            self.fields["branches"].widget.choices = few

    def _below(self, name: str, path: str) -> QuerySet[Organization]:
        found: QuerySet[Organization] = self.fields[name].queryset  # type: ignore[attr-defined]
        return found.filter(path__startswith=path).defer("seal").order_by("path")


class Summary(PaperForm):
    """个人总结."""

    title = "团员个人总结"

    study = text_field("思想和学习情况", rows=4)
    work = text_field("工作情况", rows=4)
    conduct = text_field("遵守纪律和道德品行", rows=3)
    shortcomings = text_field("不足和改进方向", rows=3)
    self_grade = forms.ChoiceField(label="自评等次", choices=GRADES, widget=forms.RadioSelect)


class AppraisalMeeting(PaperForm):
    """评议大会记录和测评票."""

    title = "团员教育评议大会记录"

    present = CountField(label="实到有表决权团员")
    ballots = RosterField(
        tuple(Cell(code, label) for code, label in GRADES),
        adds_up_to="present",
        label="测评票",
        help_text="每人一行，填写各等次得票数，合计应等于实到人数；也可以只附测评票汇总表。",
    )
    tally_attached = forms.BooleanField(label="附测评票汇总表", required=False, help_text="逐人票数见所附汇总表。")
    tally_sheet = forms.FileField(
        label="测评票汇总表（扫描件）",
        required=False,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png", "xlsx"])],
    )
    place = forms.CharField(label="会议地点", required=False, max_length=120)
    observers = forms.CharField(label="列席人员", required=False, max_length=300)
    minutes = text_field("会议记录", rows=6, required=False, most=10_000, help_text="个人述评、互评和批评意见等。")

    def narrow(self) -> None:
        """Ask for the ballots of those who are assessed."""
        self.fields["ballots"].offer(rows_of(self, TO_GRADE))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the ballots or for the tally."""
        cleaned = super().clean() or {}
        if not cleaned.get("ballots") and not cleaned.get("tally_attached") and "ballots" not in self.errors:
            self.add_error("ballots", forms.ValidationError("请逐人填写测评票，或附测评票汇总表。", code="required"))
        return cleaned


class GradesProposed(PaperForm):
    """团员等次建议."""

    title = "团员等次建议"

    grades = RosterField(
        (Cell("grade", "等次", GRADES), Cell("reason", "理由（不合格必填）", text=True)),
        label="逐人等次",
        help_text="支部委员会综合自评、互评、测评票和日常表现提出。",
    )
    rest = forms.ChoiceField(
        label="其余没有逐一选择的团员",
        choices=(NO_GRADE, (QUALIFIED, "均为合格")),
        required=False,
        help_text="只需逐一选择优秀、基本合格、不合格的团员。",
    )
    reasons = TextsField(label="理由", required=False, widget=forms.HiddenInput)
    counts = CountsField(GRADES, label="各等次人数", help_text="名单随后补报时，可以只填写人数。")

    stages: ClassVar[tuple[str, ...]] = TO_GRADE

    def narrow(self) -> None:
        """Ask for the grades of those who are assessed."""
        self.fields["grades"].offer(rows_of(self, self.stages))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take the reasons to their people, the rest as qualified, and ask for grades or counts."""
        cleaned = super().clean() or {}
        if "grades" not in cleaned:
            return cleaned
        grades: dict[int, dict[str, Any]] = {pk: one for pk, one in cleaned["grades"].items() if one.get("grade")}
        for pk, reason in self._reasons(cleaned.get("reasons")).items():
            grades.get(pk, {}).setdefault("reason", reason)
        if cleaned.get("rest"):
            rows = self.fields["grades"].rows  # type: ignore[attr-defined]
            grades |= {row.pk: {"grade": cleaned["rest"]} for row in rows if row.pk not in grades}
        cleaned |= {"grades": grades, "reasons": {}}
        self._check_given(grades, cleaned)
        return cleaned

    def _check_given(self, grades: Mapping[int, Any], cleaned: Mapping[str, Any]) -> None:
        if not grades and not cleaned.get("counts") and "counts" not in self.errors:
            self.add_error("grades", forms.ValidationError("请逐人选择等次，或填写各等次人数。", code="required"))

    def _reasons(self, given: Any) -> dict[int, str]:
        """Return reasons given beside the grades, by person."""
        if not isinstance(given, Mapping):
            return {}
        field = RosterField((Cell("reason", "理由", text=True),))
        field.offer(self.fields["grades"].rows)  # type: ignore[attr-defined]
        return {pk: one["reason"] for pk, one in field.clean(given).items()}


class GradesNamed(GradesProposed):
    """补报等次名单: the names behind counts already proposed."""

    title = "补报等次名单"
    stages: ClassVar[tuple[str, ...]] = NAMELESS

    counts = None  # type: ignore[assignment]  # the counts stand already


class ApprovalField(DecisionField):
    """同意或退回; `return` is understood as the same word as `refuse`."""

    def to_python(self, value: Any) -> str:
        """Return the code of the decision."""
        return REFUSE if value in ("return", "returned") else super().to_python(value)


class GradesApproved(PaperForm):
    """团委审定意见."""

    title = "团委审定意见"

    decision = ApprovalField(label="审定结果", approve="同意", refuse="退回支部重新评议")
    remarks = text_field("意见", rows=3, required=False, help_text="退回时须写明问题，支部据此重新评议。")
    exceptions = RosterField(
        (Cell("grade", "改定等次", (*GRADES, (AGAIN, "退回重评"))), Cell("reason", "理由", text=True)),
        label="个别调整",
        help_text="只填写与支部建议不同的团员，须写明理由。",
    )

    def narrow(self) -> None:
        """Offer those whose grades are proposed."""
        self.fields["exceptions"].offer(rows_of(self, GRADED))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a return."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == REFUSE and not cleaned.get("remarks"):
            self.add_error("remarks", forms.ValidationError("退回时须写明问题。", code="required"))
        exceptions = {pk: one for pk, one in (cleaned.get("exceptions") or {}).items() if one.get("grade")}
        if "exceptions" in cleaned:
            cleaned["exceptions"] = exceptions
        return cleaned
