"""超龄离团各环节的表单, titled as the regulation titles them."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.validators import FileExtensionValidator

from forms.base import PaperForm
from forms.fields import MonthField, PeopleField, YesNoField
from procedures.common.forms import Naming, text_field
from procedures.exit.ceremony import awaiting_ceremony
from procedures.register.organization_field import OrganizationField
from workflows.people.models import Person


class Scan(PaperForm):
    """超龄扫描."""

    title = "超龄扫描"

    month = MonthField(label="月份", help_text="列出该月年满二十八周岁的团员，以及此前已到期而尚未办理的团员。")
    organisation = OrganizationField(
        label="组织",
        required=False,
        empty_label="本单位及所属团组织",
        help_text="不选择则为本单位及所属团组织。",
    )


class Verification(PaperForm):
    """超龄离团登记表·团支部意见."""

    title = "超龄离团登记表（团支部意见）"

    office_held = YesNoField(
        label="现任团内职务",
        yes="担任",
        no="不担任",
        help_text="书记、副书记和各委员，不分专职、兼职、挂职；代理不算任职。",
    )
    office_title = forms.CharField(label="职务名称", max_length=60, required=False)
    office_until = forms.DateField(
        label="任职至",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="名册已登记任职的以名册为准；卸任次日由系统发起离团事项。",
    )
    dues_paid_to = MonthField(label="团费交至", required=False, help_text="保留团籍的党员交纳党费，可以不填。")
    opinion = text_field("支部委员会意见", rows=3)


class Approval(PaperForm):
    """超龄离团登记表·团委意见."""

    title = "超龄离团登记表（团委意见）"

    exit_on = forms.DateField(
        label="离团日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="不早于年满二十八周岁之日，不晚于审批之日。",
    )
    opinion = text_field("团委意见", rows=2, required=False)


class Ceremony(Naming):
    """离团仪式."""

    title = "离团仪式记录"
    offers: ClassVar = {"list": awaiting_ceremony}

    place = forms.CharField(label="地点", max_length=120)
    list = PeopleField(
        Person.objects.all(),
        label="宣读名单",
        required=False,
        help_text="一次仪式可为多名离团人员举行；不选择则只登记当前这一名。",
    )


class Restoration(PaperForm):
    """恢复团籍."""

    title = "恢复团籍"

    reason = text_field(
        "恢复理由", rows=3, most=150, help_text="任何人核验已撤销的离团证明时都能看到，请勿写入个人隐私。"
    )
    evidence = text_field("证明材料", rows=3, help_text="写明材料名称、出具单位和日期。")
    attachment = forms.FileField(
        label="材料扫描件",
        required=False,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png"])],
        help_text="可选；PDF 或图片，不超过 20 MB。",
    )

    def clean_attachment(self) -> object:
        """Refuse a file larger than an e-file may be (rules.md 3.7: 20 MB)."""
        upload = self.cleaned_data["attachment"]
        if upload and upload.size > 20 * 1024 * 1024:
            raise forms.ValidationError("文件超过 20 MB，请压缩后重新上传。", code="invalid")
        return upload
