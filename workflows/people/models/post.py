"""岗位与任职: a task waits at a post, and whoever is appointed to the post that day sees it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from workflows.people.models.organization import Kind, Organization
from workflows.people.models.person import Person
from workflows.store.loaded import Loaded


class Role(models.TextChoices):
    """Posts of procedures.md, and everybody's own desk."""

    BRANCH_SECRETARY = "branch_secretary", "支部书记"
    BRANCH_DEPUTY = "branch_deputy", "支部副书记"
    ORG_COMMISSIONER = "org_commissioner", "组织委员"
    BRANCH_COMMITTEE_MEMBER = "branch_committee_member", "支部委员"
    COMMITTEE_SECRETARY = "committee_secretary", "团委书记"
    COMMITTEE_REVIEWER = "committee_reviewer", "团委审核人"
    PARTY_BRANCH_SECRETARY = "party_branch_secretary", "党支部书记"
    PARTY_REVIEWER = "party_reviewer", "党委组织部门审核人"
    AUDITOR = "auditor", "监督审计员"
    REGISTRAR = "registrar", "管理员"
    SELF = "self", "本人"

    @property
    def is_league_office(self) -> bool:
        """Whether the post is a 团内职务 (rules.md 8), which keeps a member over 28 in the League."""
        return self in LEAGUE_OFFICES


LEAGUE_OFFICES = frozenset(
    {
        Role.BRANCH_SECRETARY,
        Role.BRANCH_DEPUTY,
        Role.ORG_COMMISSIONER,
        Role.BRANCH_COMMITTEE_MEMBER,
        Role.COMMITTEE_SECRETARY,
        Role.COMMITTEE_REVIEWER,
    }
)
BRANCH_ROLES = (
    Role.BRANCH_SECRETARY,
    Role.BRANCH_DEPUTY,
    Role.ORG_COMMISSIONER,
    Role.BRANCH_COMMITTEE_MEMBER,
)
COMMITTEE_ROLES = (Role.COMMITTEE_REVIEWER, Role.COMMITTEE_SECRETARY)
PARTY_ROLES = (Role.PARTY_BRANCH_SECRETARY, Role.PARTY_REVIEWER)
DECIDING_ROLES = (*BRANCH_ROLES, *COMMITTEE_ROLES, Role.PARTY_REVIEWER, Role.PARTY_BRANCH_SECRETARY)
ROLES_OF: dict[str, tuple[Role, ...]] = {
    Kind.GROUP: (Role.BRANCH_SECRETARY,),
    Kind.BRANCH: BRANCH_ROLES,
    Kind.GENERAL_BRANCH: (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY, Role.ORG_COMMISSIONER),
    Kind.COMMITTEE: (Role.COMMITTEE_SECRETARY, Role.COMMITTEE_REVIEWER, Role.AUDITOR, Role.REGISTRAR),
    Kind.SUPERIOR_COMMITTEE: (Role.COMMITTEE_SECRETARY, Role.COMMITTEE_REVIEWER, Role.AUDITOR, Role.REGISTRAR),
    Kind.PARTY_BRANCH: (Role.PARTY_BRANCH_SECRETARY,),
    Kind.PARTY_COMMITTEE: PARTY_ROLES,
}
"""The roles that an organization of each kind can have."""


class Post(Loaded, models.Model):
    """One desk: a role at an organization, or a person's own.

    The two counters are kept by the inbox in the transaction that opens, claims or closes a task, so that no
    page ever counts tasks. `unheld_told_on` is the day on which its keepers were last told that tasks wait here and
    nobody holds it.
    """

    role = models.CharField("岗位", max_length=24, choices=Role.choices)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="组织"
    )
    person = models.OneToOneField(
        Person, models.CASCADE, null=True, blank=True, related_name="desk", verbose_name="本人"
    )
    open_tasks = models.PositiveIntegerField("待办数", default=0)
    claimed_tasks = models.PositiveIntegerField("已认领数", default=0)
    unheld_told_on = models.DateField("无人任职提醒日期", null=True, blank=True)

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "role"), condition=Q(person=None), name="post_once_per_organization"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.SELF, person__isnull=False, organization=None)
                | (~Q(role=Role.SELF) & Q(person=None, organization__isnull=False)),
                name="post_of_organization_or_person",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The post in words."""
        return title_of(self.role, "" if self.person_id else str(self.organization), str(self.person or ""))


def title_of(role: str, organization: str, person: str = "") -> str:
    """Return a post in words: 江北市人民医院团委·团委审核人, or the name of the person whose own it is."""
    return f"{person}（本人）" if person else f"{organization}·{Role(role).label}"


def not_over(day: date, prefix: str = "") -> Q:
    """Return the test that an appointment has not ended by a day; one that has ceased is over on its last day."""
    last_on, ceased = f"{prefix}last_on", f"{prefix}ceased"
    return Q(**{last_on: None}) | Q(**{f"{last_on}__gt": day}) | Q(**{last_on: day, ceased: False})


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Questions of who holds what, on a day."""

    def on(self, day: date) -> AppointmentQuerySet:
        """Keep those that hold on the day."""
        return self.filter(not_over(day), first_on__lte=day)


class Appointment(Loaded, models.Model):
    """任职: a person holds a post from a first to a last day; a deputy (代理) stands in for somebody.

    `ceased`: the office ended in the course of its last day, with the holder's membership, so that he may do nothing
    more on it. One that had not begun by then ceased on its first day and never holds.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="人员")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name="岗位")
    first_on = models.DateField("自")
    last_on = models.DateField("至", null=True, blank=True)
    deputizing_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代理何人"
    )

    ceased = models.BooleanField("随团籍终止", default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        indexes = (models.Index(fields=("person", "post"), name="appointment_person_post"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=models.F("first_on")),
                name="appointment_not_reversed",
            ),
        )

    def __str__(self) -> str:
        deputy = f"（代 {self.deputizing_for}）" if self.deputizing_for_id else ""
        return f"{self.person}{deputy}·{self.post}"
