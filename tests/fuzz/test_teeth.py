"""What the fuzz would find: views that break are planted, and it finds each, with a short request that shows it."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from tests.fuzz.asking import Ask
from tests.fuzz.finding import ANYBODY, Finder
from tests.fuzz.judging import Judge
from tests.fuzz.running import Run, drawing_of, some

NUMBER = 80


@pytest.fixture
def run(db: None, settings: LazySettings) -> Run:
    """Fuzz the planted views, found from their first page."""
    settings.ROOT_URLCONF = "tests.fuzz.planted"
    judge = Judge({ANYBODY: None})
    judge.remember()
    finder = Finder(judge, [(ANYBODY, "/planted/")], each=False)
    finder.walk()
    assert finder.found.faults == []
    made = Run(judge)
    made.ask(some(finder.found, drawing_of(judge, 13), NUMBER))
    return made


def the_ask(run: Run, path: str) -> Ask:
    """Return the request by which the fault of an address is shown."""
    return next(ask for ask, _ in run.faults.values() if ask.path == path)


def test_each_view_that_breaks_is_found_and_none_else(run: Run) -> None:
    assert {ask.path for ask, _ in run.faults.values()} == {
        f"/planted/{one}" for one in ("", "number/", "half/", "torn/")
    }


def test_a_field_that_breaks_is_shown_alone_with_one_character(run: Run) -> None:
    ask = the_ask(run, "/planted/number/")

    assert [(name, len(str(value))) for name, value in ask.fields] == [("count", 1)]
    assert "Traceback" in run.told()
    assert "curl -X POST" in run.told()
    assert "count=" in ask.curl()


def test_a_parameter_that_no_page_shows_is_found(run: Run) -> None:
    assert [name for name, _ in the_ask(run, "/planted/").query] == ["wide"]


def test_an_answer_that_breaks_off_is_found(run: Run) -> None:
    assert [name for name, _ in the_ask(run, "/planted/torn/").query] == ["until"]


def test_what_is_refused_after_it_wrote_is_found(run: Run) -> None:
    key = next(key for key, (ask, _) in run.faults.items() if ask.path == "/planted/half/")

    assert key == "written by what was refused: ['people_organization']"
