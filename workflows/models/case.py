"""事项: one run of a procedure for one person or organization, and the draft of a form not yet submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from encrypted_fields.fields import EncryptedJSONField

from workflows.models.round import Round
from workflows.people.models import Organization, Person
from workflows.store.flows import AbstractProcess
from workflows.store.rooted import Rooted, RootedKey, RootedManager
from workflows.store.states import RETURN_VALUE, FSMField, transition

if TYPE_CHECKING:
    from workflows.models.entry import Entry


class Case(Rooted, AbstractProcess):  # type: ignore[misc]  # viewflow publishes no types
    """One case.

    `stage` is moved by the engine alone. `facts` is the procedure's own dataclass as plain JSON; `returns` is the
    stack of returns still to be answered; `deciders` has the last acts of office, each with the person who did it;
    `sequence` and `head` are those of the last entry of the case's chain.
    `matter` says what sort of case it is where a procedure has several; `other_path` is where its second organization
    lies in the tree. `round` and `period` are set for a case that a round has opened; one of nobody is its cover.
    """

    paths = ("path", "other_path")

    procedure = models.CharField("业务程序", max_length=40)
    matter = models.CharField("类别", max_length=40, blank=True)
    edition = models.PositiveSmallIntegerField("版本", default=1)
    stage = FSMField("环节", max_length=40, protected=True, default="new")
    number = models.CharField("编号", max_length=40)
    title = models.CharField("标题", max_length=200)
    subject = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="当事人"
    )
    starter = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name="发起人",
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="办理组织"
    )
    path = models.CharField(max_length=255)
    other_path = models.CharField(max_length=255, blank=True)
    round = RootedKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
        db_constraint=False,
        verbose_name="轮次",
    )
    period = models.CharField("期间", max_length=20, blank=True)
    opened_on = models.DateField("发起日期")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    expires_on = models.DateField("失效日期", null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    returns = models.JSONField(default=list)
    deciders = models.JSONField(default=list)

    objects: ClassVar[RootedManager[Case]] = RootedManager()

    kin: frozenset[int] | None = None  # the person concerned and relatives, once `workflows.desks.routing` has asked
    has_kin: bool = True  # False where it is known that no relatives are declared
    cover: int | None = None  # key of its branch's cover in its period, where `workflows.engine.visibility` has asked
    reaches: str = ""  # other roots that its people have to do with, once `workflows.engine.lock` has asked

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        # Careful: the root last. Every statement names it, and an index that began with it would be taken for good.
        indexes = (
            models.Index(fields=("path", "-id"), name="case_path"),
            models.Index(fields=("other_path", "-id"), name="case_other_path", condition=~Q(other_path="")),
            models.Index(fields=("round", "organization"), name="case_round", condition=Q(round__isnull=False)),
            models.Index(
                fields=("expires_on",), name="case_expiry", condition=Q(finished=None, expires_on__isnull=False)
            ),
            models.Index(fields=("number", "root"), name="case_number"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "procedure", "matter", "root"),
                condition=Q(finished=None, decided_on=None, subject__isnull=False),
                name="case_one_open_per_person",
            ),
            models.UniqueConstraint(
                fields=("subject", "procedure", "period", "root"),
                condition=Q(round__isnull=False, subject__isnull=False) & ~Q(period=""),
                name="case_once_in_period",
            ),
            models.UniqueConstraint(
                fields=("organization", "procedure", "period", "root"),
                condition=Q(round__isnull=False, subject=None),
                name="case_one_cover_per_branch",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @transition(field=stage, source="*", target=RETURN_VALUE())
    def move(self, to: str) -> str:
        """Enter a stage or an ending; the engine calls this and saves."""
        return to

    @property
    def history(self) -> models.QuerySet[Entry]:
        """The case's entries, found by their chain: the log has no index on the case."""
        found: models.QuerySet[Entry] = self.entries.filter(chain=f"case/{self.pk}")
        return found

    @property
    def is_cover(self) -> bool:
        """Whether it stands for a branch in a round, and concerns nobody in particular."""
        return self.round_id is not None and self.subject_id is None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.finished is None


class Draft(models.Model):
    """草稿: what somebody has typed and not submitted; only that person sees it, and nobody in the database.

    `since` is the sequence of the entry by which the case came to the stage at which it was typed, 0 before a case:
    what was typed before a return is a draft of its own. `window` is the page that kept it last, and its how many-th
    time that was; empty for one without scripts.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts", verbose_name="填写人")
    procedure = models.CharField(max_length=40)
    act = models.CharField(max_length=40)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    since = models.PositiveIntegerField(default=0)
    window = models.CharField(max_length=40, blank=True)
    answers = EncryptedJSONField(default=dict)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "草稿"
        verbose_name_plural = "草稿"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "procedure", "act", "case", "since"), name="draft_once_at_a_stage"
            ),
            models.UniqueConstraint(
                fields=("person", "procedure", "act"), condition=Q(case=None), name="draft_once_before_a_case"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}·{self.procedure}.{self.act}"

    @property
    def version(self) -> str:
        """What tells it from the same draft as it was kept before or later."""
        return f"{self.saved_at.timestamp():.6f}"


class DraftFile(models.Model):
    """草稿的文件: a file chosen for a form that is not handed in yet; encrypted, and gone with its draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files", db_index=False)
    field = models.CharField(max_length=40)
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("字节数")
    content = models.BinaryField("密文")
    kept_at = models.DateTimeField("保存时间", db_index=True)

    class Meta:
        verbose_name = "草稿的文件"
        verbose_name_plural = "草稿的文件"
        constraints = (models.UniqueConstraint(fields=("draft", "field"), name="draft_file_once_a_field"),)

    def __str__(self) -> str:
        return self.name
