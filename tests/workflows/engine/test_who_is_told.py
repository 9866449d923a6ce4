"""A return and its answer are told to whoever they concern, each in words for him."""

from __future__ import annotations

import pytest

from tests.conftest import Play
from workflows.models import Message

pytestmark = pytest.mark.django_db

STORY = """
title: Who is told
given: hospital
also:
  people: [{id: fang, name: 方舟, born: 2003-03-03, organisation: SURG}]
acts:
  - {on: 2026-01-05, by: fang, act: joining.apply, as: c1, with: {knowledge: 略, motive: 略, self_assessment: 略}}
  - {on: 2026-01-06, by: sec_surg, act: joining.talk, with: {talker: sec_surg, summary: 可, suitable: true}}
"""
PROPOSED = """
  - {on: 2026-01-07, by: org_surg, act: joining.propose_activist, with: {basis: member_recommendation, opinion: 同意}}
  - {on: 2026-01-08, by: hosp, act: joining.return, with: {to: propose_activist, reason: 意见太短}}
"""
ANSWERED = """
  - {on: 2026-01-09, by: sec_surg, act: joining.propose_activist, with: {basis: member_recommendation, opinion: 再议}}
"""


def told(text: str) -> list[str]:
    """Return the accounts of those who got a message of some words."""
    found = Message.objects.filter(text__contains=text).order_by("person__username")
    return list(found.values_list("person__username", flat=True))


def test_a_return_tells_who_mends_it_who_did_it_and_whom_it_concerns(play: Play) -> None:
    play(STORY.rstrip() + PROPOSED)

    assert told("请补正后重新提交") == ["sec_surg"]
    assert told("您办理的“推荐入团积极分子”已被退回") == ["org_surg"]
    assert told("由办理人补正，您暂不必办理") == ["fang"]


def test_the_answer_of_a_return_tells_the_returner_alone(play: Play) -> None:
    play(STORY.rstrip() + PROPOSED.rstrip() + ANSWERED)

    assert told("已补正") == ["hosp"]
