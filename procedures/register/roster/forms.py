"""The form by which a roster is uploaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.exchange.limits import MEGABYTE, MOST_BYTES
from workflows.people.models import Organization


class RosterUpload(forms.Form):
    """导入团员名册."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("导入到"),
        required=False,
        empty_label=_("按表中“上级团组织”一栏"),
        help_text=_("名册中的团支部须属于这个团委。"),
    )
    file = forms.FileField(
        label=_("名册文件"),
        validators=[FileExtensionValidator(["xlsx", "xls", "csv"])],
        help_text=format_lazy(
            _("Excel 工作簿（.xlsx、.xls）或 .csv（UTF-8、GBK），不超过 {most} MB。表头写在哪一行都可以。"),
            most=MOST_BYTES // MEGABYTE,
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args: Any, committees: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = committees

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is larger than a roster can be."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size and file.size > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES // MEGABYTE} MB，请分几个文件导入。", code="invalid")
        return file
