"""A world that is kept is the world that was played: its rows, its keys, what is to be done after the commit."""

from __future__ import annotations

import pytest
from django.db import connection

from procedures.scenarios.throwaway import undone
from tests import keeping
from tests.worlds import hospital
from workflows.models import Entry
from workflows.people.models import Organization
from workflows.proof.log import first_broken

pytestmark = pytest.mark.django_db


def test_a_kept_world_has_the_rows_and_the_callbacks_of_the_played_one() -> None:
    found = []
    for _ in range(3):
        with undone():
            waiting = len(connection.run_on_commit)
            place = hospital(until="approve")
            found.append((list(keeping._rows()), len(connection.run_on_commit) - waiting, place.case.stage))

    _, second, third = found  # it is kept at the second time, and written at the third
    assert second == third
    assert second[1] > 0


def test_what_one_test_does_to_a_kept_world_no_other_sees() -> None:
    for _ in range(3):
        with undone():
            place = hospital(until="talk")
            person = place.person("wang")
            assert person.name == "王晓梅"
            person.name = "改"
            person.save()


def test_the_log_of_a_kept_world_is_whole() -> None:
    for _ in range(3):
        with undone():
            place = hospital(until="talk")
            chain = Entry.objects.filter(case=place.case).values_list("chain", flat=True)

            assert (len(chain), first_broken(chain[0])) == (2, None)


def test_where_somebody_is_in_the_database_already_a_world_is_built() -> None:
    Organization.objects.add_root({"code": "OLD", "name": "原有团委", "kind": "committee"})

    hospital()

    assert Organization.objects.count() == 7
