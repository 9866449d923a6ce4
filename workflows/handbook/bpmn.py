"""The compiled flow as a BPMN 2.0 file, with one lane for each actor and the diagram's coordinates.

The nodes and flows are those that cases walk through. A stage with several ways out gets an exclusive gateway, for in
BPMN several flows out of a task are all taken. Viewflow's own export knows no lanes and no gateways.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from workflows.handbook import wording
from workflows.handbook.lanes import Lanes, Node
from workflows.store import flows
from workflows.table import Procedure, Stage

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
POINTS = "http://www.omg.org/spec/DD/20100524/DI"
PREFIXES = {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": BOUNDS, "di": POINTS}
TAGS = {"start": "startEvent", "stage": "userTask", "choice": "exclusiveGateway", "ending": "endEvent"}


def bpmn(procedure: Procedure) -> str:
    """Return the file's text."""
    for prefix, uri in PREFIXES.items():
        Xml.register_namespace(prefix, uri)
    lanes = Lanes.of(procedure, tuple(flows.edges(procedure)))
    root = Xml.Element(
        f"{{{MODEL}}}definitions", {"id": f"tuanwu_{procedure.code}", "targetNamespace": "urn:tuanwu:procedures"}
    )
    pool = _add(_add(root, "collaboration", id="collaboration"), "participant", id="pool")
    pool.attrib.update({"name": procedure.title, "processRef": procedure.code})
    process = _add(root, "process", id=procedure.code, name=procedure.title, isExecutable="false")
    _documentation(process, [f"依据：{procedure.source}", f"第 {procedure.edition} 版"])
    _lane_set(process, lanes)
    for node in lanes.nodes:
        _node(process, node, lanes, procedure)
    for flow in lanes.flows:
        line = _add(process, "sequenceFlow", id=flow.id)
        line.attrib.update({"sourceRef": flow.source.id, "targetRef": flow.target.id})
        if flow.label:
            line.set("name", flow.label)
    _diagram(root, lanes)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _lane_set(process: Xml.Element, lanes: Lanes) -> None:
    lane_set = _add(process, "laneSet", id="lanes")
    for number, title in enumerate(lanes.titles):
        lane = _add(lane_set, "lane", id=f"lane_{number}", name=title)
        for node in lanes.nodes:
            if node.lane == number:
                _add(lane, "flowNodeRef").text = node.id


def _node(process: Xml.Element, node: Node, lanes: Lanes, procedure: Procedure) -> None:
    element = _add(process, TAGS[node.kind], id=node.id)
    if node.title:
        element.set("name", node.title)
    if node.kind == "stage":
        _documentation(element, _notes(procedure, node.code))
    for flow in lanes.flows:
        if flow.target == node:
            _add(element, "incoming").text = flow.id
    for flow in lanes.flows:
        if flow.source == node:
            _add(element, "outgoing").text = flow.id


def _notes(procedure: Procedure, code: str) -> Iterator[str]:
    stage = procedure.place(code)
    if not isinstance(stage, Stage):
        return
    yield f"谁办：{stage.actor.title}"
    if stage.within:
        yield f"时限：{wording.limit_words(stage.within)}"
    yield from (f"{detour.title}时由{detour.actor.title}办理" for detour in stage.detours)
    for row in stage.acts:
        needs = "；".join(need.title for need in row.needs)
        yield f"{row.title}（{wording.actor_words(row, stage)}；依据：{row.article}）{f'：{needs}' if needs else ''}"


def _diagram(root: Xml.Element, lanes: Lanes) -> None:
    diagram = Xml.SubElement(root, f"{{{DIAGRAM}}}BPMNDiagram", {"id": "diagram"})
    plane = Xml.SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"})
    _shape(plane, "pool", lanes.pool, isHorizontal="true")
    for number in range(len(lanes.titles)):
        _shape(plane, f"lane_{number}", lanes.box(number), isHorizontal="true")
    for node in lanes.nodes:
        _shape(plane, node.id, node.box)
    for flow in lanes.flows:
        edge = Xml.SubElement(plane, f"{{{DIAGRAM}}}BPMNEdge", {"id": f"{flow.id}_line", "bpmnElement": flow.id})
        for x, y in lanes.route(flow):
            Xml.SubElement(edge, f"{{{POINTS}}}waypoint", {"x": str(x), "y": str(y)})


def _shape(plane: Xml.Element, element: str, box: tuple[int, int, int, int], **attributes: str) -> None:
    named = {"id": f"{element}_shape", "bpmnElement": element, **attributes}
    shape = Xml.SubElement(plane, f"{{{DIAGRAM}}}BPMNShape", named)
    bounds = dict(zip(("x", "y", "width", "height"), map(str, box), strict=True))
    Xml.SubElement(shape, f"{{{BOUNDS}}}Bounds", bounds)


def _documentation(element: Xml.Element, lines: Iterator[str] | list[str]) -> None:
    _add(element, "documentation").text = "\n".join(lines)


def _add(parent: Xml.Element, tag: str, **attributes: str) -> Xml.Element:
    return Xml.SubElement(parent, f"{{{MODEL}}}{tag}", attributes)
