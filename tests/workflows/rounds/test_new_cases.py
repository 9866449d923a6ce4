"""Cases written from one pattern are what they would be had each been opened by itself, and cost the same each."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from procedures.register.entering import Known, enter_people
from procedures.scenarios.runner import noon
from tests.workflows.trial import DAY, answers, installed
from tests.worlds import Place, hospital
from workflows import engine, rounds
from workflows.models import Case, Entry, Round, Task
from workflows.people.models import Person, Post
from workflows.proof.log import first_broken, hash_of
from workflows.rounds import running
from workflows.store import rooted
from workflows.store.keys import among
from workflows.table.registry import procedure

pytestmark = pytest.mark.django_db

NAMES = ('王"小\\梅', "\\N", "line\tand\nline", "100%s %b", "𠮷野")


@pytest.fixture
def place() -> Iterator[Place]:
    with installed():
        yield hospital()


def begun(place: Place, *names: str) -> Round:
    """Enter members of these names and begin a round over their branch."""
    branch = place.organization("SURG")
    more = [
        Person(username=f"m{number}", name=name, born=date(2003, 1, 1), home=branch)
        for number, name in enumerate(names)
    ]
    Person.objects.bulk_create(more)
    enter_people([Known(person, "active", date(2018, 5, 4)) for person in more])
    asked = engine.Request("open", place.person("hosp"), DAY, noon(DAY), answers(branch), insist=True)
    trial = procedure("trial")
    act, form = engine.prepare(trial, rounds.row_of(trial, "open"), asked)
    return rounds.begin(act, form.plain() if form else {})


def test_every_entry_has_the_hash_of_its_values_whatever_people_are_called(place: Place) -> None:
    found = begun(place, *NAMES)

    rounds.run(found.pk, found.root)

    entries = Entry.objects.filter(case__round=found)
    assert len(entries) == 12 + len(NAMES) + 1
    assert all(entry.hash == hash_of(entry) for entry in entries)
    assert all(first_broken(entry.chain) is None for entry in entries)


def test_case_and_task_carry_the_name_the_number_and_the_own_desk_of_each_person(place: Place) -> None:
    found = begun(place, *NAMES)

    rounds.run(found.pk, found.root)

    for name in NAMES:
        case = Case.objects.get(round=found, subject__name=name)
        task = Task.objects.get(process=case)
        assert case.title.startswith(f"{name}·")
        assert (task.title, task.number, task.root) == (case.title, case.number, case.root)
        assert (task.post.person_id, task.post.open_tasks) == (case.subject_id, 1)
        assert case.head == Entry.objects.get(chain=f"case/{case.pk}").hash


def test_nobody_in_particular_is_never_written(place: Place) -> None:
    found = begun(place, *NAMES)

    rounds.run(found.pk, found.root)

    assert not Case.objects.filter(subject_id__lt=0).exists()
    assert not Entry.objects.filter(subject_id__lt=0).exists()
    assert not Task.objects.filter(post_id__lt=0).exists()


def test_a_round_of_three_chunks_holds_no_more_memory_than_one_of_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.rounds.running.CHUNK", 100)
    found = begun(place, *(f"团员{number}" for number in range(400)))
    with rooted.within(found.root):
        running._step(found.pk, {})  # what is read once is read

    with rooted.within(found.root):
        one = peak_of(lambda: running._step(found.pk, {}))
    three = peak_of(lambda: rounds.run(found.pk, found.root))

    assert Case.objects.filter(round=found, subject__isnull=False).count() == 412
    assert three < one * 1.3


def peak_of(work: Callable[[], Any]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_who_has_a_case_and_whose_desk_it_is_are_found_by_an_index(place: Place) -> None:
    people = list(range(1, 50))
    known = Case.objects.filter(among("subject_id", people), procedure="trial").values_list("subject_id")
    desks = Post.objects.filter(among("person_id", people)).values_list("person_id", "pk")

    assert "workflows_case_subject" in plan(known)
    assert "people_post_person_id_key" in plan(desks) or "sqlite_autoindex_people_post" in plan(desks)


def plan(query: QuerySet[Any, Any]) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is read whole
    return str(query.explain())
