"""Dues in a real browser: the branch opens the months and takes a payment, the member reads the receipt."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pikepdf import Pdf
from playwright.sync_api import Browser, expect

from procedures.register.models import Charge
from procedures.scenarios.story import Story, read
from procedures.scenarios.world import World, build
from tests.journeys.browser import PHONE, Visitor, chromium
from workflows.days import clock
from workflows.models import Paper

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SCENARIOS = Path(__file__).parent.parent / "scenarios"


@pytest.fixture
def browser():
    with chromium() as one:
        yield one


@pytest.fixture
def world(transactional_db) -> World:
    """The hospital with a member whose basis is confirmed."""
    story: Story = read(SCENARIOS / "dues_scale.yaml")
    return build(Story(story.path, story.title, story.world, story.acts, story.roll))


def test_the_secretary_opens_months_records_a_payment_and_the_member_reads_the_receipt(
    browser: Browser, live_server, world: World
) -> None:
    now = f"{clock.today():%Y-%m}"
    secretary = Visitor(browser, live_server.url, world.person("sec_med"))

    secretary.open("/rounds/start/dues/open_months/")
    secretary.fill(from_month=now, to_month=now)
    for _ in range(3):
        if Charge.objects.exists():
            break
        secretary.submit()
    assert Charge.objects.get(person=world.person("n1")).fen == 800

    account = secretary.open("/dues/")
    assert "护士一" in account.locator("#unpaid-text").input_value()
    assert secretary.breaks_of_access() == []

    row = account.locator("tr", has_text="护士一").first
    secretary.press(row.get_by_role("link", name="收取护士一的团费"))
    page = secretary.page
    total = page.locator("#beside tfoot td")
    assert total.inner_text() == "8.00"
    boxes = page.locator("main input[type=checkbox][name=months]")
    boxes.nth(1).check()
    expect(total).to_have_text("16.00")
    boxes.nth(1).uncheck()
    expect(total).to_have_text("8.00")
    secretary.fill(method="cash")
    expect(page.locator("#beside")).to_contain_text("现金")
    assert secretary.breaks_of_access() == []
    secretary.submit()
    assert Charge.objects.get(person=world.person("n1")).open_fen == 0, secretary.page.locator("main").inner_text()

    member = Visitor(browser, live_server.url, world.person("n1"))
    member.page.set_viewport_size(PHONE)
    page = member.open("/me/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    member.press(page.get_by_role("link", name="团费收据").first)
    receipt = Paper.objects.get(kind="dues_receipt")
    papers = member.open("/papers/")
    with papers.expect_download() as download:
        papers.locator(f"main a[href='{reverse('paper_file', args=[receipt.pk])}']").first.click()
    with Pdf.open(download.value.path()) as pdf:
        assert len(pdf.pages) == 1


def test_a_payment_is_chosen_reckoned_and_pressed_without_scripts_on_a_phone(
    browser: Browser, live_server, world: World
) -> None:
    secretary = Visitor(browser, live_server.url, world.person("sec_med"), scripts=False)
    secretary.page.set_viewport_size(PHONE)
    page = secretary.open("/start/dues/pay/")
    page.select_option("main select[name=member]", str(world.person("n1").pk))
    secretary.press(page.get_by_role("button", name="下一步"))
    assert page.locator("#beside tfoot td").inner_text() == "8.00"

    page.locator("main input[type=checkbox][name=months]").nth(1).check()
    secretary.press(page.get_by_role("button", name="按所填重新计算"))
    assert page.locator("#beside tfoot td").inner_text() == "16.00"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not Charge.objects.exists()

    page.locator("main input[name=method][value=cash]").check()
    secretary.press(page.locator("main button.btn-red"))
    assert Charge.objects.filter(person=world.person("n1"), paid_fen=800).count() == 2
