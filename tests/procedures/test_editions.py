"""Raising the edition of a table breaks none of its running cases: they stay on theirs, or are moved by an act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from procedures.scenarios.runner import Runner, Told
from procedures.scenarios.story import BadStory, Story, read
from tests.editions import former_of, raised, release, releases
from tests.worlds import at, hospital
from workflows import engine
from workflows.models import Case, Entry, Task
from workflows.store import flows
from workflows.table import registry
from workflows.table.refusals import Refused

SCENARIOS = Path(__file__).parents[1] / "scenarios"
STORIES = (
    "joining_happy_path",
    "joining/returns",
    "dues/relief",
    "dues/remittance",
    "assessment/whole_year_by_name",
    "assessment/recheck_and_removal",
    "transfer_between_committees",
    "transfer/redirect",
    "exit/ceremony_for_a_list",
    "recommendation/returned_by_the_party",
    "lapse/to_the_end",
    "talent/happy_path",
    "withdrawal/happy_path",
)


class Releasing(Runner):
    """A run before each of whose acts a new edition of every procedure is released."""

    keeps = False

    def _play(self, row: Mapping[str, Any]) -> Told:
        for table in list(registry.procedures()):
            former = tuple(one for one in registry.tables() if one.code == table.code) if self.keeps else ()
            release(raised(table), former)
        return super()._play({**row, "then": {}} if row.get("look") == "history" else row)  # it tells the upgrades too


class Keeping(Releasing):
    """The same where the former tables are kept."""

    keeps = True


@pytest.fixture(autouse=True)
def _as_installed() -> Iterator[None]:
    with releases():
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("name", STORIES)
def test_a_case_is_carried_to_its_end_through_a_new_edition_before_each_act(name: str) -> None:
    told = Releasing(read(SCENARIOS / f"{name}.yaml")).run()

    assert [f"{one.on} {one.what}: {wrong}" for one in told for wrong in one.wrong] == []
    assert Entry.objects.filter(act="upgrade").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["joining_happy_path", "assessment/whole_year_by_name", "transfer/redirect"])
def test_a_case_stays_on_the_edition_it_began_under_where_that_is_kept(name: str) -> None:
    told = Keeping(read(SCENARIOS / f"{name}.yaml")).run()

    assert [f"{one.on} {one.what}: {wrong}" for one in told for wrong in one.wrong] == []
    assert not Entry.objects.filter(act="upgrade").exists()
    assert registry.procedure("joining").edition not in Case.objects.values_list("edition", flat=True)


@pytest.mark.django_db
def test_the_command_moves_every_running_case_once_and_its_tasks_stay_where_they_are() -> None:
    place = hospital(until="post_notice")
    before = list(Task.objects.filter(finished=None).values_list("pk", "post", "due"))
    release(raised(registry.procedure("joining")))
    first, second = StringIO(), StringIO()

    call_command("upgrade", stdout=first)
    call_command("upgrade", stdout=second)

    case = place.case
    assert (first.getvalue(), second.getvalue()) == ("办理中的事项转入现行版本：1 件。\n", "")
    assert (case.edition, case.flow_class) == (2, flows.flow_of(registry.procedure("joining")))
    assert list(Task.objects.filter(finished=None).values_list("pk", "post", "due")) == before
    entry = case.history.get(act="upgrade")
    assert (entry.stage_to, entry.changes) == (
        "",
        [{"field": "edition", "label": "版本", "before": "1", "after": "2"}],
    )


@pytest.mark.django_db
def test_a_case_whose_stage_is_gone_is_refused_by_name_and_stays_as_it_was() -> None:
    place = hospital(until="post_notice")
    Case.objects.filter(pk=place.case.pk).update(stage="posted")  # a stage that only the former table knew
    release(raised(registry.procedure("joining")))
    request = engine.Request("close_notice", place.person("org"), at_day := place.case.opened_on, at(at_day), {})

    with pytest.raises(CommandError, match=place.case.number):
        call_command("upgrade")
    with pytest.raises(Refused) as refused:
        engine.act(place.case, request)

    assert refused.value.code == "edition_gone"
    assert (place.case.edition, place.case.stage) == (1, "posted")


@pytest.mark.django_db
@pytest.mark.parametrize("raise_it", [False, True])
def test_a_case_whose_stage_a_kept_table_has_lost_is_refused_by_name_and_its_page_says_what_to_do(
    client: Client, *, raise_it: bool
) -> None:
    place = hospital(until="post_notice")
    joining = registry.procedure("joining")
    present = raised(joining) if raise_it else joining
    release(present, (joining,) if raise_it else ())
    Case.objects.filter(pk=place.case.pk).update(stage="posted")  # as if its stage had been renamed in that table
    day = place.case.opened_on

    with pytest.raises(CommandError, match=f"{place.case.number}.*第 1 版的程序表没有它所在的环节（posted）"):
        call_command("upgrade")
    with pytest.raises(Refused) as refused:
        engine.act(place.case, engine.Request("close_notice", place.person("org"), day, at(day), {}))
    client.force_login(place.person("org"))
    seen = client.get(f"/cases/{place.case.pk}/")
    form = client.get(f"/cases/{place.case.pk}/close_notice/")

    assert refused.value.code == "edition_gone"
    for answered in (seen, form):
        assert (answered.status_code, "editions.py" in answered.content.decode()) == (409, True)
    assert client.get("/").status_code == 200


FORMER = """
title: A case of the former edition goes by the table under which it began
given: hospital
also:
  people: [{{id: li, name: 李一, born: 2004-04-04, organisation: SURG}}]
  open_cases: [{{procedure: joining, as: c1, person: li, state: applied, organisation: SURG, edition: {edition}}}]
acts: [{{on: 2026-01-05, look: case, case: c1}}]
"""


@pytest.mark.django_db
def test_a_story_takes_over_a_case_of_a_former_edition(tmp_path: Path) -> None:
    joining = registry.procedure("joining")
    release(raised(joining), (joining,))

    Runner(_story(tmp_path, edition=1)).run()

    case = Case.objects.get(procedure="joining", subject__name="李一")
    assert (case.edition, case.flow_class) == (1, flows.flow_of(joining))


@pytest.mark.django_db
def test_a_story_of_an_edition_that_is_not_kept_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadStory, match="of edition 3 is not kept"):
        Runner(_story(tmp_path, edition=3)).run()


def _story(folder: Path, *, edition: int) -> Story:
    path = folder / "story.yaml"
    path.write_text(FORMER.format(edition=edition), "utf-8")
    (folder / "worlds").symlink_to(SCENARIOS / "worlds")
    return read(path)


def test_what_a_release_replaced_is_put_back_with_the_former_editions_that_were_kept() -> None:
    joining = registry.procedure("joining")
    release(present := raised(joining), (joining,))

    with releases():
        release(raised(present))
        assert former_of(registry.procedure("joining")) == ()

    assert (registry.procedure("joining"), former_of(present)) == (present, (joining,))


@pytest.mark.django_db
def test_a_former_edition_of_another_procedure_cannot_be_kept() -> None:
    joining, dues = registry.procedure("joining"), registry.procedure("dues")

    with pytest.raises(ValueError, match="no former edition"):
        registry.register(joining, (dues,))
    with pytest.raises(ValueError, match="no former edition"):
        registry.register(joining, (replace(joining),))
