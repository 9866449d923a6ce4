"""The joining case on stock Viewflow and by hand: seven acts by the engine, and by HTTP with session and CSRF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from tests.benchmarks.browser import Browser
from tests.benchmarks.measuring import Measures, measure, tally, timed
from tests.benchmarks.others.handwritten import views
from tests.benchmarks.others.handwritten.models import Application
from tests.benchmarks.others.stock.flows import JoiningFlow
from tests.benchmarks.others.stock.models import Joining

LETTER = {
    "name": "王晓梅", "sex": "female", "born": "2000-02-29", "ethnicity": "汉族", "id_number": "990000200002299866",
    "phone": "13900000000", "education": "大学本科", "work": "江北市人民医院护士", "knowledge": "学习了团章",
    "motive": "愿意进步", "self_assessment": "踏实", "cv": "2018-09 至 2022-06 医学院",
}  # fmt: skip
STEPS: tuple[tuple[str, dict[str, str]], ...] = (
    ("talk", {"talk_summary": "动机端正"}),
    ("first", {"first_opinion": "愿意介绍"}),
    ("second", {"second_opinion": "愿意介绍"}),
    ("vote", {"votes_yes": "30", "votes_no": "0"}),
    ("approve", {"decision": "approve"}),
    ("file", {"filed": "备案"}),
)
Door = Callable[[str, dict[str, str]], Any]


def worker() -> User:
    """Return the one who does every step."""
    return User.objects.get(username="worker")


def stock_engine(cases: int) -> Measures:
    """Walk cases by Viewflow's activations, under its own lock."""
    return _walked(cases, _StockEngine)


def stock_http(cases: int) -> Measures:
    """Walk cases by Viewflow's own views: a task of a role is taken from the queue first, then its form is posted."""
    return _walked(cases, _StockPages)


def handwritten_orm(cases: int) -> Measures:
    """Walk cases by the functions of the handwritten application."""
    return _walked(cases, _HandEngine)


def handwritten_http(cases: int) -> Measures:
    """Walk cases by its pages."""
    return _walked(cases, _HandPages)


def _walked(cases: int, make: Callable[[], Any]) -> Measures:
    walker = make()
    walker.walk()  # warm
    with tally() as statements:
        acts = len(walker.walk())
    samples = [took for _ in range(cases) for took in walker.walk()]
    return [measure("act", samples, statements=round(statements[0] / acts, 1))]


class _StockEngine:
    def __init__(self) -> None:
        self.by = worker()

    def walk(self) -> list[float]:
        took, process = timed(self._open)
        times = [took]
        for name, answers in STEPS:
            task = _waiting(process.pk, name)
            times.append(timed(lambda task=task, answers=answers: self._do(process.pk, task.pk, answers))[0])
        _check(Joining.objects.get(pk=process.pk).status == STATUS.DONE)
        return times

    def _open(self) -> Joining:
        node = JoiningFlow.start
        activation = node.activation_class.create(node, None, None)
        with transaction.atomic():
            activation.start(As(self.by))
            for name, value in LETTER.items():
                setattr(activation.process, name, value)
            activation.process.save()
            activation.execute()
        return activation.process

    def _do(self, process: int, task: int, answers: dict[str, str]) -> None:
        with JoiningFlow.lock(process), transaction.atomic():
            found = Task.objects.get(pk=task)
            activation = found.flow_task.activation_class(found)
            activation.assign(self.by)
            activation.start(As(self.by))
            for name, value in answers.items():
                setattr(activation.process, name, value)
            activation.process.save()
            activation.execute()


class As:
    """As much of a request as an activation reads."""

    def __init__(self, user: User) -> None:
        self.user = user


class _StockPages:
    def __init__(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(worker())
        self.browser = Browser(client)

    def walk(self) -> list[float]:
        times = [self.browser.submit(JoiningFlow.start.reverse("execute"), LETTER)]
        process = Joining.objects.latest("pk").pk
        for name, answers in STEPS:
            task = _waiting(process, name)
            place = {"args": [process, task.pk]}
            taken = self.browser.submit(task.flow_task.reverse("assign", **place), {})
            times.append(taken + self.browser.submit(task.flow_task.reverse("execute", **place), answers))
        _check(Joining.objects.get(pk=process).status == STATUS.DONE)
        return times


class _HandEngine:
    def __init__(self) -> None:
        self.by = worker()

    def walk(self) -> list[float]:
        took, application = timed(lambda: views.opened(views.LetterForm(LETTER), self.by))
        times = [took]
        for act, answers in STEPS:
            times.append(timed(lambda act=act, answers=answers: views.done(application.pk, act, answers, self.by))[0])
        _check(Application.objects.get(pk=application.pk).stage == "filed")
        return times


class _HandPages:
    def __init__(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(worker())
        self.browser = Browser(client)

    def walk(self) -> list[float]:
        times = [self.browser.submit(reverse("apply"), LETTER)]
        pk = Application.objects.latest("pk").pk
        times += [self.browser.submit(reverse("act", args=[pk, act]), answers) for act, answers in STEPS]
        _check(Application.objects.get(pk=pk).stage == "filed")
        return times


def _waiting(process: int, name: str) -> Task:
    tasks = Task.objects.filter(process_id=process, status=STATUS.NEW)
    return next(task for task in tasks if task.flow_task.name == name)


def _check(is_so: bool) -> None:
    if not is_so:
        raise AssertionError("the case did not reach its end")
