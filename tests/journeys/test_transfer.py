"""A member moves in a real browser: started on a phone, four desks, the register, the letter and its QR code."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser

from procedures.register.models import OrganizationSpan
from procedures.scenarios.runner import noon
from procedures.scenarios.story import read
from procedures.scenarios.world import World, build
from tests.journeys.browser import PHONE, Visitor, chromium
from workflows.days import clock
from workflows.models import Case, Paper

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STORY = Path(__file__).parent.parent / "scenarios" / "transfer_between_committees.yaml"


@pytest.fixture
def browser():
    with chromium() as one:
        yield one


@pytest.fixture
def world(transactional_db) -> World:
    """The hospital and the development zone, with a member who moves."""
    return build(read(STORY))


class Desks:
    """The desks of one case, each with its own browser on the day of its act."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self.browser, self.address, self.world = browser, address, world
        self.first = clock.today() - timedelta(days=10)

    def at(self, name: str) -> Visitor:
        return Visitor(self.browser, self.address, self.world.person(name))

    def act(self, who: str, act: str, day: int, *ticked: str, **answers: object) -> None:
        with time_machine.travel(noon(self.day(day))):
            visitor = self.at(who)
            visitor.open(f"/cases/{Case.objects.get().pk}/{act}/")
            visitor.fill(**answers)
            for name in ticked:
                visitor.page.locator(f"main [name='{name}']").check()
            visitor.submit()
            assert f"/{act}/" not in visitor.page.url, visitor.page.locator("main").inner_text()

    def day(self, number: int) -> date:
        return self.first + timedelta(days=number)


def test_a_member_moves_to_another_committee_and_carries_a_letter_that_can_be_checked(
    browser, live_server, world, tmp_path
):
    desks = Desks(browser, live_server.url, world)

    with time_machine.travel(noon(desks.day(0))):
        _start_on_the_phone(desks)
    desks.act("sec_surg", "release_branch", 1, dues_paid_to=f"{desks.day(-31):%Y-%m}", opinion="同意转出")
    desks.act("hosp", "release_committee", 2, "letter", opinion="同意转出")
    desks.act("zone", "accept_committee", 4, branch=world.organization("PLANT").pk)
    desks.act("sec_plant", "accept_branch", 7, opinion="同意接收")

    spans = OrganizationSpan.objects.filter(person=world.person("mo")).order_by("id")
    assert list(spans.values_list("organization__code", "last_on")) == [("SURG", desks.day(6)), ("PLANT", None)]
    phone = _on_the_phone(desks)
    phone.open("/me/")
    assert "新材料厂团支部" in phone.page.locator("main").inner_text()
    assert phone.breaks_of_access() == []
    said = _check(phone, _download(phone, tmp_path))
    assert "有效" in said
    assert Paper.objects.get(kind="transfer_letter").number in said


def _on_the_phone(desks: Desks) -> Visitor:
    phone = desks.at("mo")
    phone.page.set_viewport_size(PHONE)
    return phone


def _start_on_the_phone(desks: Desks) -> None:
    phone = _on_the_phone(desks)
    phone.open("/start/transfer/")
    phone.fill(kind="employment")
    phone.find("to_organisation", "新材料")  # of another committee: not among those offered
    phone.submit()
    phone.fill(despite="本月工资发放后补交")
    phone.submit()
    assert Case.objects.get().stage == "started", phone.page.locator("main").inner_text()


def _download(phone: Visitor, folder: Path) -> Path:
    page = phone.open("/papers/")
    with page.expect_download() as started:
        page.locator(f"main a[href='{reverse('paper_file', args=[Paper.objects.get().pk])}']").first.click()
    target = folder / "letter.pdf"
    started.value.save_as(target)
    return target


def _check(phone: Visitor, letter: Path) -> str:
    """Read the QR code off the printed letter and follow it."""
    picture = letter.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", letter, picture], check=True)
    read_off = subprocess.run(
        ["zbarimg", "--quiet", "--raw", f"{picture}.png"], capture_output=True, text=True, check=True
    )
    address = urlsplit(read_off.stdout.strip())
    page = phone.open(f"{address.path}#{address.fragment}")
    if not page.locator("[role=status]").count():
        phone.submit()
    page.locator("[role=status]").wait_for()
    return page.locator("main").inner_text()
