"""Opening a case for each of many people: stock Viewflow one by one, the handwritten application in bulk."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from tests.benchmarks.measuring import Measures, measure, timed
from tests.benchmarks.others.handwritten.models import Application, History, Task
from tests.benchmarks.others.joining import LETTER, As, worker
from tests.benchmarks.others.stock.flows import JoiningFlow

BATCH = 1000


def stock(people: int) -> Measures:
    """Start processes one by one, as stock Viewflow does it."""
    by = As(worker())
    return [measure("a case", [timed(lambda: _start(by))[0] for _ in range(people)])]


def _start(by: As) -> None:
    node = JoiningFlow.start
    activation = node.activation_class.create(node, None, None)
    for name, value in LETTER.items():
        setattr(activation.process, name, value)
    with transaction.atomic():
        activation.start(by)
        activation.execute()


def handwritten(people: int) -> Measures:
    """Insert applications, their history and their first tasks in bulk, a thousand at a time."""
    owner = User.objects.get(username="worker")
    took, _ = timed(lambda: [_insert(owner, min(BATCH, people - done)) for done in range(0, people, BATCH)])
    return [measure("a case", [took / people])]


@transaction.atomic
def _insert(owner: User, count: int) -> None:
    made = Application.objects.bulk_create([Application(**LETTER) for _ in range(count)])
    Task.objects.bulk_create([Task(application=one, act="talk", owner=owner) for one in made])
    History.objects.bulk_create(
        [History(application=one, actor=owner, act="open", stage_to="applied", answers={}) for one in made]
    )
