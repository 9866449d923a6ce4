"""The month's exits in a real browser: previewed, started, verified, approved, and the keepsake downloaded."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from pikepdf import Pdf
from playwright.sync_api import Browser

from procedures.register.models import Standing
from procedures.scenarios.story import Story, read
from procedures.scenarios.world import World, build
from tests.journeys.browser import PHONE, Visitor, chromium
from workflows.days import clock
from workflows.days.dates import add_months
from workflows.models import Case, Paper

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SCENARIOS = Path(__file__).parent.parent / "scenarios"
A4_LANDSCAPE = (842, 595)  # points


@pytest.fixture
def browser():
    with chromium() as one:
        yield one


@pytest.fixture
def world(transactional_db) -> World:
    """The hospital with one member who turned 28 this week, and one whom an office keeps for another year."""
    story: Story = read(SCENARIOS / "exit_at_twenty_eight.yaml")
    today = clock.today()
    born = add_months(today - timedelta(days=3), -28 * 12)
    member = {"organisation": "MED", "status": "active", "joined_on": add_months(born, 15 * 12), "born": born}
    people = [
        *(row for row in story.world["people"] if row["id"] not in ("plain", "holder")),
        {"id": "plain", "name": "欧阳月", **member},
        {"id": "holder", "name": "任书记", **member},
    ]
    office = {"person": "holder", "post": "branch_deputy", "organisation": "MED"}
    terms = {"from": add_months(today, -12), "to": add_months(today, 12)}
    posts = [row for row in story.world["posts"] if row["person"] != "holder"]
    return build(
        Story(story.path, story.title, {**story.world, "people": people, "posts": [*posts, {**office, **terms}]},
              story.acts, story.roll)
    )  # fmt: skip


@pytest.fixture
def visit(browser: Browser, live_server, world: World):
    """Return what opens a browser for somebody of the world."""
    return lambda name: Visitor(browser, live_server.url, world.person(name))


def test_the_month_is_previewed_started_and_carried_to_the_keepsake(visit, world, tmp_path):
    _scan(visit("hosp"))
    case = Case.objects.get(procedure="exit")

    _act(visit("sec_med"), case, "verify", office_held="false", dues_paid_to=_this_month(), opinion="属实")
    _act(visit("hosp"), case, "approve", opinion="同意")
    name, content = _keepsake(visit("plain"), tmp_path)

    assert Standing.objects.get(person=world.person("plain")).status == "exited_age"
    assert name == "超龄离团纪念证-欧阳月.pdf"
    with Pdf.open(content) as pdf:
        (page,) = pdf.pages
        assert tuple(round(float(side)) for side in page.mediabox[2:]) == A4_LANDSCAPE

    _act(visit("hosp"), case, "hold_ceremony", place="学术报告厅")
    assert Case.objects.get(pk=case.pk).stage == "celebrated"


def test_a_member_of_age_asks_on_a_phone_and_no_page_breaks_access(visit, world):
    member = visit("plain")
    member.page.set_viewport_size(PHONE)
    page = member.open("/start/exit/")
    assert member.breaks_of_access() == []

    member.submit()

    case = Case.objects.get(procedure="exit")
    assert (case.stage, case.subject) == ("due", world.person("plain"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    branch = visit("sec_med")
    branch.open(f"/cases/{case.pk}/verify/")
    assert "名册情况" in branch.page.locator("main").inner_text()
    assert branch.breaks_of_access() == []


def _scan(officer: Visitor) -> None:
    page = officer.open("/rounds/start/exit/scan/")
    officer.fill(month=_this_month())
    officer.press("button[value=preview]")
    rows = page.locator("main tbody tr").all_inner_texts()
    assert not Case.objects.filter(procedure="exit").exists()
    assert [re.search("欧阳月|任书记", row)[0] for row in rows] == ["欧阳月", "任书记"], rows
    assert "将发起" in rows[0]
    assert "达到离团年龄：" in rows[0]
    assert "担任团内职务至" in rows[1]
    officer.press("button[value=start]")
    assert re.search(r"/rounds/\d+/$", page.url), page.locator("main").inner_text()


def _act(visitor: Visitor, case: Case, act: str, **answers: object) -> None:
    visitor.open(f"/cases/{case.pk}/{act}/")
    visitor.fill(**answers)
    visitor.submit()
    assert f"/{act}/" not in visitor.page.url, visitor.page.locator("main").inner_text()


def _keepsake(member: Visitor, folder: Path) -> tuple[str, Path]:
    paper = Paper.objects.get(kind="exit_keepsake")
    page = member.open("/papers/")
    with page.expect_download() as started:
        page.locator(f"main a[href='{reverse('paper_file', args=[paper.pk])}']").first.click()
    target = folder / "keepsake.pdf"
    started.value.save_as(target)
    return started.value.suggested_filename, target


def _this_month() -> str:
    return clock.today().isoformat()[:7]
