"""Leaving the League and being recommended as talent, in a real browser: each from the first form to the last."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser

from procedures.register.models import Standing
from procedures.scenarios.runner import noon
from procedures.scenarios.story import Story, read
from procedures.scenarios.world import World, build
from procedures.talent.models import Talent
from tests.journeys.browser import DESKTOP, PHONE, Visitor, chromium
from workflows.days import clock
from workflows.models import Case
from workflows.rounds import adoption

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SCENARIOS = Path(__file__).parent.parent / "scenarios"


@pytest.fixture
def browser():
    with chromium() as one:
        yield one


@pytest.fixture
def world(transactional_db) -> World:
    """The hospital with two ordinary members."""
    story: Story = read(SCENARIOS / "withdrawal" / "happy_path.yaml")
    return build(Story(story.path, story.title, {**story.world, "blocks": []}, story.acts, story.roll))


class Desk:
    """The people of a case, each at a browser on the day of his act, so many days ago."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self.browser, self.address, self.world = browser, address, world

    def act(self, who: str, path: str, ago: int, **answers: object) -> None:
        """Fill the form of a page and send it."""
        with time_machine.travel(noon(clock.today() - timedelta(days=ago))):
            visitor = Visitor(self.browser, self.address, self.world.person(who))
            visitor.page.set_viewport_size(PHONE if who == "tan" else DESKTOP)
            visitor.open(path)
            visitor.fill(**answers)
            visitor.submit()
            visitor.go_on()
            assert path not in visitor.page.url, visitor.page.locator("main").inner_text()
            visitor.context.close()

    def at_case(self, who: str, act: str, ago: int, **answers: object) -> None:
        """Do an act on the only case."""
        self.act(who, f"/cases/{Case.objects.get().pk}/{act}/", ago, **answers)


def test_a_member_withdraws_by_a_report_and_the_branch_and_the_committee_see_to_it(browser, live_server, world):
    desk = Desk(browser, live_server.url, world)

    desk.act("tan", "/start/withdrawal/", 30, report="本人要求退团。", reason="个人原因")
    desk.at_case("sec_surg", "hold_meeting", 20, present=30, yes=25, no=2, abstain=3, minutes="讨论后表决")
    desk.at_case("hosp", "file", 10)

    assert Case.objects.get().stage == "withdrew"
    assert Standing.objects.get(person=world.person("tan")).status == "withdrew"


def test_a_member_who_was_warned_answers_for_himself_and_is_voted_on(browser, live_server, world):
    desk = Desk(browser, live_server.url, world)
    opened = clock.today() - timedelta(days=60)
    adoption.adopt(
        "lapse", stage="candidate", facts={}, subject=world.person("tan"), organization=world.organization("SURG"),
        on=opened, at=noon(opened),
    )  # fmt: skip

    desk.at_case("org_surg", "warn", 50, way="in_person")
    desk.at_case("tan", "hear", 40, answer="疏忽了，愿意改正。")
    desk.at_case("sec_surg", "hold_meeting", 30, present=30, yes=25, no=2, abstain=3, minutes="讨论后表决")
    desk.at_case("hosp", "approve", 20, decision="approve", opinion="同意")

    assert Case.objects.get().stage == "lapsed"
    assert Standing.objects.get(person=world.person("tan")).status == "lapsed"


def test_a_young_doctor_recommends_himself_and_the_committee_finds_him_in_the_register(browser, live_server, world):
    desk = Desk(browser, live_server.url, world)

    desk.act("tan", "/start/talent/", 60, field="麻醉", position="医师", achievements="论文三篇", reason="业务骨干")
    desk.at_case("sec_surg", "review", 55, decision="approve")
    desk.at_case("hosp", "assess", 50, decision="approve")
    desk.at_case("party", "consult_party", 45, decision="approve")
    desk.at_case("hosp", "post_notice", 44, place="院内公示栏")
    desk.at_case("hosp", "close_notice", 20, result="无异议")
    desk.at_case("hosp", "enter_pool", 19)
    page = Visitor(browser, live_server.url, world.person("hosp")).open("/talent/?field=麻醉")

    assert Talent.objects.get().person == world.person("tan")
    assert "谭默" in page.locator("main").inner_text()
