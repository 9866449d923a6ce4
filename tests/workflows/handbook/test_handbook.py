"""The handbook: what the tables say is what the documents say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from workflows.handbook import bpmn, files, page, picture
from workflows.store import flows
from workflows.table import Procedure
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
    texts = {element.text for element in _parse(picture.picture(one)).iter() if element.text}

    assert {place.title for place in one.places} <= texts


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


def _a_day_later(one: Procedure) -> Procedure:
    """Return the procedure with the newest version of a rule in force a day later."""
    rule, *others = one.further_rules
    old, new = rule.versions
    assert new.since
    versions = (old, replace(new, since=new.since + timedelta(days=1)))
    return replace(one, further_rules=(replace(rule, versions=versions), *others))


def _parse(text: str) -> Xml.Element:
    return Xml.fromstring(text)  # noqa: S314 -- written a moment ago by the code under test


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
