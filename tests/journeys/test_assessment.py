"""A year of assessment in a real browser, from the committee's round to the downloaded certificate of registration."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pikepdf import Pdf
from playwright.sync_api import Browser

from procedures.register.models import YearRecord
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
    """The zone with a branch of four."""
    story: Story = read(SCENARIOS / "assessment" / "outside_the_window.yaml")
    return build(Story(story.path, story.title, story.world, story.acts, {"PLANT": 4}))


class Branch:
    """One branch's round, each act by the person whose turn it is."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self.browser, self.address, self.world = browser, address, world
        self.visitors: dict[str, Visitor] = {}

    def at(self, name: str, *, scripts: bool = True) -> Visitor:
        """Return a person's browser."""
        if name not in self.visitors:
            self.visitors[name] = Visitor(self.browser, self.address, self.world.person(name), scripts=scripts)
        return self.visitors[name]

    def cover(self) -> Case:
        """Return the branch's case."""
        return Case.objects.get(subject=None)

    def act(self, who: str, act: str, case: Case, **answers: object) -> str:
        """Do one act on a case's page for it, and return what the page says then."""
        visitor = self.at(who)
        visitor.open(f"/cases/{case.pk}/{act}/")
        visitor.fill(**answers)
        visitor.submit()
        if visitor.page.locator("[name=despite]:visible").count():
            visitor.fill(despite="按纸质材料补录")
            visitor.submit()
        return visitor.page.locator("main").inner_text()


def test_a_branch_goes_through_its_year_and_a_member_holds_the_certificate(browser, live_server, world, tmp_path):
    branch = Branch(browser, live_server.url, world)

    _open(branch)
    _write(branch)
    _meet(branch)
    _grade(branch)
    _register(branch)
    name, content = _download(branch, tmp_path)

    kept = YearRecord.objects.get(person=world.person("org_plant"))
    assert (kept.grade, kept.registration) == ("excellent", "registered")
    assert name == "团籍注册证明-郑欣.pdf"
    with Pdf.open(content) as pdf:
        assert len(pdf.pages) == 1


def _open(branch: Branch) -> None:
    zone = branch.at("zone")
    zone.open("/rounds/start/assessment/open_round/")
    zone.fill(year=clock.today().year)
    zone.submit()
    if zone.page.locator("[name=despite]:visible").count():
        zone.fill(despite="本年度安排")
    zone.press("button[value=start]")
    assert Case.objects.count() == 5, zone.page.locator("main").inner_text()


def _write(branch: Branch) -> None:
    case = Case.objects.get(subject=branch.world.person("org_plant"))
    branch.at("org_plant").page.set_viewport_size(PHONE)
    texts = {"study": "学习团章", "work": "完成任务", "conduct": "遵守纪律", "shortcomings": "发言不多"}
    branch.act("org_plant", "summarise", case, **texts, self_grade="excellent")
    assert Case.objects.get(pk=case.pk).stage == "summarised"


def _meet(branch: Branch) -> None:
    people = [case.subject_id for case in Case.objects.exclude(subject=None)]
    secretary = branch.at("sec_plant")
    secretary.open(f"/cases/{branch.cover().pk}/hold_meeting/")
    secretary.fill(present=4, **{f"ballots-{pk}-qualified": 4 for pk in people})
    secretary.fill(**{f"ballots-{people[0]}-excellent": 1})
    row = secretary.page.locator(f"tr:has([name='ballots-{people[0]}-excellent'])")
    assert row.locator("output").inner_text() == "5"
    secretary.submit()
    assert "应与实到 4 人相等" in secretary.page.locator("main").inner_text()

    secretary.fill(**{f"ballots-{people[0]}-qualified": 3})
    secretary.submit()
    assert branch.cover().facts["present"] == 4, secretary.page.locator("main").inner_text()


def _grade(branch: Branch) -> None:
    cover, member = branch.cover(), branch.world.person("org_plant").pk
    other = branch.world.person("sec_plant").pk
    page = branch.at("sec_plant").open(f"/cases/{cover.pk}/propose_grades/")
    page.locator(f"[name='grades-{member}-grade'][value=excellent]").check()
    page.locator(f"[name='grades-{other}-grade'][value=excellent]").check()
    page.locator("#verdicts .sentence-unmet", has_text="多 1 人").wait_for()
    page.locator(f"[name='grades-{other}-grade'][value=qualified]").check()
    page.locator("#verdicts .sentence-met").first.wait_for()
    branch.at("sec_plant").fill(rest="qualified")
    branch.at("sec_plant").submit()
    assert branch.cover().stage == "graded", page.locator("main").inner_text()
    branch.act("zone", "approve_grades", cover, decision="approve")
    assert branch.cover().stage == "approved"


def _register(branch: Branch) -> None:
    secretary = branch.at("sec_plant")
    secretary.open(f"/cases/{branch.cover().pk}/register/").locator("main [name=everyone]").check()
    secretary.submit()
    assert branch.cover().stage == "registered", secretary.page.locator("main").inner_text()


def _download(branch: Branch, folder: Path) -> tuple[str, Path]:
    paper = Paper.objects.get(kind="registration_certificate", person=branch.world.person("org_plant"))
    page = branch.at("org_plant").open("/papers/")
    with page.expect_download() as started:
        page.locator(f"main a[href='{reverse('paper_file', args=[paper.pk])}']").first.click()
    target = folder / "certificate.pdf"
    started.value.save_as(target)
    return started.value.suggested_filename, target


def test_the_ballots_can_be_entered_without_scripts(browser, live_server, world):
    branch = Branch(browser, live_server.url, world)
    _open(branch)
    people = [case.subject_id for case in Case.objects.exclude(subject=None)]
    plain = Visitor(browser, live_server.url, world.person("sec_plant"), scripts=False)

    plain.open(f"/cases/{branch.cover().pk}/hold_meeting/")
    plain.fill(on=clock.today(), present=4, **{f"ballots-{pk}-qualified": 4 for pk in people})
    plain.submit()

    assert branch.cover().facts["met_on"], plain.page.locator("main").inner_text()
