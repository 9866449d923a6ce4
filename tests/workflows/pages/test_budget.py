"""How many statements each page of the policy table costs at most, whoever of those it answers to asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procedures.register import panels
from procedures.register.entering import Known, enter_people
from procedures.scenarios.runner import noon
from tests.dossiers import fill
from tests.two_committees import NOW, build
from tests.workflows.pages.test_policy import CAST, WALKED, Target, Walk
from workflows import engine
from workflows.models import Attachment, Message
from workflows.pages.policy import POLICIES, Policy
from workflows.people.models import Person

pytestmark = pytest.mark.django_db
TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")
CLEARED = 'DELETE FROM "workflows_count"'  # the walk clears the counts before each question
BUDGET, INBOX = 10, 5
ROWS = (1, 3)
PANELLED = ("me", "person")
PAGES = [row for row in WALKED if "GET" in row.methods]


@pytest.fixture(scope="module")
def walks(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walk]:
    """Build the world once, and take it back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        yield Walk(build())
        transaction.set_rollback(True)


@pytest.mark.parametrize("policy", PAGES, ids=lambda policy: policy.name)
def test_a_page_keeps_its_budget_at_one_row_and_at_three(walks: Walk, policy: Policy) -> None:
    costs = []
    for rows in ROWS:
        with transaction.atomic():
            _grow(walks, rows - 1)
            costs.append({key: _cost(walks, *key) for key in _asked(walks, policy)})
            transaction.set_rollback(True)

    assert costs[0] == costs[1]
    assert max(costs[0].values(), default=0) <= (INBOX if "inbox" in policy.name else BUDGET)


@pytest.mark.parametrize("name", PANELLED)
def test_the_page_of_a_person_keeps_its_budget_with_every_panel_filled(walks: Walk, name: str) -> None:
    world, asked = walks.world, _asked(walks, POLICIES[name])
    people = [world.people[one] for one in sorted({*CAST.values(), "member_b"})]
    costs, shown = [], []
    for rows in ROWS:
        with transaction.atomic():
            fill(people, world.paper("a"), rows, NOW.date())
            costs.append({key: _cost(walks, *key) for key in asked})
            shown += [walks.ask(role, "GET", address).content.decode().count('id="panel-') for role, address in asked]
            transaction.set_rollback(True)

    assert set(shown) == {panels.count()}
    assert costs[0] == costs[1]
    assert max(costs[0].values()) <= BUDGET


@pytest.mark.parametrize(
    ("who", "code"),
    [("secretary", "object"), ("secretary", "close_notice"), ("reviewer", "comment"), ("secretary", "return")],
)
def test_the_page_of_an_act_of_a_running_case_keeps_its_budget(walks: Walk, who: str, code: str) -> None:
    address = reverse("act", kwargs={"pk": walks.world.running["a"].pk, "code": code})

    cost = _cost(walks, who, address)

    assert cost <= BUDGET


@pytest.mark.parametrize("who", ["secretary", "reviewer", "auditor"])
def test_the_page_of_a_running_case_keeps_its_budget(walks: Walk, who: str) -> None:
    cost = _cost(walks, who, reverse("case", kwargs={"pk": walks.world.running["a"].pk}))

    assert cost <= BUDGET


def _asked(walks: Walk, policy: Policy) -> list[tuple[str, str]]:
    targets: list[Target] = walks.targets(policy)
    return [(role, target.address) for target in targets for role in sorted(target.allowed)]


def _cost(walks: Walk, role: str, address: str) -> int:
    """Return how many statements a page runs, those of the test's own transaction aside."""
    with CaptureQueriesContext(connection) as captured:
        walks.ask(role, "GET", address)
    return sum(1 for query in captured if not query["sql"].startswith((*TRANSACTION, CLEARED)))


def _grow(walks: Walk, times: int) -> None:
    """Add so many rows to what pages list: cases at the same desks, entries, files, messages."""
    world, on = walks.world, date(2026, 5, 20)
    case, entry = world.admitted["a"], world.attachments["a"].entry
    branch = world.organization("A1")
    answers = {"organisation": branch.pk, "knowledge": "学", "motive": "愿", "self_assessment": "实"}
    for number in range(times):
        request = engine.Request(
            "comment", world.people["reviewer_a"], on, noon(on), {"text": "阅", "visible_to": "everyone"}
        )
        engine.act(case, request)
        person = Person.objects.create_user(f"new{number}", None, name="新人", born=date(2004, 1, 1), home=branch)
        enter_people([Known(person)])
        engine.start("joining", engine.Request("apply", person, on, noon(on), answers))
        Attachment.keep(case, entry, "scan", SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.7 scan"))
        Message.objects.create(person=world.people["member_a"], case=case, text="催办", sent_at=noon(on))
