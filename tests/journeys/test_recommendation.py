"""Two members are recommended to the Party in a real browser: nomination, meeting, notice, decision, the form."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from pikepdf import Pdf
from playwright.sync_api import Browser

from procedures.register.models import Standing
from procedures.scenarios.runner import noon
from procedures.scenarios.story import Story, read
from procedures.scenarios.world import World, build
from tests.journeys.browser import PHONE, Visitor, chromium
from workflows.days import clock
from workflows.models import Case, Paper

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SCENARIOS = Path(__file__).parent.parent / "scenarios"


@pytest.fixture
def browser():
    with chromium() as one:
        yield one


@pytest.fixture
def world(transactional_db) -> World:
    """The hospital with two members who have applied to the Party."""
    story = read(SCENARIOS / "recommendation" / "two_at_one_meeting.yaml")
    return build(Story(story.path, story.title, story.world, story.acts, story.roll))


class Road:
    """The acts of a nomination, each on its day, counted from the first, by the person whose turn it is."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self.browser, self.address, self.world = browser, address, world
        self.first = clock.today() - timedelta(days=40)

    def at(self, name: str) -> Visitor:
        """Return a browser at which a person has just signed in."""
        return Visitor(self.browser, self.address, self.world.person(name))

    def day(self, number: int) -> datetime:
        """Return the noon of a day of the road."""
        return noon(self.first + timedelta(days=number))

    def case(self, name: str) -> Case:
        """Return a member's case."""
        return Case.objects.get(subject=self.world.person(name))

    def act(self, who: str, act: str, day: int, **answers: object) -> None:
        """Do one act on the page of the first member's case."""
        with time_machine.travel(self.day(day)):
            visitor = self.at(who)
            visitor.open(f"/cases/{self.case('li').pk}/{act}/")
            visitor.fill(**answers)
            visitor.submit()
            visitor.go_on()
            assert f"/{act}/" not in visitor.page.url, visitor.page.locator("main").inner_text()


def test_a_member_is_recommended_up_to_the_decision_of_the_party(browser, live_server, world, tmp_path):
    road = Road(browser, live_server.url, world)

    with time_machine.travel(road.day(0)):
        _nominate(road)
    with time_machine.travel(road.day(7)):
        _vote(road)
    _publish_and_review(road)
    name, content = _print(road, tmp_path)
    road.act("party", "decide", 35, decision="accept", reason="同意列为入党积极分子。")

    assert road.case("li").stage == "accepted_by_party"
    assert road.case("wu").stage == "not_carried"
    assert Standing.objects.get(person=world.person("li")).party_stage == "applicant"
    assert name.endswith(".pdf")
    with Pdf.open(content) as pdf:
        assert len(pdf.pages) == 2


def _nominate(road: Road) -> None:
    officer = road.at("org_surg")
    officer.page.set_viewport_size(PHONE)
    officer.open("/rounds/start/recommendation/nominate/")
    people = [road.world.person(name).pk for name in ("li", "wu")]
    officer.fill(members=people, track="A", grounds="政治坚定，工作踏实。")
    officer.submit()
    assert officer.breaks_of_access() == []
    assert "李想" in officer.page.locator("main").inner_text()
    officer.press("button[name=do][value=start]")
    assert Case.objects.filter(stage="nominated").count() == 2, officer.page.locator("main").inner_text()


def _vote(road: Road) -> None:
    secretary = road.at("sec_surg")
    secretary.open(f"/cases/{road.case('li').pk}/hold_meeting/")
    assert secretary.breaks_of_access() == []
    li, wu = (road.world.person(name).pk for name in ("li", "wu"))
    votes = {f"votes-{li}-yes": 25, f"votes-{li}-no": 3, f"votes-{li}-abstain": 2}
    votes |= {f"votes-{wu}-yes": 20, f"votes-{wu}-no": 5, f"votes-{wu}-abstain": 5}
    road.act("sec_surg", "hold_meeting", 7, present=30, ballot="secret", **votes)


def _publish_and_review(road: Road) -> None:
    road.act("org_surg", "examine", 8, opinion="符合条件", merits="担任志愿服务队骨干。")
    road.act("org_surg", "post_notice", 9, place="门诊楼公示栏")
    ends = date.fromisoformat(road.case("li").facts["notice_ends"])
    road.act("org_surg", "close_notice", (ends - road.first).days + 1, result="公示期间未收到异议。")
    road.act("hosp", "review", 28, decision="approve", rank=1, opinion="同意推荐")
    road.act("hosp", "submit_to_party", 29, party_organisation=road.world.organization("PARTY").pk)


def _print(road: Road, folder: Path) -> tuple[str, Path]:
    party = road.at("party")
    page = party.open(f"/cases/{road.case('li').pk}/decide/")
    assert party.breaks_of_access() == []
    paper = Paper.objects.get(kind="recommendation_form")
    party.press(f"main a[href='{reverse('paper', args=[paper.pk])}']")
    with page.expect_download() as started:
        page.locator(f"main a[href='{reverse('paper_file', args=[paper.pk])}']").first.click()
    target = folder / "form.pdf"
    started.value.save_as(target)
    return started.value.suggested_filename, target
