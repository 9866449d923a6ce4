"""推优各环节的表单."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from forms.base import PaperForm
from forms.fields import CountField, DecisionField, PeopleField
from forms.roster import Cell, RosterField
from procedures.common import forms as common
from procedures.common.forms import Naming, text_field
from procedures.recommendation import rules
from procedures.recommendation.waiting import rows_at
from procedures.register.organization_field import OrganizationField
from procedures.register.rolls import members_on
from workflows.people.models import Organization, Person
from workflows.people.models.organization import BRANCHES, PARTY

TRACKS = (
    (rules.A, "推荐优秀团员作入党积极分子人选（由入党申请人中推荐）"),
    (rules.B, "推荐优秀团员作党的发展对象（由入党积极分子中推荐）"),
)


def day_field(label: str, help_text: str) -> forms.DateField:
    """Return a field for a day that need not be given."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class Nomination(Naming):
    """推荐对象提名."""

    title = "推荐对象提名"
    offers: ClassVar = {"members": members_on}

    organisation = OrganizationField(
        BRANCHES,
        label="提名的团支部",
        required=False,
        help_text="不选择则为本人所在的团支部。",
    )
    members = PeopleField(
        Person.objects.all(), label="推荐对象", help_text="可以一次提名多人，每人各立一件事项，在推优大会上逐人表决。"
    )
    track = forms.ChoiceField(label="推荐类别", choices=TRACKS, widget=forms.RadioSelect)
    party_application_on = day_field(
        "递交入党申请书时间", "不填写则取名册所载；填写则用于本次提名的全部团员，各人不同的请分别提名。"
    )
    party_activist_on = day_field("确定为入党积极分子时间", "推荐作发展对象时填写；不填写则取名册所载。")
    grounds = text_field("推荐理由", rows=4)

    def clean_members(self) -> object:
        """Ask for somebody."""
        if not self.cleaned_data["members"]:
            raise forms.ValidationError("请至少选择一名推荐对象。", code="required")
        return self.cleaned_data["members"]


class Meeting(PaperForm):
    """推优大会会议记录."""

    title = "推优大会会议记录"

    present = CountField(label="实到有表决权团员")
    ballot = forms.ChoiceField(
        label="表决方式",
        choices=(("secret", "无记名投票"), ("open", "公开表决（举手等）")),
        widget=forms.RadioSelect,
    )
    votes = RosterField(
        (Cell("yes", "赞成"), Cell("no", "反对"), Cell("abstain", "弃权")),
        adds_up_to="present",
        required=True,
        label="各推荐对象得票",
        help_text="逐人计票；每人的赞成、反对、弃权票之和等于实到人数。本次会议没有表决的，一行留空。",
    )
    place = forms.CharField(label="会议地点", required=False, max_length=120)
    observers = forms.CharField(label="列席人员", required=False, max_length=300)
    minutes = text_field(
        "会议记录",
        rows=6,
        required=False,
        most=10_000,
        help_text="支委会介绍、本人从政治思想、道德品行、发挥作用、执行纪律和入党动机等方面汇报、讨论和投票情况。",
    )

    def narrow(self) -> None:
        """Ask for the votes on everybody who waits for the meeting."""
        self.fields["votes"].offer(rows_at(self.organization))  # type: ignore[attr-defined]


class Examination(PaperForm):
    """考察意见."""

    title = "支部委员会考察意见"

    opinion = text_field("考察意见", rows=4, help_text="不得单纯以票取人，须结合日常表现。")
    merits = text_field("主要表现和事迹", rows=6, required=False, help_text="不填写则以推荐理由列入推荐表。")
    rewards = text_field("奖惩情况", rows=2, required=False, help_text="在册的团纪处分自动列入。")


class Settlement(common.Settlement):
    """异议处理意见."""

    decision = forms.ChoiceField(
        label="处理结果",
        choices=(("dismissed", "异议不成立，继续办理"), ("upheld", "异议成立，停止推荐")),
        widget=forms.RadioSelect,
    )


class Review(common.Decision):
    """团委审核意见."""

    title = "团委审核意见"

    decision = DecisionField(approve="同意推荐", refuse="不同意推荐")
    rank = forms.IntegerField(label="推荐顺序", required=False, min_value=1, max_value=1000)
    field_order = ("decision", "rank", "opinion")


class Submission(PaperForm):
    """报送党组织."""

    title = "报送党组织"

    party_organisation = OrganizationField(
        PARTY,
        label="报送的党组织",
        help_text="团支部或团委的同级党组织。",
    )

    def narrow(self) -> None:
        """Offer the Party organizations that lead the branch or an organization above it."""
        if isinstance(self.organization, Organization):
            leading = Organization.objects.filter(leads__path__in=self.organization.above_paths)
            self.fields["party_organisation"].offer(leading.distinct().order_by("-path"))  # type: ignore[attr-defined]


class PartyDecision(PaperForm):
    """党组织意见."""

    title = "党组织意见"

    decision = forms.ChoiceField(
        label="党组织决定",
        choices=(("accept", "同意"), ("decline", "暂不同意"), ("return", "退回团委补充")),
        widget=forms.RadioSelect,
    )
    reason = text_field("意见和理由", rows=4, required=False)

    def clean(self) -> dict[str, object]:
        """Ask for the reason of everything but a plain yes."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") in ("decline", "return") and not cleaned.get("reason"):
            self.add_error("reason", forms.ValidationError("不同意或退回时须写明理由。", code="required"))
        return cleaned


class TakingBack(PaperForm):
    """撤销推荐."""

    title = "撤销推荐"

    reason = text_field("撤销的理由", rows=3)
