"""建团的表."""

from __future__ import annotations

from typing import Any

from django import forms

from forms.base import PaperForm
from forms.fields import Column, CountField, LinesField, PeopleField
from forms.numbers import whole
from forms.roster import Cell, RosterField, Row
from procedures.common.forms import Decision, ReasonedRefusal, person_field, text_field
from procedures.founding.facts import SECTORS, FoundingFacts
from procedures.register.organization_field import OrganizationField
from workflows.people.models import Kind, Organization, Person, Role
from workflows.people.models.organization import COMMITTEES
from workflows.people.models.post import ROLES_OF

NAME_MOST = 120
KINDS = (Kind.BRANCH, Kind.GENERAL_BRANCH, Kind.COMMITTEE)
MATTERS = (("found", "组建团组织"), ("temporary", "成立临时团支部"))
FEASIBLE = "not_feasible"


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def people_field(label: str, help_text: str = "") -> PeopleField:
    """Return a field for several people who are on the register."""
    return PeopleField(Person.objects.all(), label=label, required=False, help_text=help_text)


class Near(PaperForm):
    """A form that offers the people under its committee."""

    people: tuple[str, ...] = ()

    def narrow(self) -> None:
        """Offer them; anybody else may be named."""
        if isinstance(self.organization, Organization):
            near = Person.objects.filter(home__path__startswith=self.organization.path).order_by("name", "pk")
            for name in self.people:
                self.fields[name].offer(near[:200])  # type: ignore[attr-defined]  # fields of people


class Census(Near):
    """建团摸排表: one unit."""

    title = "建团摸排表"
    people = ("contact",)

    organisation = OrganizationField(COMMITTEES, label="团委", required=False)
    unit = forms.CharField(label="单位名称", max_length=NAME_MOST)
    sector = forms.ChoiceField(label="领域", choices=tuple(SECTORS.items()))
    members = CountField(label="团员人数")
    youth = CountField(label="青年人数")
    party_organisation = forms.CharField(label="党组织", max_length=NAME_MOST, required=False)
    contact = person_field("单位联系人", required=False, help_text="可以由其提出建团申请。")
    due_on = day_field("完成期限", required=False)


class Request(Near):
    """建团请示."""

    title = "建团请示"
    people = ("members", "candidates")

    organisation = OrganizationField(COMMITTEES, label="上级团委", required=False)
    matter = forms.ChoiceField(label="事项", choices=MATTERS, required=False, initial="found", widget=forms.RadioSelect)
    name = forms.CharField(label="拟定名称", max_length=NAME_MOST)
    kind = forms.ChoiceField(label="类别", choices=[(kind.value, kind.label) for kind in KINDS])
    members = people_field("团员", "已在系统中的，逐人选择；批准时转入新组织。")
    count = CountField(label="团员人数", required=False, help_text="没有逐人选择的，填写人数。")
    partners = LinesField(
        (Column("unit", "单位", required=True), Column("members", "团员人数", required=True)), label="联合组建的单位"
    )
    party_opinion = text_field("党组织意见", rows=2, required=False)
    candidates = people_field("候选人预备人选")
    until = day_field("任务结束日期", required=False, help_text="临时团支部填写。")
    reason = text_field("理由", rows=3, required=False)

    def clean_matter(self) -> str:
        """Take the usual one where none is chosen."""
        return str(self.cleaned_data["matter"] or "found")

    def clean_partners(self) -> list[dict[str, str]]:
        """Refuse a number of members that is none."""
        rows: list[dict[str, str]] = self.cleaned_data["partners"]
        wrong = [number for number, row in enumerate(rows, start=1) if whole(row["members"]) is None]
        if wrong:
            raise forms.ValidationError(f"第 {wrong[0]} 行的团员人数请填写整数。", code="invalid")
        return rows

    def clean(self) -> dict[str, Any]:
        """Ask for the last day of a temporary branch."""
        cleaned = super().clean() or {}
        if cleaned.get("matter") == "temporary" and not cleaned.get("until"):
            self.add_error("until", forms.ValidationError("临时团支部须填写任务结束日期。", code="required"))
        return cleaned


