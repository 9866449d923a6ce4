"""推优荐才的表单, with the fields of rules.md 9.2."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from forms.base import PaperForm
from procedures.common.forms import Decision, Naming, person_field, text_field
from procedures.register.organization_field import OrganizationField
from procedures.register.rolls import members_on
from workflows.people.models import Kind

PLACES = (Kind.BRANCH, Kind.GROUP, Kind.GENERAL_BRANCH, Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE)


class Nomination(Naming):
    """青年人才推荐表; what the register knows of the person is not asked."""

    title = "青年人才推荐表"
    offers: ClassVar = {"person": members_on}

    person = person_field("推荐对象", required=False, help_text="本人自荐的不选择。推荐对象可以不是团员。")
    organisation = OrganizationField(
        PLACES,
        label="所在团组织",
        required=False,
        help_text="不选择则为推荐对象名册所在的团组织。",
    )
    source = forms.ChoiceField(
        label="推荐方式",
        required=False,
        choices=(("", "—"), ("branch", "团支部推荐"), ("unit", "单位（科室）推荐"), ("self", "本人自荐")),
    )
    nominator = forms.CharField(label="推荐单位", max_length=120, required=False, help_text="单位（科室）推荐时填写。")
    education = forms.CharField(label="学历学位", max_length=60, required=False)
    field = forms.CharField(label="专业领域", max_length=60, help_text="例如：护理、麻醉、信息技术。")
    technical_title = forms.CharField(label="职称", max_length=60, required=False)
    position = forms.CharField(label="岗位", max_length=80)
    achievements = text_field("主要成果", rows=5)
    awards = text_field("奖惩情况", rows=2, required=False)
    mentor = forms.CharField(label="培养人", max_length=60, required=False)
    reason = text_field("推荐理由", rows=4)


class Assessment(Decision):
    """团委评审意见."""

    title = "团委评审意见"

    experts = forms.CharField(label="评审人员", max_length=200, required=False)


class PartyOpinion(Decision):
    """党组织意见."""

    title = "党组织意见"


class TalentSettlement(PaperForm):
    """异议处理意见."""

    title = "异议处理"

    decision = forms.ChoiceField(
        label="处理结果",
        choices=(("dismissed", "异议不成立，继续办理"), ("upheld", "异议成立，不予入库")),
        widget=forms.RadioSelect,
    )
    opinion = text_field("调查情况和处理意见", rows=4, required=False)


class Entering(PaperForm):
    """入库."""

    title = "入库登记"

    opinion = text_field("备注", rows=2, required=False)


class Renewal(PaperForm):
    """续期; what has changed in the year is brought up to date."""

    title = "续期登记"

    position = forms.CharField(label="现岗位", max_length=80, required=False, help_text="没有变化的不填。")
    technical_title = forms.CharField(label="现职称", max_length=60, required=False)
    achievements = text_field("新的成果", rows=4, required=False)


class PlacementForm(PaperForm):
    """推荐使用."""

    title = "推荐使用"

    kind = forms.ChoiceField(
        label="推荐方向",
        choices=(("award", "推荐参加评选表彰"), ("post", "推荐到岗位"), ("party_list", "推荐到党委人才名单")),
        widget=forms.RadioSelect,
    )
    target = forms.CharField(label="具体去向", max_length=120)
    result = text_field("结果", rows=2, required=False, most=200)
