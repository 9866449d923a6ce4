"""核验."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from tests.worlds import at, hospital
from workflows.models import Paper
from workflows.pages.public.check import masked_name, normal
from workflows.papers.printing import sheet_of, spaced
from workflows.people.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def certificate() -> Paper:
    return Paper.objects.get(kind="membership_certificate")


def asked(client: Client, code: str) -> str:
    return client.post("/check/", {"code": code}).content.decode()


def test_a_valid_paper_shows_what_stands_on_it_and_masks_the_name(client: Client) -> None:
    hospital(until="approve")

    text = asked(client, spaced(certificate().code).upper())

    assert "有效" in text
    assert "王*梅" in text
    assert "王晓梅" not in text
    assert certificate().number in text
    assert "990000200002299866" not in text


def test_a_revoked_paper_says_so_and_why(client: Client) -> None:
    hospital(until="approve")
    paper = certificate()
    paper.revoke(timezone.localdate(), "姓名有误")
    paper.save()

    text = asked(client, paper.code)

    assert "已撤销" in text
    assert "姓名有误" in text


@pytest.mark.parametrize(("until", "said"), [(date(2026, 6, 9), "已过期"), (date(2026, 6, 10), "有效")])
def test_a_paper_counts_on_its_last_day_and_has_expired_on_the_next(client: Client, until: date, said: str) -> None:
    hospital(until="approve")
    Paper.objects.update(valid_until=until)

    with time_machine.travel(at(date(2026, 6, 10))):
        text = asked(client, certificate().code)

    assert f"{said}</h2>" in text
    assert f"<dt>有效期至</dt><dd>2026年6月{until.day}日</dd>" in text


def test_a_paper_given_out_anew_tells_the_day_under_it_and_that_of_the_reissue(client: Client) -> None:
    hospital(until="approve")
    Paper.objects.update(reissued_on=date(2026, 6, 12))

    text = asked(client, certificate().code)

    assert "<dt>签发日期</dt><dd>2026年6月10日</dd>" in text
    assert "<dt>补发日期</dt><dd>2026年6月12日</dd>" in text


def test_a_renamed_organization_is_called_as_the_paper_calls_it(client: Client) -> None:
    hospital(until="approve")
    before = certificate().signed_by
    Organization.objects.filter(pk=certificate().organization_id).update(name="新名称团委")

    assert f"<dd>{before}</dd>" in asked(client, certificate().code)


@pytest.mark.parametrize("code", ["", "f" * 32, "不是核验码", "' or 1=1 --", "0" * 199])
def test_an_unknown_or_malformed_code_is_simply_not_found(client: Client, code: str) -> None:
    hospital(until="approve")

    assert "没有查到" in asked(client, code)


@pytest.mark.parametrize("known", [True, False])
def test_a_known_and_an_unknown_code_cost_one_statement_and_one_count(
    client: Client, known: bool, django_assert_num_queries: object
) -> None:
    hospital(until="approve")
    code = certificate().code if known else "f" * 32

    with django_assert_num_queries(2):  # type: ignore[operator]
        asked(client, code)


def test_the_page_is_refused_after_thirty_questions_a_minute(client: Client) -> None:
    answers = [client.post("/check/", {"code": "f" * 32}).status_code for _ in range(31)]

    assert answers == [200] * 30 + [429]


def test_the_page_needs_no_account_and_no_code_in_the_address(client: Client) -> None:
    hospital(until="approve")

    response = client.get(f"/check/?code={certificate().code}")

    assert response.status_code == 200
    assert certificate().number not in response.content.decode()


@pytest.mark.parametrize(("name", "masked"), [("王晓梅", "王*梅"), ("李雷", "李*"), ("欧阳祎喆", "欧**喆"), ("", "")])
def test_names_are_masked(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_what_is_no_code_never_looks_like_one() -> None:
    assert "-" in normal("abc")
    assert normal("ABCD-" * 8) == "abcd" * 8


def test_a_paper_entered_later_shows_both_days_and_another_only_one(client: Client) -> None:
    hospital(until="approve")
    paper = certificate()

    same_day = asked(client, paper.code)
    Paper.objects.filter(pk=paper.pk).update(issued_at=at(date(2026, 6, 12)))
    later = asked(client, paper.code)

    assert "录入日期" not in same_day
    assert "<dt>办理日期</dt><dd>2026年6月10日</dd>" in later
    assert "<dt>录入日期</dt><dd>2026年6月12日</dd>" in later


def test_the_sheet_of_a_paper_entered_later_carries_both_days() -> None:
    hospital(until="approve")
    paper = certificate()

    same_day = sheet_of(paper)
    paper.issued_at = at(date(2026, 6, 12))
    later = sheet_of(paper)

    assert same_day.facts["recorded_on"] is None
    assert later.facts["recorded_on"] == date(2026, 6, 12)
    assert "办理日期 2026年6月10日　录入日期 2026年6月12日" in render_to_string(
        "papers/check.html", {"facts": later.facts}
    )
