"""The application on the process itself, as Viewflow's own examples keep it."""

from __future__ import annotations

from django.db import models
from viewflow.workflow.models import Process


class Joining(Process):
    """A joining case: twelve fields of the letter, one or two of each later step."""

    organization = models.IntegerField(default=0)
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
