"""An application whose state django-fsm guards, and the history that the views write."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django_fsm import RETURN_VALUE, FSMField, transition


class Application(models.Model):
    """One application; `stage` says what it waits for."""

    stage = FSMField(max_length=20, default="applied", protected=True)
    organization = models.IntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=6)
    born = models.DateField(null=True)
    ethnicity = models.CharField(max_length=20)
    id_number = models.CharField(max_length=18)
    phone = models.CharField(max_length=20)
    education = models.CharField(max_length=40)
    work = models.CharField(max_length=120)
    knowledge = models.TextField()
    motive = models.TextField()
    self_assessment = models.TextField()
    cv = models.TextField()
    talk_summary = models.TextField(blank=True)
    first_opinion = models.TextField(blank=True)
    second_opinion = models.TextField(blank=True)
    votes_yes = models.IntegerField(null=True)
    votes_no = models.IntegerField(null=True)
    decision = models.CharField(max_length=20, blank=True)
    filed = models.CharField(max_length=40, blank=True)

    @transition(field=stage, source="applied", target="introducing")
    def talk(self) -> None:
        """Somebody talked with the applicant."""

    @transition(field=stage, source="introducing", target=RETURN_VALUE("introducing", "introduced"))
    def first(self) -> str:
        """One introducer gave an opinion, before or after the other."""
        return self._introduced()

    @transition(field=stage, source="introducing", target=RETURN_VALUE("introducing", "introduced"))
    def second(self) -> str:
        """The other one did."""
        return self._introduced()

    def _introduced(self) -> str:
        return "introduced" if self.first_opinion and self.second_opinion else "introducing"

    @transition(field=stage, source="introduced", target="voted")
    def vote(self) -> None:
        """The branch voted."""

    @transition(field=stage, source="voted", target="approved")
    def approve(self) -> None:
        """The committee approved."""

    @transition(field=stage, source="approved", target="filed")
    def file(self) -> None:
        """It is filed."""


class Task(models.Model):
    """What somebody is to do next on an application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="tasks")
    act = models.CharField(max_length=20)
    owner = models.ForeignKey(User, models.PROTECT, related_name="tasks", db_index=False)
    due = models.DateField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("owner", "id"), name="task_inbox", condition=models.Q(finished=None)),)


class History(models.Model):
    """One step of an application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="history")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    act = models.CharField(max_length=20)
    stage_from = models.CharField(max_length=20)
    stage_to = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)
    answers = models.JSONField(default=dict)
