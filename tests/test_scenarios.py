"""Every story under `tests/scenarios` is true, and the command that plays them says clearly what is not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from procedures.scenarios.runner import Runner, Told
from procedures.scenarios.story import BadStory, read
from tests import reading

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "tests" / "scenarios"
STORIES = sorted(path for path in SCENARIOS.rglob("*.yaml") if path.parent.name != "worlds")

APPLY = "{on: 2026-01-05, by: li, act: joining.apply, with: {knowledge: 略, motive: 略, self_assessment: 略}"
PEOPLE = "also: {people: [{id: li, name: 李一, born: 2004-04-04, organisation: SURG}]}"


def named(path: Path) -> str:
    """Return the path of a story below `scenarios`, by which `-k` chooses it: withdrawal/happy_path."""
    return path.relative_to(SCENARIOS).with_suffix("").as_posix()


def test_each_story_is_chosen_by_its_folder_and_its_name() -> None:
    names = [named(path) for path in STORIES]

    assert "withdrawal/happy_path" in names
    assert len(set(names)) == len(names)


@pytest.mark.django_db
@pytest.mark.parametrize("path", STORIES, ids=named)
def test_the_story_is_true(path: Path) -> None:
    story = read(path)
    told = Runner(story).run()

    assert [f"{one.on} {one.what}: {wrong}" for one in told for wrong in one.wrong] == []
    assert reading.odd() == []
    assert reading.chinese(refusals(told), typed(story.acts)) == []


def typed(acts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield each line that somebody types in a story; what was refused is stored nowhere."""
    for act in acts:
        texts = (one for one in act.get("with", {}).values() if isinstance(one, str))
        yield from (line.strip() for text in texts for line in text.splitlines() if line.strip())


def refusals(told: Iterable[Told]) -> Iterator[str]:
    """Yield what was refused; faults of fields are said in the language of the page from the start."""
    for outcome in (one.outcome for one in told if "sentence" in one.outcome):
        if not outcome["refused"].startswith("field_"):
            yield str(outcome["sentence"])


def test_the_command_prints_each_act_with_its_outcome(tmp_path: Path) -> None:
    done = scenario(SCENARIOS / "joining_age.yaml", cwd=tmp_path)

    assert done.returncode == 0
    assert "✓ 2026-03-14 young joining.apply → refused age_below_14" in done.stdout
    assert "✗" not in done.stdout


def test_the_command_gives_other_programs_json(tmp_path: Path) -> None:
    done = scenario("--json", SCENARIOS / "joining_age.yaml", SCENARIOS / "who_may_act.yaml", cwd=tmp_path)

    first, second = json.loads(done.stdout)
    assert (done.returncode, first["ok"], second["ok"]) == (0, True, True)
    assert first["acts"][0]["outcome"]["earliest"] == "2026-03-15"


def test_an_expectation_not_met_is_said_and_ends_with_1(tmp_path: Path) -> None:
    story = write(tmp_path, f"{PEOPLE}\nacts:\n  - {APPLY}, then: {{state: interviewed}}}}")

    done = scenario(story)

    assert done.returncode == 1
    assert "state: expected 'interviewed', got 'applied'" in done.stdout


def test_an_unexpected_refusal_is_said_with_its_reason(tmp_path: Path) -> None:
    story = write(tmp_path, f"{PEOPLE}\nacts:\n  - {APPLY}}}\n  - {APPLY}, then: {{state: applied}}}}")

    done = scenario("--json", story)

    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["acts"][1]["wrong"][0].startswith("refused case_open: ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("acts: [", "while parsing"),
        ("acts: []", "at least one act"),
        ("acts: [{by: li, act: joining.apply}]", "act 1: it needs a day"),
        ("acts: [{on: 2026-01-05, by: nobody, act: joining.apply}]", "act 1: no person 'nobody'"),
        ("acts: [{on: 2026-01-05, by: hosp, act: joining.applaud}]", "act 1: joining has no act 'applaud'"),
        ("acts: [{on: 2026-01-05, by: hosp, act: sailing.apply}]", "act 1: no procedure 'sailing'"),
        ("acts: [{on: 2026-01-05, by: hosp, act: joining.talk, case: c9}]", "act 1: joining.talk: no case 'c9'"),
        ("acts: [{on: 2026-01-05, by: branch_deputy@MED, act: joining.apply}]", "act 1: nobody holds"),
        ("acts: [{on: 2026-01-05, look: weather}]", "act 1: cannot look at 'weather'"),
        ("acts: [{on: 2026-01-05, look: person}]", "act 1: look person needs `of`"),
        ("acts: [{on: 2026-01-05, look: rule, key: join.luck}]", "act 1: no rule 'join.luck'"),
        ("also: {parameters: {join.class_hours: 7}}\nacts: [{on: 2026-01-05, tick: true}]", "只能从严"),
        ("also: {parameters: {join.min_age: 13}}\nacts: [{on: 2026-01-05, tick: true}]", "不能在本地调整"),
        ("also: {parameters: {join.clas_hours: 9}}\nacts: [{on: 2026-01-05, tick: true}]", "no rule 'join.clas_hours'"),
        ("also: {posts: [{person: li}]}\nacts: [{on: 2026-01-05, tick: true}]", "'post' is missing"),
    ],
)
def test_a_bad_file_is_refused_with_a_clear_message(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)

    with pytest.raises(BadStory) as refused:
        Runner(read(path)).run()

    assert message in str(refused.value)
    assert str(path) in str(refused.value)


