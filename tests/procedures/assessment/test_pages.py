"""What members and officers see of the assessments: five years on a page, the forms of a branch, the quota."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from procedures.assessment import sheets
from procedures.assessment.panels import five_years
from procedures.scenarios.runner import Runner
from tests.conftest import Play
from tests.dossiers import own_dossier
from workflows.models import Case, Paper

pytestmark = pytest.mark.django_db

YEAR = """
given: hospital
also:
  roll: {PLANT: 6}
  open_cases:
    - {procedure: assessment, as: round1, organisation: ZONE, state: preparing, facts: {year: 2025, branches: [PLANT]}}
acts:
  - {on: 2025-12-10, by: sec_plant, act: assessment.hold_meeting, case: round1,
     with: {organisation: PLANT, present: 6, tally_attached: true}}
"""
DONE = f"""{YEAR}
  - {{on: 2025-12-11, by: sec_plant, act: assessment.propose_grades, case: round1,
     with: {{organisation: PLANT, grades: {{org_plant: excellent}}, rest: qualified}}}}
  - {{on: 2025-12-12, by: zone, act: assessment.approve_grades, case: round1,
     with: {{organisation: PLANT, decision: approve}}}}
  - {{on: 2025-12-13, by: sec_plant, act: assessment.register, case: round1,
     with: {{organisation: PLANT, everyone: true}}}}
"""


def page_at(runner: Runner, who: str, act: str, data: dict[str, str] | None = None) -> str:
    """Return the page of an act on the branch's case, or what is said of answers being typed."""
    client, cover = Client(), Case.objects.get(subject=None)
    client.force_login(runner.world.person(who))
    address = f"/cases/{cover.pk}/{act}/"
    answer = client.get(address) if data is None else client.post(f"{address}rehearse/", data)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_member_s_page_shows_five_years_with_their_papers(play: Play) -> None:
    runner = play(DONE)
    known = own_dossier(runner.world.person("org_plant"), date(2026, 1, 1))

    with CaptureQueriesContext(connection) as captured:
        shown = five_years(known)
    (year,) = shown["years"]

    assert (year.record.year, year.record.grade, year.record.registration) == (2025, "excellent", "registered")
    assert [paper.kind for paper in year.papers] == ["assessment_result", "registration_certificate"]
    assert len(captured) <= 2


def test_a_page_shows_nothing_where_no_year_is_kept_and_no_year_longer_ago(play: Play) -> None:
    runner = play(DONE)

    assert five_years(own_dossier(runner.world.person("zone"), date(2026, 1, 1))) == {}
    assert five_years(own_dossier(runner.world.person("org_plant"), date(2030, 12, 31))) == {}
    assert five_years(own_dossier(runner.world.person("org_plant"), date(2029, 12, 31))) != {}


def test_the_secretary_gets_one_row_for_each_member(play: Play) -> None:
    page = page_at(play(YEAR), "sec_plant", "hold_meeting")

    assert page.count('scope="row" class="roster-name"') == 6
    assert page.count('-unqualified"') == 6


@pytest.mark.parametrize(("most", "listed"), [(200, True), (0, False)])
def test_a_round_lists_branches_to_choose_among_where_they_are_not_too_many(
    play: Play, monkeypatch: pytest.MonkeyPatch, most: int, listed: bool
) -> None:
    runner = play(YEAR)
    monkeypatch.setattr("procedures.assessment.forms.MOST_BRANCHES", most)
    client = Client()
    client.force_login(runner.world.person("zone"))

    page = client.get("/rounds/start/assessment/open_round/").content.decode()

    assert ('name="branches"' in page) is listed
    assert ("所属团支部超过 0 个，不逐一列出：不选择则为所属全部团支部" in page) is not listed
    assert 'name="organisation"' in page


def test_the_quota_is_counted_while_the_grades_are_being_chosen(play: Play) -> None:
    runner = play(YEAR)
    pks = [runner.world.person(name).pk for name in ("sec_plant", "org_plant")]

    one = page_at(runner, "sec_plant", "propose_grades", {f"grades-{pks[0]}-grade": "excellent"})
    two = page_at(runner, "sec_plant", "propose_grades", {f"grades-{pk}-grade": "excellent" for pk in pks})

    assert "1 / 1" in one
    assert "优秀不超过 30%，即至多 1 人；评为优秀 1 人。" in one
    assert "2 / 1" in two
    assert "多 1 人，请调整。" in two


def test_the_summary_counts_each_grade_of_all_who_are_graded_and_the_quota_of_those_who_came(play: Play) -> None:
    play(DONE.replace("present: 6", "present: 5"))
    facts = Paper.objects.get(kind="assessment_summary").facts

    assert (facts["present"], facts["assessed"]) == (5, 6)
    assert facts["counts"][:2] == [["优秀", 1, "16.7%"], ["合格", 5, "83.3%"]]
    assert facts["limit"] == "参加评议 5 人，优秀不超过 30%，即至多 1 人；评为优秀 1 人。"


@pytest.mark.parametrize(("count", "of", "part"), [(1, 16, "6.3%"), (14, 16, "87.5%"), (1, 3, "33.3%"), (0, 0, "0.0%")])
def test_parts_are_rounded_as_people_here_round(count: int, of: int, part: str) -> None:
    assert sheets.percent(count, of) == part
