"""Where the nodes of a procedure stand in a chart with one lane for each actor: one column for each place.

Flows to the next column run straight; the others run along the upper margin (back) or the lower one (ahead).
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.store import flows
from workflows.table import Ending, Procedure, Record, Stage

LEFT, TOP = 60, 60
COLUMN, LANE, MARGIN, HEAD = 240, 150, 90, 30
SIZES = {"start": (36, 36), "stage": (130, 80), "choice": (50, 50), "ending": (36, 36)}
CHOICE_AT = 175  # where in its column a gateway stands, measured to its middle
STAGE_AT = 75


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `code` is its place in the table, `kind` one of start, stage, choice, ending; `x`, `y` its middle."""

    code: str
    kind: str
    title: str
    lane: int
    x: int
    y: int

    @property
    def id(self) -> str:
        """The name in the file."""
        return f"{self.kind}_{self.code}"

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width, height."""
        width, height = SIZES[self.kind]
        return self.x - width // 2, self.y - height // 2, width, height


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: Node
    target: Node
    label: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """The chart."""

    titles: tuple[str, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    @classmethod
    def of(cls, procedure: Procedure, edges: tuple[tuple[str, str, str], ...]) -> Lanes:
        """Lay out a procedure whose compiled flow has these edges (from, to, label)."""
        actors = _actors(procedure, edges)
        titles = tuple(dict.fromkeys(actors.values()))
        nodes: dict[str, Node] = {}
        for column, (code, title) in enumerate(actors.items()):
            lane = titles.index(title)
            kind, name, at = _kind(procedure, code)
            middle = TOP + MARGIN + lane * LANE + LANE // 2
            left = LEFT + HEAD * 2 + column * COLUMN
            nodes[code] = Node(code, kind, name, lane, left + at, middle)
            if sum(source == code for source, _, _ in edges) > 1:
                nodes[f"{code} out"] = Node(code, "choice", "", lane, left + CHOICE_AT, middle)
        return cls(titles, tuple(nodes.values()), tuple(_flows(nodes, edges)))

    @property
    def pool(self) -> tuple[int, int, int, int]:
        """Left, top, width, height of the whole."""
        columns = sum(node.kind != "choice" for node in self.nodes)
        return LEFT, TOP, HEAD * 2 + columns * COLUMN, MARGIN * 2 + len(self.titles) * LANE

    def box(self, lane: int) -> tuple[int, int, int, int]:
        """Left, top, width, height of a lane; the outer lanes hold the margins as well."""
        left, top, width, _ = self.pool
        last = len(self.titles) - 1
        upper = MARGIN if lane == 0 else 0
        lower = MARGIN if lane == last else 0
        return left + HEAD, top + MARGIN + lane * LANE - upper, width - HEAD, LANE + upper + lower

    def route(self, flow: Flow) -> list[tuple[int, int]]:
        """Return the corners of a flow from border to border."""
        source, target = flow.source, flow.target
        left, top, width, height = source.box
        x, y, _, high = target.box
        if source.y == target.y and 0 < target.x - source.x <= COLUMN:
            return [(left + width, source.y), (x, target.y)]
        if 0 < target.x - source.x <= COLUMN:
            turn = (left + width + x) // 2
            return [(left + width, source.y), (turn, source.y), (turn, target.y), (x, target.y)]
        number = 1 + [node.id for node in self.nodes].index(target.id) % 6
        if target.x < source.x:
            margin = self.pool[1] + number * 12
            return [(source.x, top), (source.x, margin), (target.x, margin), (target.x, y)]
        margin = self.pool[1] + self.pool[3] - number * 12
        return [(source.x, top + height), (source.x, margin), (target.x, margin), (target.x, y + high)]


def _actors(procedure: Procedure, edges: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    """Return the actor's title of every place, in the order of columns; an ending stands with whoever leads to it."""
    first = _opening(procedure).actor
    titles = {flows.START: first.title if first else ""}
    titles.update((stage.code, stage.actor.title) for stage in procedure.stages)
    for ending in sorted(procedure.endings, key=lambda one: not one.good):
        source = next((source for source, target, _ in edges if target == ending.code), flows.START)  # by a closing
        last = [code for code in titles if (code, ending.code) in {(one, two) for one, two, _ in edges}]
        titles[ending.code] = titles[last[-1] if last else source]
    return titles


def _opening(procedure: Procedure) -> Record:
    return (*procedure.opens, *procedure.rounds)[0]


def _kind(procedure: Procedure, code: str) -> tuple[str, str, int]:
    if code == flows.START:
        several = len(procedure.opens) + len(procedure.rounds) > 1
        return "start", procedure.title if several else _opening(procedure).title, STAGE_AT
    place: Stage | Ending = procedure.place(code)
    return ("ending" if isinstance(place, Ending) else "stage"), place.title, STAGE_AT


def _flows(nodes: dict[str, Node], edges: tuple[tuple[str, str, str], ...]) -> list[Flow]:
    choices = [code for code in nodes if f"{code} out" in nodes]
    found = [Flow(f"flow_{code}", nodes[code], nodes[f"{code} out"], "") for code in choices]
    columns = list(nodes)
    for number, (source, target, label) in enumerate(sorted(edges, key=lambda one: columns.index(one[0])), start=1):
        found.append(Flow(f"flow_{number}", nodes.get(f"{source} out", nodes[source]), nodes[target], label))
    return found