def test_the_command_says_what_is_bad_and_ends_with_1(tmp_path: Path) -> None:
    done = scenario(write(tmp_path, "acts: [{on: 2026-01-05, by: nobody, act: joining.apply}]"))

    assert (done.returncode, done.stdout) == (1, "")
    assert "no person 'nobody'" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_file_has_its_result_whatever_became_of_the_others(tmp_path: Path) -> None:
    bad = write(tmp_path, "acts: [{on: 2026-01-05, by: nobody, act: joining.apply}]")
    strange, untrue = tmp_path / "strange.yaml", tmp_path / "untrue.yaml"
    strange.write_bytes("title: 团".encode("gbk"))
    untrue.write_text(f"title: 不符\ngiven: hospital\n{PEOPLE}\nacts:\n  - {APPLY}, then: {{state: interviewed}}}}")

    done = scenario(bad, strange, untrue, SCENARIOS / "joining_age.yaml", cwd=tmp_path)

    assert done.returncode == 1
    assert "no person 'nobody'" in done.stderr
    assert str(strange) in done.stderr
    assert "Traceback" not in done.stderr
    assert [line for line in done.stdout.splitlines() if line.endswith("不符")] == ["untrue.yaml: 不符"]
    assert "✓ 2026-03-14 young joining.apply → refused age_below_14" in done.stdout


def test_other_programs_are_told_which_file_could_not_be_played(tmp_path: Path) -> None:
    bad = write(tmp_path, "acts: [{on: 2026-01-05, by: nobody, act: joining.apply}]")

    done = scenario("--json", bad, SCENARIOS / "joining_age.yaml", cwd=tmp_path)

    first, second = json.loads(done.stdout)
    assert (done.returncode, first["ok"], second["ok"]) == (1, False, True)
    assert "no person 'nobody'" in first["error"]


def test_a_missing_world_is_named(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("given: moon\nacts: [{on: 2026-01-05, tick: true}]")

    done = scenario(path)

    assert (done.returncode, "no world 'moon'" in done.stderr) == (1, True)


def test_a_story_outside_the_tree_finds_the_world_of_its_stories(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("given: hospital\nacts: [{on: 2026-01-05, tick: true}]")

    assert "HOSP" in [one["code"] for one in read(path).world["organisations"]]


@pytest.mark.django_db
def test_the_example_of_the_documentation_plays_as_it_says(tmp_path: Path) -> None:
    page = (SCENARIOS.parents[1] / "docs" / "scenarios.md").read_text("utf-8")
    path = tmp_path / "story.yaml"
    path.write_text(page.split("```yaml")[1].split("```")[0], "utf-8")

    told = Runner(read(path)).run()

    assert [one.wrong for one in told] == [(), (), ()]


@pytest.mark.each_database
def test_the_command_leaves_the_database_of_the_site_alone(tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())

    done = scenario(SCENARIOS / "joining_numbers.yaml", cwd=tmp_path)

    assert (done.returncode, sorted(tmp_path.iterdir())) == (0, before)


def write(folder: Path, text: str) -> Path:
    (folder / "worlds").symlink_to(SCENARIOS / "worlds")
    path = folder / "story.yaml"
    path.write_text(f"title: 试\ngiven: hospital\n{text}\n", "utf-8")
    return path


def scenario(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "scenario", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
