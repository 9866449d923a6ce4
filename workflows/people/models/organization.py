"""组织: the tree of League organizations, and the Party organizations that lead them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length
from treebeard.mp_tree import MP_Node

from workflows.store.loaded import Loaded


class Kind(models.TextChoices):
    """Kinds of organization, from the bottom of the ladder (rules.md 3.1)."""

    GROUP = "group", "团小组"
    BRANCH = "branch", "团支部"
    GENERAL_BRANCH = "general_branch", "团总支"
    COMMITTEE = "committee", "基层团（工）委"
    SUPERIOR_COMMITTEE = "superior_committee", "县级以上团委"
    PARTY_BRANCH = "party_branch", "党支部"
    PARTY_COMMITTEE = "party_committee", "党委"


BRANCHES = (Kind.BRANCH, Kind.GROUP)
COMMITTEES = (Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE)
PARTY = (Kind.PARTY_BRANCH, Kind.PARTY_COMMITTEE)
BELOW: dict[str, tuple[Kind, ...]] = {
    Kind.GROUP: (),
    Kind.BRANCH: (Kind.GROUP,),
    Kind.GENERAL_BRANCH: (Kind.BRANCH,),
    Kind.COMMITTEE: (Kind.BRANCH, Kind.GENERAL_BRANCH, Kind.COMMITTEE),
    Kind.SUPERIOR_COMMITTEE: (Kind.BRANCH, Kind.GENERAL_BRANCH, Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE),
    Kind.PARTY_BRANCH: (),
    Kind.PARTY_COMMITTEE: PARTY,
}
"""The kinds that may stand directly under an organization of each kind; a committee or a Party body may be a root."""


class Organization(Loaded, MP_Node):  # type: ignore[misc]  # treebeard publishes no types
    """One organization of the tree.

    `path` is treebeard's materialized path; its first step is the root that every large table carries.
    `document_word` begins the numbers of its papers, 江医团 of 江医团介〔2026〕1号; where it has none, its code does.
    `reaches`, kept at a root, are the other roots with whose cases its people have to do (`people.reach`).
    `dissolved_on` is the first day on which it is no more: it stays readable and is offered nowhere. What it was before
    a change stands in `past`.
    """

    code = models.CharField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=120)
    document_word = models.CharField("机关代字", max_length=16, blank=True, default="")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    province = models.CharField("省级代码", max_length=2, blank=True, help_text="GB/T 2260 前两位；下级沿用上级。")
    has_committee = models.BooleanField("设支部委员会", null=True, help_text="未填写时按团员 7 人及以上判定。")
    led_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="同级党组织"
    )
    contact = models.CharField("联系电话", max_length=40, blank=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    reaches = models.TextField(blank=True, default="", editable=False)
    seal = models.BinaryField("印章图片", null=True, blank=True)

    class Meta:
        verbose_name = "组织"
        verbose_name_plural = "组织"
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name; a branch's after that of the organization above, where `name_above` was asked for as `above`."""
        above = getattr(self, "above", "") if self.is_branch else ""
        return f"{above}·{self.name}" if above else self.name

    @property
    def root(self) -> str:
        """The first step of the path: the distribution key of every large table."""
        return str(self.path[: self.steplen])

    @property
    def is_branch(self) -> bool:
        """Whether members are on the roll of this organization itself."""
        return self.kind in BRANCHES

    @property
    def is_party(self) -> bool:
        """Whether it is a Party organization."""
        return self.kind in PARTY

    def is_dissolved(self, on: date) -> bool:
        """Whether it is no more on a day."""
        return self.dissolved_on is not None and on >= self.dissolved_on

    @property
    def above_paths(self) -> tuple[str, ...]:
        """The paths of the organization and of all above it, nearest first."""
        return tuple(self.path[:end] for end in range(len(self.path), 0, -self.steplen))


def name_above(path: str = "path") -> models.Subquery:
    """Return the question how the organization directly above is called, as an annotation.

    Args:
        path: leads from what is annotated to the organization's path.
    """
    here = models.OuterRef(path)
    above = Left(here, Length(here) - models.Value(Organization.steplen))
    return models.Subquery(Organization.objects.filter(path=above).order_by().values("name")[:1])


class PastOrganization(models.Model):
    """曾用名称与隶属: what an organization was called, what kind it was, under which other one, and by which Party
    organization led, up to and with a last day. What it is now stands on the organization itself.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="past", verbose_name="组织")
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", verbose_name="上级组织")
    led_by = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", verbose_name="同级党组织")
    first_on = models.DateField("自", null=True)
    last_on = models.DateField("至")

    class Meta:
        verbose_name = "组织沿革"
        verbose_name_plural = "组织沿革"
        ordering = ("organization", "last_on")
        constraints = (
            models.UniqueConstraint(fields=("organization", "last_on"), name="past_organization_one_a_day"),
            models.CheckConstraint(
                condition=Q(first_on=None) | Q(last_on__gte=F("first_on")), name="past_organization_not_reversed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}·{self.last_on}"
