"""The short forms of the acts that are open on every case."""

from __future__ import annotations

from typing import Any

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


class Naming(PaperForm):
    """A form that names a person; anybody may be named, for the engine judges whom the act allows."""

    to: forms.ModelChoiceField[Model]

    def narrow(self) -> None:
        """Let anybody be named; the engine refuses whom the act does not allow."""
        self.fields["to"].queryset = get_user_model().objects.all()  # type: ignore[attr-defined]


class Reassign(Naming, Reason):
    """Another holder of the same post, or of the one above it."""

    title = "转办"

    to: forms.ModelChoiceField[Model] = PersonField(label="转给", queryset=None)
    field_order = ("to", "reason")


class Consult(Naming):
    """A question to somebody whose opinion is asked; the decision stays where it is."""

    title = "征求意见"

    to: forms.ModelChoiceField[Model] = PersonField(label="征求何人意见", queryset=None)
    question = forms.CharField(label="问题", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class Answer(PaperForm):
    """The opinion of whoever was asked."""

    title = "答复"

    opinion = forms.CharField(label="意见", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class RecordedValue(forms.Field):
    """The right value as it was typed; the form of the act that recorded it says whether it will do."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        """Return it as it is."""
        return value.strip() if isinstance(value, str) else value


class Correction(Reason):
    """The right value of a field that was recorded wrongly, for a reason and on some evidence."""

    title = "更正"

    field = forms.CharField(label="更正的栏目", max_length=80)
    value = RecordedValue(label="更正为", required=False)
    evidence = forms.CharField(label="依据（原始记录、签到表等）", max_length=500)
    field_order = ("field", "value", "reason", "evidence")


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
