"""Short forms of the pages that keep papers, organizations and people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.base import PaperForm


class PaperReason(PaperForm):
    """Why a paper is revoked or issued anew."""

    title = "撤销或补发"

    because = forms.CharField(
        label=_("理由"),
        max_length=150,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("任何人核验该件时都能看到，请勿写入个人隐私。"),
    )


class CheckCode(forms.Form):
    """The code under the QR code of a paper; anything may be typed."""

    code = forms.CharField(label=_("核验码"), max_length=200, required=False)
