"""Passwords that everybody would try first."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from workflows.people.models import Organization, Person


def somebody() -> Person:
    """Return a person with names of his own."""
    return Person(username="wangxm", name="王晓梅", pinyin="wang xiaomei", home=Organization(name="江北市人民医院"))


@pytest.mark.parametrize(
    "password",
    [
        "tuanwei20261234",
        "Qingnian@2026!!",
        "p@ssw0rd13571357",
        "共青团团委医院20262026",
        "wangxm1990010112",
        "王晓梅20260528abc",
        "江北市人民医院2026",
        "short-one",
        "passwordpassword",
        "135790246813579",
    ],
)
def test_a_password_of_common_words_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, somebody())


@pytest.mark.parametrize(
    "password",
    ["correct-horse-battery", "k7vq-92mz-x4tp-88rd", "月亮走我也走到村口看电影", "我在医院门口遇见三只橘色的猫"],
)
def test_a_password_of_ones_own_is_taken(password: str) -> None:
    validate_password(password, somebody())


def test_the_message_says_what_to_do() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("tuanwei20261234", somebody())

    assert "请改用几个互不相干的词" in str(refused.value.messages)
