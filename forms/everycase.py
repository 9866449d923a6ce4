"""The short forms of the acts that are open on every case."""

from __future__ import annotations

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Model

from forms.base import PaperForm
from forms.fields import PersonField


class Reason(PaperForm):
    """A reason."""

    title = "撤回"

    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class Return(Reason):
    """A return to an earlier act, for a reason; the page lists the acts."""

    title = "退回"

    to = forms.CharField(label="退回至", max_length=40)
    field_order = ("to", "reason")


class Reassign(Reason):
    """Another holder of the same post."""

    title = "转办"

    to: forms.ModelChoiceField[Model] = PersonField(label="转给", queryset=None)
    field_order = ("to", "reason")

    def narrow(self) -> None:
        """Let anybody be named; the engine refuses who does not hold the post."""
        self.fields["to"].queryset = get_user_model().objects.all()  # type: ignore[attr-defined]


class Comment(PaperForm):
    """A remark, for reviewers or for everybody who sees the case."""

    REVIEWERS, EVERYONE = "reviewers", "everyone"

    title = "评论"

    text = forms.CharField(label="内容", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    visible_to = forms.ChoiceField(
        label="谁可以看",
        choices=((REVIEWERS, "仅办理人"), (EVERYONE, "当事人也可以看")),
        initial=REVIEWERS,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_visible_to(self) -> str:
        """Keep a remark among reviewers where nothing is said."""
        return str(self.cleaned_data["visible_to"] or self.REVIEWERS)
