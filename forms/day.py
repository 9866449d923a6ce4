"""实际办理日期: when an act happened; a paper act is entered later."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.reach import IN_REACH


class ActDay(forms.Form):
    """The day on which an act happened; the law of that day judges it."""

    on = forms.DateField(
        label=_("实际办理日期"),
        required=False,
        help_text=_(
            "不填即为提交当天；退回后补正的，不填即为原来的办理日期。补录以前的办理，请填当时的日期，按当日的规定判断。"
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as given
        self.today = today
        self.fields["on"].validators += IN_REACH
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    @property
    def given(self) -> date | None:
        """The day given, None where none or no valid one is: a page that was opened yesterday means no day."""
        given = self.cleaned_data.get("on") if self.is_bound and self.is_valid() else None
        return given if isinstance(given, date) else None

    @property
    def day(self) -> date:
        """The day given, today where none is."""
        return self.given or self.today


class GoOn(forms.Form):
    """The reason why an act goes on over its warnings, by a name that no paper has, for many ask a reason."""

    despite = forms.CharField(
        label=_("仍要办理的理由"),
        max_length=500,
        help_text=_("理由将与提示一起记入办理记录。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
