"""The handbook: what the tables say is what the documents say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from workflows.handbook import bpmn, files, page, picture, promise
from workflows.people.actors import SUPERIOR_COMMITTEE
from workflows.store import flows
from workflows.table import Ending, Procedure, Step, Way
from workflows.table.registry import procedure, procedures

BPMN = f"{{{bpmn.MODEL}}}"
SHAPES = f"{{{bpmn.DIAGRAM}}}"
NODES = ("startEvent", "userTask", "exclusiveGateway", "endEvent")

every_procedure = pytest.mark.parametrize("code", [one.code for one in procedures()])


def test_the_handbook_in_docs_is_current() -> None:
    call_command("handbook", check=True)


def test_a_changed_and_a_surplus_file_are_named(tmp_path: Path) -> None:
    files.write(tmp_path, procedures())
    changed, surplus = tmp_path / "joining.md", tmp_path / "gone.md"
    changed.write_text(changed.read_text("utf-8") + "改", "utf-8")
    surplus.write_text("", "utf-8")

    stale = files.differing(tmp_path, procedures())

    assert stale == [surplus, changed]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    files.write(tmp_path, procedures())
    (tmp_path / "joining.bpmn").unlink()

    assert files.differing(tmp_path, procedures()) == [tmp_path / "joining.bpmn"]


def test_check_fails_and_names_the_files(tmp_path: Path, settings: Settings) -> None:
    settings.BASE_DIR = tmp_path

    with pytest.raises(CommandError, match=r"joining\.md") as failure:
        call_command("handbook", check=True)

    assert failure.value.returncode == 1


def test_a_table_that_leads_elsewhere_in_the_same_edition_is_named_and_its_page_is_not_overwritten(
    tmp_path: Path, settings: Settings
) -> None:
    settings.BASE_DIR, folder = tmp_path, tmp_path / "docs" / "procedures"
    withdrawal = procedure("withdrawal")
    files.write(folder, [_with_an_approval(withdrawal)])
    printed = (folder / "withdrawal.md").read_text("utf-8")

    for check in (True, False):
        with pytest.raises(CommandError, match=r"the table of withdrawal changed: raise its edition \(now 1\)"):
            call_command("handbook", check=check)

    assert [path.name for path in folder.iterdir() if path.stem != "withdrawal"] == []
    assert (folder / "withdrawal.md").read_text("utf-8") == printed


def test_a_raised_edition_may_promise_something_else_and_a_lowered_one_may_not() -> None:
    withdrawal = procedure("withdrawal")
    changed = _with_an_approval(withdrawal)
    raised = replace(changed, edition=2)

    assert promise.is_broken(changed, page.page(withdrawal))
    assert not promise.is_broken(raised, page.page(withdrawal))
    assert promise.is_broken(withdrawal, page.page(raised))
    assert not promise.is_broken(changed, "# a page that was printed before editions were kept\n")


def test_the_example_of_a_former_edition_in_the_documents_is_the_table_of_before() -> None:
    withdrawal = procedure("withdrawal")
    text = (Path(__file__).parents[3] / "docs" / "architecture.md").read_text("utf-8")
    imported = "from procedures.withdrawal.procedure import PROCEDURE\n"
    example = next(one.partition("```")[0] for one in text.split("```python\n")[1:] if imported in one)
    names = {"PROCEDURE": replace(_with_an_approval(withdrawal), edition=2)}

    exec(example.replace(imported, ""), names)  # noqa: S102 -- our own document

    former = names["EDITION_1"]
    assert (former.edition, promise.checksum(former)) == (1, promise.checksum(withdrawal))


def _other_actor(one: Procedure) -> Procedure:
    first, *others = one.stages
    return replace(one, stages=(replace(first, actor=SUPERIOR_COMMITTEE), *others))


def _other_doer(one: Procedure) -> Procedure:
    first, *others = one.stages
    step, *steps = first.steps
    return replace(one, stages=(replace(first, steps=(replace(step, also=(SUPERIOR_COMMITTEE,)), *steps)), *others))


def _renamed(one: Procedure) -> Procedure:
    first, *others = one.stages
    return replace(one, stages=(replace(first, code="asked"), *others))


def _other_ending(one: Procedure) -> Procedure:
    return replace(one, endings=(*one.endings, Ending("refused", "未同意")))


def _led_elsewhere(one: Procedure) -> Procedure:
    *others, last = one.stages
    step = replace(last.steps[0], ways=(Way("overtaken"),))
    return replace(one, stages=(*others, replace(last, steps=(step,))))


@pytest.mark.parametrize("change", [_other_actor, _other_doer, _renamed, _other_ending, _led_elsewhere])
def test_stages_endings_ways_and_actors_are_promised(change: Callable[[Procedure], Procedure]) -> None:
    withdrawal = procedure("withdrawal")

    assert promise.checksum(change(withdrawal)) != promise.checksum(withdrawal)


def test_titles_and_limits_are_not_promised() -> None:
    withdrawal = procedure("withdrawal")
    first, *others = withdrawal.stages
    reworded = replace(withdrawal, title="退出", stages=(replace(first, title="另一环节", within=None), *others))

    assert promise.checksum(reworded) == promise.checksum(withdrawal)


def test_a_rule_that_takes_effect_on_another_day_changes_the_page() -> None:
    joining = procedure("joining")

    assert page.page(_a_day_later(joining)) != page.page(joining)


def test_a_stage_of_another_name_changes_page_picture_and_file() -> None:
    joining = procedure("joining")
    first = replace(joining.stages[0], title="另一环节")
    renamed = replace(joining, stages=(first, *joining.stages[1:]))

    assert "另一环节" in page.page(renamed)
    assert "另一环节" in picture.picture(renamed)
    assert "另一环节" in bpmn.bpmn(renamed)


@every_procedure
def test_every_act_and_refusal_stands_on_the_page(code: str) -> None:
    one = procedure(code)
    text = page.page(one)
    codes = {row.code for _, row in one.acts()} | {need.code for _, row in one.acts() for need in row.needs}

    assert {name for name in codes if f"`{name}`" not in text} == set()


@every_procedure
def test_every_rule_stands_on_the_page_with_all_its_versions(code: str) -> None:
    one = procedure(code)
    text = page.page(one)

    assert [rule.key for rule in one.rules if f"`{rule.key}`" not in text] == []
    assert [version for rule in one.rules for version in rule.versions if version.source not in text] == []


@every_procedure
def test_the_picture_is_well_formed_and_names_every_stage(code: str) -> None:
    one = procedure(code)
    texts = [element.text or "" for element in _parse(picture.picture(one)).iter()]
    told = {*texts, *map("".join, pairwise(texts))}  # a long title stands in two lines

    assert {place.title for place in one.places} <= told


@every_procedure
def test_every_title_of_the_picture_lies_within_its_box(code: str) -> None:
    drawn = list(_parse(picture.picture(procedure(code))))
    boxes = [element for element in drawn if element.get("rx")]
    titles = [element for element in drawn if element.get("class") in ("title", "small")]

    assert len(titles) >= len(boxes)
    assert [title.text for title in titles if not any(_is_within(title, box) for box in boxes)] == []


@every_procedure
def test_every_arrow_of_the_picture_has_a_shaft(code: str) -> None:
    lines = [element for element in _parse(picture.picture(procedure(code))) if element.get("marker-end")]
    lengths = [_length(str(line.get("points"))) for line in lines]

    assert lengths
    assert min(lengths) >= 20


@every_procedure
def test_the_flows_of_the_bpmn_file_are_those_that_cases_walk(code: str) -> None:
    one = procedure(code)
    process = _process(one)
    gateways = {node.get("id", "") for node in process.iter(f"{BPMN}exclusiveGateway")}
    ends = [(_ends(line), line.get("name")) for line in process.iter(f"{BPMN}sequenceFlow")]

    walked = sorted((_place(source), _place(target), name) for (source, target), name in ends if target not in gateways)

    assert walked == sorted(flows.edges(one))


@every_procedure
def test_every_end_of_a_bpmn_flow_exists_and_every_node_is_reached(code: str) -> None:
    process = _process(procedure(code))
    nodes = {node.get("id", "") for node in _nodes(process)}
    lines = [_ends(line) for line in process.iter(f"{BPMN}sequenceFlow")]
    reached, todo = set(), [node.get("id", "") for node in process.iter(f"{BPMN}startEvent")]
    while todo:
        here = todo.pop()
        reached.add(here)
        todo += [target for source, target in lines if source == here and target not in reached]

    assert {end for line in lines for end in line} <= nodes
    assert reached == nodes


@every_procedure
def test_every_bpmn_node_lies_in_one_lane_and_only_gateways_choose(code: str) -> None:
    process = _process(procedure(code))
    in_lanes = sorted(reference.text or "" for reference in process.iter(f"{BPMN}flowNodeRef"))
    outgoing = {node.get("id"): len(node.findall(f"{BPMN}outgoing")) for node in process.iter(f"{BPMN}userTask")}

    assert in_lanes == sorted(node.get("id", "") for node in _nodes(process))
    assert {name: number for name, number in outgoing.items() if number != 1} == {}


@every_procedure
def test_every_bpmn_element_is_drawn_once_under_an_id_of_its_own(code: str) -> None:
    root = _parse(bpmn.bpmn(procedure(code)))
    process = _process(procedure(code))
    drawn = [shape.get("bpmnElement") for kind in ("Shape", "Edge") for shape in root.iter(f"{SHAPES}BPMN{kind}")]
    named = [element.get("id") for element in root.iter() if element.get("id")]
    lines = [line.get("id") for line in process.iter(f"{BPMN}sequenceFlow")]
    lanes = [lane.get("id") for lane in process.iter(f"{BPMN}lane")]

    assert sorted(map(str, drawn)) == sorted(
        map(str, ["pool", *lanes, *[n.get("id") for n in _nodes(process)], *lines])
    )
    assert len(named) == len(set(named))


def _with_an_approval(one: Procedure) -> Procedure:
    """Return the procedure with one stage more before its last."""
    *before, last = one.stages
    approval = replace(last, code="approving", title="待审批", steps=(replace(last.steps[0], ways=(Way(last.code),)),))
    first = replace(before[-1], steps=tuple(_leading(step, last.code, "approving") for step in before[-1].steps))
    return replace(one, stages=(*before[:-1], first, approval, last))


def _leading(step: Step, to: str, instead: str) -> Step:
    return replace(step, ways=tuple(replace(way, to=instead) if way.to == to else way for way in step.ways))


def _a_day_later(one: Procedure) -> Procedure:
    """Return the procedure with the newest version of a rule in force a day later."""
    rule, *others = one.further_rules
    old, new = rule.versions
    assert new.since
    versions = (old, replace(new, since=new.since + timedelta(days=1)))
    return replace(one, further_rules=(replace(rule, versions=versions), *others))


def _parse(text: str) -> Xml.Element:
    return Xml.fromstring(text)  # noqa: S314 -- written a moment ago by the code under test


def _is_within(text: Xml.Element, box: Xml.Element) -> bool:
    """Tell whether a text that is centered on its x lies in a box; a Chinese character is as wide as it is high."""
    size = 16 if text.get("class") == "title" else 12
    half = sum(size if sign > "\u2000" else size * 0.6 for sign in text.text or "") / 2
    x, y, left, top = (int(str(one.get(name))) for one, name in ((text, "x"), (text, "y"), (box, "x"), (box, "y")))
    width, height = (int(str(box.get(name))) for name in ("width", "height"))
    return left <= x - half and x + half <= left + width and top <= y - size and y + size * 0.3 <= top + height


def _length(points: str) -> int:
    corners = [tuple(map(int, point.split(","))) for point in points.split()]
    return sum(abs(x - a) + abs(y - b) for (a, b), (x, y) in pairwise(corners))


def _process(one: Procedure) -> Xml.Element:
    process = _parse(bpmn.bpmn(one)).find(f"{BPMN}process")
    assert process is not None
    return process


def _nodes(process: Xml.Element) -> Iterator[Xml.Element]:
    return (node for kind in NODES for node in process.iter(f"{BPMN}{kind}"))


def _ends(line: Xml.Element) -> tuple[str, str]:
    return line.get("sourceRef", ""), line.get("targetRef", "")


def _place(node: str) -> str:
    return node.partition("_")[2]