class Agreement(Near, ReasonedRefusal):
    """同意组建的意见."""

    title = "组建意见"
    people = ("organiser",)

    decision = forms.ChoiceField(
        label="决定", widget=forms.RadioSelect,
        choices=(("approve", "同意组建"), ("refuse", "不同意"), (FEASIBLE, "不具备条件，不予组建")),
    )  # fmt: skip
    name = forms.CharField(label="核定名称", max_length=NAME_MOST, required=False, help_text="不填则用请示的名称。")
    code = forms.CharField(label="组织代码", max_length=32, required=False, help_text="不填则由系统编排。")
    organiser = person_field("筹备负责人", required=False, help_text="召集选举大会；同意组建时必填，临时团支部不填。")
    opinion = text_field("意见", rows=3, required=False)

    def clean(self) -> dict[str, object]:
        """Ask who calls the meeting, where one is to be held."""
        cleaned = super().clean()
        held = not (isinstance(self.facts, FoundingFacts) and self.facts.temporary)
        if cleaned.get("decision") == "approve" and held and not cleaned.get("organiser"):
            self.add_error("organiser", forms.ValidationError("请指定筹备负责人，由其召集选举大会。", code="required"))
        return cleaned


VOTES = (Cell("yes", "赞成"), Cell("no", "反对"), Cell("abstain", "弃权"))


class Meeting(PaperForm):
    """选举大会计票单."""

    title = "选举大会计票单"

    should_attend = CountField(label="应到团员", required=False, help_text="不填则为请示所列的团员人数。")
    present = CountField(label="实到团员")
    seats = CountField(label="应选人数", required=False, help_text="团员不足 7 人的只选书记 1 人；不填为 3 人。")
    issued = CountField(label="发出选票")
    returned = CountField(label="收回选票")
    invalid = CountField(label="废票")
    ballots = RosterField(VOTES, label="候选人得票")
    written_in = LinesField((Column("name", "另选他人"), Column("votes", "得票")), label="另选他人得票")
    counters = people_field("监票人、计票人")
    method_adopted = forms.ChoiceField(
        label="表决方式", required=False, initial="secret", widget=forms.RadioSelect,
        choices=(("secret", "选举办法已通过，无记名投票"), ("open", "举手或其他方式")),
    )  # fmt: skip
    minutes = text_field("会议记录", rows=4, required=False, most=10_000)

    def narrow(self) -> None:
        """Ask for the ballots of the candidates, and offer the members to count them."""
        if isinstance(self.facts, FoundingFacts):
            known = {one.pk: one for one in Person.objects.filter(pk__in=[*self.facts.candidates, *self.facts.people])}
            rows = [Row(pk, known[pk].name) for pk in self.facts.candidates if pk in known]
            self.fields["ballots"].offer(rows)  # type: ignore[attr-defined]
            self.fields["counters"].offer(Person.objects.filter(pk__in=self.facts.people))  # type: ignore[attr-defined]


class Report(PaperForm):
    """选举结果报告."""

    title = "选举结果报告"

    duties = RosterField((Cell("post", "分工"),), label="当选人分工")
    result = text_field("选举情况", rows=3, required=False)

    def narrow(self) -> None:
        """Ask for the post of each who is elected."""
        if isinstance(self.facts, FoundingFacts):
            known = {one.pk: one.name for one in Person.objects.filter(pk__in=self.facts.elected)}
            posts = tuple((role.value, str(role.label)) for role in ROLES_OF[Kind(self.facts.kind)] if _elected(role))
            self.fields["duties"].ask((Cell("post", "分工", posts),))  # type: ignore[attr-defined]
            self.fields["duties"].offer(  # type: ignore[attr-defined]
                [Row(pk, known[pk]) for pk in self.facts.elected if pk in known]
            )


def _elected(role: Role) -> bool:
    return role not in (Role.AUDITOR, Role.REGISTRAR, Role.COMMITTEE_REVIEWER)


class Approval(Decision):
    """批准成立."""

    title = "批准成立"

    first_on = day_field("成立日期", required=False, help_text="不填为批准之日。")


class Designation(Near):
    """指定临时团支部负责人."""

    title = "指定临时团支部负责人"
    people = ("secretary", "members")

    secretary = person_field("书记")
    members = people_field("委员")
    until = day_field("至", required=False, help_text="不填为请示的任务结束日期。")


class NotFeasible(PaperForm):
    """不具备条件."""

    title = "暂不组建"

    reason = forms.ChoiceField(label="原因", choices=(("no_members", "没有团员"), ("join_other", "并入其他团组织")))
    join_with = OrganizationField(label="并入的团组织", required=False)
