"""组织调整的表."""

from __future__ import annotations

from typing import Any

from django import forms

from forms.base import PaperForm
from forms.roster import Cell, RosterField, Row
from procedures.common.forms import Decision, text_field
from procedures.register.organization_field import LEAGUE, OrganizationField, OrganizationsField
from procedures.reorganisation.facts import MATTERS, ReorganisationFacts
from procedures.reorganisation.reading import Choices, choices_of
from workflows.people.models import Organization

NAME_MOST = 120
POSTS = (("keep", "继续任职"), ("end", "任职终止"))


class Proposal(PaperForm):
    """组织调整请示."""

    title = "组织调整请示"

    organisation = OrganizationField(label="要调整的组织", required=False, help_text="不选择则为您任职的组织。")
    matter = forms.ChoiceField(label="调整事项", choices=tuple(MATTERS.items()), widget=forms.RadioSelect)
    organisations = OrganizationsField(label="一起合并的组织", required=False, help_text="合并时填写，可以多选。")
    into = OrganizationField(
        LEAGUE, label="并入或划归的组织", required=False, help_text="并入已有组织、划归另一上级时填写。"
    )
    new_name = forms.CharField(
        label="新名称", max_length=NAME_MOST, required=False, help_text="更名，或合并后成立新组织时填写。"
    )
    parts = text_field("拆分后的新组织", rows=3, required=False, help_text="拆分时填写，每行一个名称。原组织可以保留。")
    party_opinion = text_field("同级党组织意见", rows=2, required=False)
    reason = text_field("理由", rows=3)
    effective_on = forms.DateField(label="拟生效日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Ask for what the matter needs, and for nothing that it does not."""
        cleaned = super().clean() or {}
        matter = cleaned.get("matter")
        if matter and not self.errors:
            self._check(matter, {name for name in ("organisations", "into", "new_name", "parts") if cleaned[name]})
        return cleaned

    def _check(self, matter: str, given: set[str]) -> None:
        needed = {"rename": {"new_name"}, "move": {"into"}, "split": {"parts"}, "dissolve": set()}
        if matter == "merge":
            known = self.cleaned_data.get("organisations") or self.cleaned_data.get("into")
            if not known:
                self._ask("organisations", "请选择一起合并的组织。")
            if bool("into" in given) == bool("new_name" in given):
                self._ask("into", "请选择并入的组织，或者填写合并后的新名称，只填一项。")
            return
        for name in sorted(needed[matter] - given):
            self._ask(name, f"{MATTERS[matter]}须填写“{self.label(name)}”。")
        for name in sorted(given - needed[matter]):
            self.add_error(
                name, forms.ValidationError(f"{MATTERS[matter]}不填写“{self.label(name)}”。", code="invalid")
            )

    def _ask(self, name: str, words: str) -> None:
        self.add_error(name, forms.ValidationError(words, code="required"))


def names_of(text: str) -> list[str]:
    """Return the names of a text, one a line."""
    return [name for line in text.splitlines() if (name := line.strip())]


class Preparation(PaperForm):
    """交接方案: where everybody and everything goes."""

    title = "交接方案"

    members = RosterField((Cell("to", "转入"),), label="人员去向")
    rest_to = forms.ChoiceField(label="其余人员一律转入", required=False)
    balance_to = forms.ChoiceField(label="团费账目并入", required=False)
    posts = RosterField((Cell("then", "任职", POSTS),), label="保留组织的岗位")
    archive_to = forms.CharField(
        label="档案、印章移交", max_length=200, required=False, help_text="交何处、由何人接收。"
    )

    field_order = ("rest_to", "balance_to", "archive_to", "members", "posts")  # the long lists last

    def narrow(self) -> None:
        """Offer the people and posts of the case, and where they may go."""
        if not isinstance(self.organization, Organization) or not isinstance(self.facts, ReorganisationFacts):
            return
        known = choices_of(self.organization, self.facts, self.on)
        targets = tuple(known.targets.items())
        roster = self.fields["members"]
        if isinstance(roster, RosterField):
            roster.ask((Cell("to", "转入", targets or (("", ""),)),))
            roster.offer([Row(one.pk, one.name) for one in known.people])
        posts = self.fields["posts"]
        if isinstance(posts, RosterField):
            posts.offer([Row(one.pk, f"{one.post.title}·{one.person}") for one in known.posts])
        for name in ("rest_to", "balance_to"):
            self.fields[name].choices = [("", "不选择"), *targets]  # type: ignore[attr-defined]
        for name, asked in _asked(known).items():
            if not asked:
                del self.fields[name]


def _asked(known: Choices) -> dict[str, bool]:
    moving = bool(known.people)
    return {"members": moving, "rest_to": moving, "balance_to": bool(known.targets), "posts": bool(known.posts)}


class Approval(Decision):
    """组织调整批复."""

    title = "组织调整批复"

    effective_on = forms.DateField(
        label="生效日期", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="不填则按请示的日期。",
    )  # fmt: skip


class CarryingOut(PaperForm):
    """执行组织调整."""

    title = "执行组织调整"

    note = text_field("交接说明", rows=2, required=False)
