"""入团各环节的表单, titled as the regulation titles them."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.validators import FileExtensionValidator

from forms.base import PaperForm
from forms.fields import CodeField, Column, CountField, LinesField, PeopleField, YesNoField
from procedures.common.forms import (
    CollectiveDecision,
    Decision,
    MeetingRecord,
    Naming,
    person_field,
    text_field,
)
from procedures.common.offers import in_office_or_members, members_and_party
from procedures.joining import rules
from procedures.joining.facts import WAIVED
from procedures.register.organization_field import OrganizationField
from procedures.register.rolls import voters_on
from workflows.people.models import Kind, Organization, Person
from workflows.people.models.organization import BRANCHES


class ApplicationLetter(PaperForm):
    """入团申请书."""

    title = "入团申请书"

    organisation = OrganizationField(
        BRANCHES,
        label="申请加入的团支部",
        required=False,
        help_text="不选择则为名册所在的团支部。向工作、学习所在单位的团支部提出；没有的，向居住地或单位所在地的团组织提出。",
    )
    knowledge = text_field("对团的认识", rows=5)
    motive = text_field("入团动机", rows=4)
    self_assessment = text_field("本人优缺点及努力方向", rows=4)
    cv = LinesField(
        (
            Column("from", "起", required=True, month=True, width=2),
            Column("to", "止", month=True, width=2),
            Column("where", "在何地、何单位学习或工作", required=True, width=5),
            Column("witness", "证明人", width=3),
        ),
        label="本人经历",
        help_text="从小学起填写，年月写作 2018-09。",
    )
    family = LinesField(
        (
            Column("relation", "关系", required=True, width=2),
            Column("name", "姓名", required=True, width=3),
            Column("politics", "政治面貌", width=3),
            Column("work", "单位及职务", width=4),
        ),
        label="家庭主要成员及主要社会关系",
    )
    dictated_because = text_field(
        "由他人代写的原因",
        rows=2,
        required=False,
        most=200,
        help_text="本人不能书写时可口述由他人代写，须写明原因并由本人签名。",
    )
    attachment = forms.FileField(
        label="申请书扫描件",
        required=False,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png"])],
        help_text="可选；PDF 或图片，不超过 20 MB。",
    )

    def clean_organisation(self) -> object:
        """Take the branch on whose roll the applicant is where none is chosen."""
        chosen = self.cleaned_data["organisation"] or self.organization
        if not isinstance(chosen, Organization) or chosen.kind not in (Kind.BRANCH, Kind.GROUP):
            raise forms.ValidationError("请选择要申请加入的团支部。", code="required")
        return chosen

    def clean_attachment(self) -> object:
        """Refuse a file larger than an e-file may be (rules.md 3.7: 20 MB)."""
        upload = self.cleaned_data["attachment"]
        if upload and upload.size > 20 * 1024 * 1024:
            raise forms.ValidationError("文件超过 20 MB，请压缩后重新上传。", code="invalid")
        return upload


class TalkRecord(Naming):
    """谈话记录."""

    title = "谈话记录"
    offers: ClassVar = {"talker": in_office_or_members}

    talker = person_field("谈话人")
    summary = text_field("谈话内容")
    suitable = YesNoField(label="是否适合作为入团申请人继续培养", yes="适合", no="不适合")


class ActivistProposal(PaperForm):
    """入团积极分子推荐意见."""

    title = "入团积极分子推荐意见"

    basis = forms.ChoiceField(
        label="推荐方式",
        choices=(("member_recommendation", "团员推荐"), ("pioneer_recommendation", "少先队推优")),
        widget=forms.RadioSelect,
    )
    opinion = text_field("支部委员会意见", rows=3)
    volunteer_hours = CountField(
        label="志愿服务时长（小时）", required=False, help_text="2023年8月17日以前本地要求时长的填写；此后不作为条件。"
    )


class Filing(PaperForm):
    """入团积极分子备案."""

    title = "入团积极分子备案"

    opinion = text_field("备案意见", rows=2, required=False)


class Mentors(Naming):
    """培养联系人."""

    title = "指定培养联系人"
    offers: ClassVar = {"mentors": members_and_party}

    mentors = PeopleField(Person.objects.all(), label="培养联系人", help_text="1 至 2 名，团员或党员。")


class ClassRecord(Naming):
    """团课学习记录."""

    title = "团课学习记录"
    offers: ClassVar = {"witness": in_office_or_members}

    topic = forms.CharField(label="学习内容", max_length=120)
    minutes = forms.IntegerField(
        label="时长（分钟）",
        min_value=1,
        max_value=600,
        help_text=f"每满 {rules.HOUR_MINUTES.versions[-1].value} 分钟计 1 学时；本地另有规定的从其规定。",
    )
    witness = person_field("证明人", required=False)


class Observation(PaperForm):
    """培养考察记录."""

    title = "培养考察记录"

    opinion = text_field("考察情况")
    talked = YesNoField(label="是否同本人谈话", required=False, yes="已谈话", no="未谈话")


class TakeOver(PaperForm):
    """接收入团积极分子."""

    title = "接收入团积极分子"

    from_organisation = OrganizationField(label="原团支部")
    records = text_field(
        "随转材料",
        rows=3,
        required=False,
        help_text="申请书、培养考察记录、团课记录等；培养时间和学时连续计算。",
    )


class CandidateProposal(PaperForm):
    """发展对象推荐意见."""

    title = "发展对象推荐意见"

    opinion = text_field("支部委员会意见", rows=3)
    volunteer_hours = CountField(
        label="志愿服务时长（小时）", required=False, help_text="2023年8月17日以前本地要求时长的填写；此后不作为条件。"
    )


class PreReview(Decision):
    """预审意见."""

    title = "预审意见"

    development_number = CodeField(
        label="发展团员编号",
        required=False,
        max_length=20,
        help_text="12 位；不填写则自动取本单位编号段中的下一个。",
    )


class VolunteerForm(PaperForm):
    """入团志愿书."""

    title = "入团志愿书"

    volunteer_statement = text_field("入团志愿", rows=8, most=4000)
    explanations = text_field("需要向团组织说明的问题", rows=3, required=False, help_text="包括对有无宗教信仰的说明。")


class Introducers(Naming):
    """入团介绍人."""

    title = "确定入团介绍人"
    offers: ClassVar = {"introducers": voters_on}

    introducers = PeopleField(
        Person.objects.all(), label="入团介绍人", help_text="两名有完全权利的团员，一般由培养联系人担任。"
    )


class Introduction(PaperForm):
    """介绍人意见."""

    title = "介绍人意见"

    opinion = text_field("介绍人意见", rows=5)


class Approval(CollectiveDecision):
    """团委审批意见: of the 基层团委, or of the one above where it decides; the paper itself says 上级团委."""

    title = "团委审批意见"


class AdmissionMeeting(MeetingRecord):
    """支部大会会议记录（接收团员）: with whether those whom the branch hears were there."""

    applicant_attended = YesNoField(label="申请人是否到会", required=False, yes="到会", no="未到会")
    introducers_attended = YesNoField(label="入团介绍人是否到会", required=False, yes="均到会", no="有人未到会")


class Ceremony(PaperForm):
    """入团仪式."""

    title = "入团仪式记录"

    place = forms.CharField(label="地点", max_length=120)


class SpecialApproval(PaperForm):
    """特别批准."""

    title = "特别批准"

    document_number = forms.CharField(label="批准文号", max_length=60)
    approved_by = forms.CharField(label="批准机关", max_length=120)
    waives = forms.MultipleChoiceField(
        label="免除的条件",
        choices=WAIVED,
        widget=forms.CheckboxSelectMultiple,
    )
    opinion = text_field("说明", rows=3, required=False)
