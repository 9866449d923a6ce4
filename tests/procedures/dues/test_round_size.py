"""A round of months is a few statements for each chunk of people, however many people and months."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.dues.models import Line
from procedures.register.entering import Known, enter_people
from procedures.register.models import Charge
from procedures.scenarios.runner import noon
from tests.conftest import Play
from workflows import rounds
from workflows.engine.request import Request
from workflows.people.models import Organization, Person

pytestmark = pytest.mark.django_db

WORLD = "given: hospital\nacts: [{on: 2026-01-01, look: person, of: org_med}]"


def fill(branch: Organization, count: int) -> None:
    """Put so many students on a roll."""
    people = [Person(username=f"p{index}", name=f"团员{index}", home=branch, password="!") for index in range(count)]
    Person.objects.bulk_create(people, batch_size=500)
    enter_people(Known(one, "active", date(2015, 5, 4), dues_category="student") for one in people)


@pytest.mark.parametrize("count", [400, 1400])
def test_six_months_of_many_people_cost_the_same_for_each_chunk(play: Play, count: int) -> None:
    world = play(WORLD).world
    fill(world.organization("PLANT"), count)
    on = date(2026, 6, 30)
    answers = {"organisation": world.organization("ZONE").pk, "from_month": "2026-01", "to_month": "2026-06"}

    begun = rounds.start("dues", Request("open_months", world.person("zone"), on, noon(on), answers))
    with CaptureQueriesContext(connection) as captured:
        rounds.run(begun.round.pk, begun.round.root)

    charges = Charge.objects.filter(organization__code="PLANT")
    assert charges.count() == count * 6
    assert sum(line.fen for line in Line.objects.all()) == count * 6 * 20
    inserts = [query for query in captured if "INSERT" in query["sql"] and '"register_charge"' in query["sql"]]
    others = len(captured) - len(inserts)
    assert others <= 36 * (count // 1000 + 2)
