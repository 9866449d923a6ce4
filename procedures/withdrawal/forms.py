"""退团的表单."""

from __future__ import annotations

from django import forms
from django.core.validators import FileExtensionValidator

from forms.base import PaperForm
from procedures.common.forms import text_field

MOST = 20 * 1024 * 1024  # bytes; rules.md 3.7


class Report(PaperForm):
    """书面退团报告: typed here, or the paper scanned."""

    title = "退团报告"

    report = text_field("退团报告", rows=8, most=4000, required=False, help_text="向团支部写明要求退团的意愿。")
    reason = text_field("退团原因", rows=3, required=False)
    attachment = forms.FileField(
        label="书面报告扫描件",
        required=False,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png"])],
        help_text="可选；PDF 或图片，不超过 20 MB。",
    )

    def clean_attachment(self) -> object:
        """Refuse a file larger than an e-file may be."""
        upload = self.cleaned_data["attachment"]
        if upload and upload.size > MOST:
            raise forms.ValidationError("文件超过 20 MB，请压缩后重新上传。", code="invalid")
        return upload

    def clean(self) -> dict[str, object]:
        """Ask for a report in writing, in one form or the other."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("report", "reason", "attachment")) and not self.errors:
            self.add_error("report", forms.ValidationError("退团须提出书面报告，请填写或上传。", code="required"))
        return cleaned


class FilingNote(PaperForm):
    """退团备案."""

    title = "退团备案"

    opinion = text_field("备案意见", rows=2, required=False)
