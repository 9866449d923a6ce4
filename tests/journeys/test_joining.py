"""The whole road into the League in a real browser, from the application to the downloaded certificate."""

from __future__ import annotations

from datetime import date, timedelta
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
from workflows.days.dates import add_months
from workflows.models import Case, Paper
from workflows.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SCENARIOS = Path(__file__).parent.parent / "scenarios"


@pytest.fixture
def browser():
    with chromium() as one:
        yield one


@pytest.fixture
def world(transactional_db) -> World:
    """The hospital with an applicant whose road began half a year ago."""
    story: Story = read(SCENARIOS / "joining_happy_path.yaml")
    today = clock.today()
    return build(Story(story.path, story.title, {**story.world, "blocks": _blocks(today)}, story.acts, story.roll))


def _blocks(today: date) -> list[dict[str, object]]:
    years = {today.year, add_months(today, -7).year}
    return [{"organisation": "HOSP", "year": y, "first": f"{y}42000101", "last": f"{y}42000140"} for y in sorted(years)]


class Road:
    """The acts of one case, each on its day, counted from the first, by the person whose turn it is."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self.browser, self.address, self.world = browser, address, world
        self.first = add_months(clock.today(), -7)

    def at(self, name: str) -> Visitor:
        """Return a browser at which a person has just signed in."""
        return Visitor(self.browser, self.address, self.world.person(name))

    def day(self, number: int) -> date:
        """Return a day of the road."""
        return self.first + timedelta(days=number)

    def act(self, who: str, act: str, day: int, **answers: object) -> None:
        """Do one act on the case's page for it."""
        with time_machine.travel(noon(self.day(day))):
            visitor = self.at(who)
            visitor.open(f"/cases/{Case.objects.get().pk}/{act}/")
            visitor.fill(**answers)
            visitor.submit()
            visitor.go_on()
            assert f"/{act}/" not in visitor.page.url, visitor.page.locator("main").inner_text()
            visitor.context.close()


def test_an_applicant_goes_the_whole_road_and_holds_the_certificate(browser, live_server, world, tmp_path):
    road = Road(browser, live_server.url, world)
    wang = world.person("wang")

    _apply(road)
    _train(road)
    _publish(road)
    _vote(road)
    name, content = _download(road, tmp_path)

    standing = Standing.objects.get(person=wang)
    assert (standing.status, standing.joined_on) == ("active", road.day(140))
    assert name == "入团证明-王晓梅.pdf"
    with Pdf.open(content) as pdf:
        assert len(pdf.pages) >= 1


def _apply(road: Road) -> None:
    with time_machine.travel(noon(road.day(0))):
        wang = road.at("wang")
        wang.page.set_viewport_size(PHONE)
        wang.open("/start/joining/")
        wang.fill(
            organisation=road.world.organization("SURG").pk,
            knowledge="学习了团章",
            motive="愿为团的事业奋斗",
            self_assessment="踏实，表达需加强",
        )
        wang.submit()
        assert Case.objects.get().stage == "applied", wang.page.locator("main").inner_text()


def _train(road: Road) -> None:
    person = road.world.person
    road.act("sec_surg", "talk", 10, talker=person("sec_surg").pk, summary="动机端正", suitable="true")
    road.act("org_surg", "propose_activist", 15, basis="member_recommendation", opinion="同意")
    road.act("hosp", "approve_activist", 20, decision="approve", opinion="同意")
    road.act("org_surg", "appoint_mentors", 21, mentors=[person("dep_surg").pk])
    for number in range(4):
        road.act("org_surg", "record_class", 30 + number * 7, topic=f"第{number + 1}课", minutes=90)
    road.act("org_surg", "propose_candidate", 113, opinion="成熟")
    road.act("hosp", "pre_review", 115, decision="approve", opinion="材料齐全")


def _publish(road: Road) -> None:
    road.act("org_surg", "post_notice", 116, place="门诊楼公示栏")
    ends = date.fromisoformat(Case.objects.get().facts["notice_ends"])
    road.act("org_surg", "close_notice", (ends - road.first).days + 1, result="无异议")


def _vote(road: Road) -> None:
    people = [road.world.person("dep_surg").pk, road.world.person("org_surg").pk]
    road.act("org_surg", "appoint_introducers", 136, introducers=people)
    road.act("wang", "fill_form", 137, volunteer_statement="我志愿加入中国共产主义青年团")
    road.act("dep_surg", "introduce", 138, opinion="愿意介绍")
    road.act("org_surg", "introduce", 138, opinion="愿意介绍")
    road.act("sec_surg", "hold_meeting", 140, present=30, yes=24, no=4, abstain=2, minutes="逐个讨论表决")
    road.act("hosp", "approve", 150, decision="approve", opinion="批准", members_present=5, members_yes=5)


def _download(road: Road, folder: Path) -> tuple[str, Path]:
    paper = Paper.objects.get(kind="membership_certificate")
    page = road.at("wang").open("/papers/")
    with page.expect_download() as started:
        page.locator(f"main a[href='{reverse('paper_file', args=[paper.pk])}']").first.click()
    target = folder / "certificate.pdf"
    started.value.save_as(target)
    return started.value.suggested_filename, target


def test_a_reviewer_of_another_branch_cannot_open_the_case(browser, live_server, world):
    road = Road(browser, live_server.url, world)
    _apply(road)
    stranger = Visitor(browser, live_server.url, Person.objects.get(username="sec_med"))

    answer = stranger.page.goto(f"{live_server.url}/cases/{Case.objects.get().pk}/")

    assert answer is not None
    assert answer.status == 404
