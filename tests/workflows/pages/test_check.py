"""核验."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.worlds import hospital
from workflows.models import Paper
from workflows.pages.public.check import masked_name, normal
from workflows.papers.printing import spaced

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


@pytest.mark.parametrize("code", ["", "f" * 32, "不是核验码", "' or 1=1 --", "0" * 199])
def test_an_unknown_or_malformed_code_is_simply_not_found(client: Client, code: str) -> None:
    hospital(until="approve")

    assert "没有查到" in asked(client, code)


@pytest.mark.parametrize("known", [True, False])
def test_a_known_and_an_unknown_code_cost_one_statement(
    client: Client, known: bool, django_assert_num_queries: object
) -> None:
    hospital(until="approve")
    code = certificate().code if known else "f" * 32

    with django_assert_num_queries(1):  # type: ignore[operator]
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
