"""The one home of Viewflow: tables become flows, and a case walks through its flow's nodes.

One node of ours per stage, whose outgoing edges are the ways of its steps; one end per ending. Only nodes,
activations and edges of Viewflow are used: not its screens, stock models, permissions, inbox or timers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.utils.timezone import now
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Flow, Node
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.nodes import End
from viewflow.workflow.nodes.end import EndActivation
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from workflows.store import writing

__all__ = [
    "START",
    "AbstractProcess",
    "AbstractTask",
    "carry_over",
    "compile_flow",
    "edges",
    "enter",
    "finish",
    "flow_of",
    "leave",
    "reopen",
    "tasks_at",
]

START = "begin"
Lock = Callable[[type, int], AbstractContextManager[AbstractProcess]]


class Table(Protocol):
    """What is read of a procedure's table: its code and edition, and rows with their ways."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def edition(self) -> int: ...
    @property
    def opens(self) -> Sequence[Any]: ...
    @property
    def rounds(self) -> Sequence[Any]: ...
    @property
    def closings(self) -> Sequence[Any]: ...
    @property
    def stages(self) -> Sequence[Any]: ...
    @property
    def endings(self) -> Sequence[Any]: ...
    @property
    def withdrawn(self) -> str: ...
    @property
    def expiry(self) -> Any: ...


class StageActivation(Activation):  # type: ignore[misc]  # viewflow publishes no types
    """A task waiting in a stage; it is done when an act says so, and never by itself."""

    exit: str | None = None
    desks: Sequence[Mapping[str, Any]] = ()

    def __init__(self, task: Any) -> None:
        super().__init__(task)
        self.opened: list[AbstractTask] = []

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        """Insert one task for the stage; `data` are the columns the inbox chose for it."""
        task = flow_task.flow_class.task_class(
            process=prev_activation.process, flow_task=flow_task, token=token, **(data or {})
        )
        writing.insert(task)
        return cls(task)

    @Activation.status.super()  # type: ignore[untyped-decorator]  # viewflow publishes no types
    def activate(self) -> None:
        """Wait."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)  # type: ignore[untyped-decorator]
    def take_up(self) -> None:
        """Somebody acts; in memory only, for the task is saved once, when it is done."""

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)  # type: ignore[untyped-decorator]
    def complete(self) -> None:
        """End the wait; the inbox closes the row."""
        self.task.finished = now()

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.CANCELED)  # type: ignore[untyped-decorator]
    def cancel(self) -> None:
        """End the wait without an act of this desk."""
        self.task.finished = now()

    @Activation.status.transition(source=STATUS.DONE)  # type: ignore[untyped-decorator]
    def create_next(self) -> Iterator[Any]:
        """Open the tasks of the place that the act leads to, one for each desk; none where the branch is waited for."""
        if self.exit is None:
            return
        node = self.flow_class.instance.node(self.exit)
        for desk in self.desks or (({},) if isinstance(node, CaseEnd) else ()):
            follower = node._create(self, self.task.token, data=desk)
            if follower.task.pk:
                self.opened.append(follower.task)
            yield follower


class CaseEndActivation(EndActivation):  # type: ignore[misc]  # viewflow publishes no types
    """The end of a case; leaves no row of its own, for the case itself tells its ending."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__  # its task is never saved, and Viewflow collects activations in sets

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        """Return the end without inserting anything."""
        return cls(flow_task.flow_class.task_class(process=prev_activation.process, flow_task=flow_task, token=token))

    @Activation.status.super()  # type: ignore[untyped-decorator]  # viewflow publishes no types
    def activate(self) -> None:
        """Finish the case in memory; the engine saves it once."""
        self.process.status = PROCESS.DONE
        self.process.finished = now()

    @Activation.status.super()  # type: ignore[untyped-decorator]  # viewflow publishes no types
    def complete(self) -> None:
        """Nothing is stored for an end."""


