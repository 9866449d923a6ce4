"""The pages that somebody would write by hand: forms of the model, one view for every act, a paged list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import ModelForm, modelform_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from tests.benchmarks.others.handwritten.models import Application, History, Task
from tests.benchmarks.others.stock.flows import LETTER

WAITS_FOR = {
    "applied": ("talk",), "introducing": ("first", "second"), "introduced": ("vote",), "voted": ("approve",),
    "approved": ("file",), "filed": (),
}  # fmt: skip
FIELDS = {
    "talk": ("talk_summary",), "first": ("first_opinion",), "second": ("second_opinion",),
    "vote": ("votes_yes", "votes_no"), "approve": ("decision",), "file": ("filed",),
}  # fmt: skip
LetterForm: type[ModelForm[Application]] = modelform_factory(Application, fields=LETTER)
FORMS = {act: modelform_factory(Application, fields=fields) for act, fields in FIELDS.items()}


@transaction.atomic
def opened(form: ModelForm[Application], by: User) -> Application:
    """Save an application with the first line of its history and the first task."""
    application: Application = form.save()
    _note(application, by, "apply", "", form.data)
    _wait(application, by)
    return application


@transaction.atomic
def done(pk: int, act: str, data: Any, by: User) -> Application | None:
    """Do the act that somebody has the task of, under the row's lock; None where the form is not filled in."""
    application = Application.objects.select_for_update().get(pk=pk)
    task = get_object_or_404(Task, application=application, act=act)
    if task.owner_id != by.pk or task.finished:
        raise Http404
    form = FORMS[act](data, instance=application)
    if not form.is_valid():
        return None
    before = application.stage
    form.save(commit=False)
    getattr(application, act)()
    application.save()
    task.finished = timezone.now()
    task.save(update_fields=["finished"])
    _note(application, by, act, before, data)
    if application.stage != before:
        _wait(application, by)
    return application


def _wait(application: Application, owner: User) -> None:
    """Make the tasks of the stage that an application has come to."""
    acts = WAITS_FOR[application.stage]
    Task.objects.bulk_create([Task(application=application, act=act, owner=owner) for act in acts])


def _note(application: Application, by: User, act: str, before: str, data: Any) -> None:
    answers = {name: value for name, value in dict(data.items()).items() if name != "csrfmiddlewaretoken"}
    History.objects.create(
        application=application, actor=by, act=act, stage_from=before, stage_to=application.stage, answers=answers
    )


@login_required
def apply(request: HttpRequest) -> HttpResponse:
    """Show the letter, or open an application."""
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        application = opened(form, request.user)  # type: ignore[arg-type]  # login_required has looked
        messages.success(request, "已提交")
        return redirect("detail", pk=application.pk)
    return render(request, "handwritten/form.html", {"form": form})


@login_required
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Show the form of an act, or do it."""
    if request.method == "POST" and done(pk, act, request.POST, request.user):  # type: ignore[arg-type]
        messages.success(request, "已办理")
        return redirect("detail", pk=pk)
    form = FORMS[act](instance=get_object_or_404(Application, pk=pk))
    return render(request, "handwritten/form.html", {"form": form})


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an application with its history."""
    application = get_object_or_404(Application, pk=pk)
    history = application.history.select_related("actor").order_by("id")
    return render(request, "handwritten/detail.html", {"application": application, "history": history})


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the first page of what waits for approval, with its total."""
    tasks = Task.objects.filter(owner=request.user, finished=None)  # type: ignore[misc]  # login_required has looked
    waiting = tasks.select_related("application").order_by("id")
    page = Paginator(waiting, 20).get_page(request.GET.get("page"))
    return render(request, "handwritten/inbox.html", {"page": page})
