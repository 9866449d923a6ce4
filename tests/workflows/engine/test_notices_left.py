"""No notice stands that its case has left: by a return, or by a withdrawal."""

from __future__ import annotations

import pytest

from procedures.common import notice
from tests.conftest import Play
from workflows.models import PublicNotice
from workflows.table.registry import procedures

NOTICED = """
given: hospital
also:
  people: [{id: yu, name: 于澜, born: 2004-04-04, organisation: SURG, status: candidate}]
  open_cases:
    - {procedure: joining, as: c1, person: yu, state: pre_reviewed, organisation: SURG, facts: {applied_on: 2025-09-01,
       activist_on: 2025-11-03, development_number: "202642000105"}}
acts:
  - {on: 2026-03-02, by: sec_surg, act: joining.post_notice, with: {place: 门诊楼}}
"""
RETURNED = "  - {on: 2026-03-03, by: sec_surg, act: joining.return, with: {to: post_notice, reason: 姓名有误}}\n"
POSTED = "  - {on: 2026-03-04, by: sec_surg, act: joining.post_notice, with: {place: 门诊楼}}\n"
WITHDRAWN = "  - {on: 2026-03-05, by: yu, act: joining.withdraw, with: {reason: 略}}\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("acts", "standing"),
    [(NOTICED, 1), (NOTICED + RETURNED, 0), (NOTICED + RETURNED + POSTED, 1), (NOTICED + WITHDRAWN, 0)],
)
def test_no_notice_stands_that_the_case_has_left(play: Play, acts: str, standing: int) -> None:
    play(acts)

    assert PublicNotice.objects.filter(closed_on=None).count() == standing


def test_every_procedure_closes_the_former_notice_before_it_posts_another() -> None:
    posting = {
        f"{procedure.code}.{row.code}": row
        for procedure in procedures()
        for _, row in procedure.acts()
        if "notice_posted_on" in row.sets
    }

    assert {"joining.post_notice", "recommendation.post_notice", "talent.post_notice"} <= set(posting)
    assert [name for name, row in posting.items() if notice.close not in row.reopens] == []