class PlaceNode(Node):  # type: ignore[misc]  # viewflow publishes no types
    """A node with as many outgoing edges as its steps have ways."""

    activation_class = StageActivation
    task_type = "HUMAN"

    def __init__(self, title: str, ways: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.task_title = title
        self._ways = tuple(ways)

    def _resolve(self, cls: Any) -> None:
        self._targets = tuple((cls._nodes_by_name[to], label) for to, label in self._ways)

    def _outgoing(self) -> Iterator[Edge]:
        for target, label in self._targets:
            yield Edge(src=self, dst=target, edge_class="next", label=label)


class BeginNode(PlaceNode):
    """Where a case begins; holds no task."""

    task_type = "START"


class CaseEnd(End):  # type: ignore[misc]  # viewflow publishes no types
    """An ending of the table."""

    activation_class = CaseEndActivation

    def __init__(self, title: str) -> None:
        super().__init__()
        self.task_title = title


def compile_flow(procedure: Table, case_class: type, task_class: type, lock: Lock) -> type[Flow]:
    """Make the flow of a table and keep it in this module by procedure and edition, where stored cases name it."""
    name = _flow_name(procedure)
    again = [row for ending in procedure.endings for row in ending.records]  # no edge may leave an end (BPMN 2.0)
    nodes: dict[str, Any] = {START: BeginNode(procedure.title, _ways((*procedure.opens, *procedure.rounds, *again)))}
    for stage in procedure.stages:
        nodes[stage.code] = PlaceNode(stage.title, _exits(procedure, stage.code))
    for ending in procedure.endings:
        nodes[ending.code] = CaseEnd(ending.title)
    flow = type(
        name,
        (Flow,),
        {
            "__module__": __name__,
            "process_class": case_class,
            "task_class": task_class,
            "lock_impl": staticmethod(lock),
            "process_title": procedure.title,
            **nodes,
        },
    )
    setattr(sys.modules[__name__], name, flow)
    return flow


def flow_of(procedure: Table) -> type[Flow]:
    """Return the compiled flow of a procedure."""
    flow: type[Flow] = getattr(sys.modules[__name__], _flow_name(procedure))
    return flow


def enter(case: AbstractProcess, to: str, desks: Sequence[Mapping[str, Any]]) -> list[AbstractTask]:
    """Begin the walk of a new case, or put it at a place that no task leads to (a return, a law-given end)."""
    flow = case.flow_class
    begin = StageActivation(flow.task_class(process=case, flow_task=flow.instance.node(START), token=Token("start")))
    return _walk(begin, to, desks)


def leave(task: AbstractTask, to: str, desks: Sequence[Mapping[str, Any]]) -> list[AbstractTask]:
    """End a task and open those of the place that its act leads to."""
    return _walk(StageActivation(task), to, desks)


def tasks_at(case: AbstractProcess, to: str, desks: Sequence[Mapping[str, Any]]) -> list[AbstractTask]:
    """Return, not saved, the tasks of a place that a case enters together with many; an ending finishes the case."""
    flow = case.flow_class
    node = flow.instance.node(to)
    if isinstance(node, CaseEnd):
        case.status, case.finished = PROCESS.DONE, now()
        return []
    kept = {"process": case, "flow_task": node, "flow_task_type": node.task_type, "token": Token("start")}
    return [flow.task_class(**kept, **desk) for desk in desks]


def reopen(case: AbstractProcess) -> None:
    """Take up again a case that had come to its end."""
    case.status, case.finished = PROCESS.NEW, None


def carry_over(tasks: Iterable[AbstractTask], flow: type[Flow], at: str) -> None:
    """Let tasks that wait at a place of another edition's flow wait at the place of that name in this one."""
    for task in tasks:
        task.flow_task = flow.instance.node(at)
        writing.update(task, "flow_task")


def finish(tasks: Iterable[AbstractTask]) -> None:
    """End the tasks of a place that the case has left without an act of those desks."""
    for task in tasks:
        StageActivation(task).cancel()


def edges(procedure: Table) -> Iterator[tuple[str, str, str]]:
    """Yield (from, to, label) of every edge of the compiled flow, in the order of its nodes."""
    for node in flow_of(procedure).instance.nodes():
        yield from ((edge.src.name, edge.dst.name, edge.label) for edge in node._outgoing())


def _walk(activation: StageActivation, to: str, desks: Sequence[Mapping[str, Any]]) -> list[AbstractTask]:
    activation.exit, activation.desks = to, desks
    activation.take_up()
    activation.complete()
    activation.activate_next()
    return activation.opened


def _flow_name(procedure: Table) -> str:
    return f"{procedure.code.title().replace('_', '')}{procedure.edition}"


def _ways(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(way.to, way.title or row.title) for row in rows for way in row.ways if way.to]


def _exits(procedure: Table, code: str) -> list[tuple[str, str]]:
    """Return where a stage leads: by its own steps, by withdrawal, by the day on which the law ends the case."""
    stage = next(stage for stage in procedure.stages if stage.code == code)
    exits = _ways(stage.steps)
    if procedure.withdrawn and not stage.decided:
        exits.append((procedure.withdrawn, "撤回"))
    if procedure.expiry and code in procedure.expiry.stages:
        exits.append((procedure.expiry.to, procedure.expiry.title))
    exits += [(closing.to, closing.title) for closing in procedure.closings]
    return list(dict.fromkeys(exits))
