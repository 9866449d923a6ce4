"""The procedure as a picture: stages downwards, leaps at the right, endings below.

Where an act both opens and ends a case, the openings have a box of their own above the stages.
Arrows to one target share a line, so that five refusals that lead back to one stage are one line with five labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from workflows.handbook import wording
from workflows.store.flows import START
from workflows.table import Ending, Procedure, Record, Step, Way

WIDE, HIGH, PITCH, TOP = 240, 60, 112, 96
LINE = 34  # between two lines beside the stages
ENDING, GAP = 170, 20
TITLE, SMALL = 16, 12  # how wide a character of a title is, and of what stands under it
LABEL = 200  # room for the label of an arrow that leaves a stage sideways
STYLE = """
  text { font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; fill: #1f2d3d }
  .title { font-size: 16px; font-weight: 600 } .small { font-size: 12px; fill: #5a6b7e } .label { font-size: 12px }
  .head { font-size: 22px; font-weight: 600 }
  .stage { fill: #fff; stroke: #206bc4; stroke-width: 1.5 } .start { fill: #206bc4 }
  .ending { fill: #f1f4f8; stroke: #8595a8; stroke-width: 1.5 } .good { fill: #e6f6ec; stroke: #2fb344 }
  .way { fill: none; stroke: #206bc4; stroke-width: 1.5 } .leap { fill: none; stroke: #d17a00; stroke-width: 1.5 }
  .out { fill: none; stroke: #8595a8; stroke-width: 1.2 } .time { stroke-dasharray: 5 4 }
"""


@dataclass(frozen=True, slots=True)
class _Arrow:
    source: str
    target: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything stands: rows of the stages and of the first ending, and one line for each target of leaps."""

    procedure: Procedure
    rows: dict[str, int]
    endings: tuple[Ending, ...]
    arrows: tuple[_Arrow, ...]

    @property
    def left(self) -> int:
        """The left edge of the stages; the lines to the endings run at its left."""
        return 40 + max(len(self.endings) - 1, 1) * (ENDING + GAP) + 130

    @property
    def right(self) -> int:
        """The right edge of the stages."""
        return self.left + WIDE

    @property
    def leaps(self) -> dict[str, int]:
        """The x of the line of each stage that is leapt to."""
        targets = dict.fromkeys(arrow.target for arrow in self.arrows if arrow.kind == "leap")
        return {target: self.right + LABEL + LINE * number for number, target in enumerate(targets)}

    def middle(self, code: str) -> int:
        """Return the y of the middle of a stage, or of the first ending."""
        first = self.floor if code == self.endings[0].code else TOP + self.rows[code] * PITCH
        return first + HIGH // 2

    def ending_x(self, code: str) -> int:
        """Return the x of the middle of an ending; the first of the table stands below the stages."""
        place = [ending.code for ending in self.endings].index(code)
        return self.left + WIDE // 2 if place == 0 else 40 + (place - 1) * (ENDING + GAP) + ENDING // 2

    @property
    def floor(self) -> int:
        """The y of the top of the endings."""
        return TOP + (len(self.rows) - 1) * PITCH + 20

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return self.right + LABEL + LINE * len(self.leaps) + 20, self.floor + HIGH + 30


def picture(procedure: Procedure) -> str:
    """Return the picture as SVG."""
    if not procedure.stages:
        return _framed(procedure, _size_at_once(procedure), _at_once(procedure))
    plan = _plan(procedure)
    return _framed(procedure, plan.size, (*_arrows(plan), *_stages(plan), *_endings(plan)))


def _size_at_once(procedure: Procedure) -> tuple[int, int]:
    return 40 + WIDE + LABEL + WIDE + 40, TOP - 40 + len(procedure.opens) * PITCH


def _at_once(procedure: Procedure) -> Iterator[str]:
    """Draw acts that need nobody else: each is a case of its own, opened and ended at once."""
    right = 40 + WIDE + LABEL
    for number, step in enumerate(procedure.opens):
        y = TOP - 40 + number * PITCH
        yield from _box("stage", 40, y, WIDE, step.title, step.actor.title if step.actor else "")
        for way in step.ways:
            yield _path("way", (40 + WIDE, y + HIGH // 2), (right - 2, y + HIGH // 2))
            ending = procedure.place(way.to or "")
            kind = "ending good" if isinstance(ending, Ending) and ending.good else "ending"
            yield from _box(kind, right, y, WIDE, ending.title, "")


def _framed(procedure: Procedure, size: tuple[int, int], drawn: Iterable[str]) -> str:
    width, height = size
    head = f'<text x="40" y="40" class="head">{escape(procedure.title)}</text>'
    body = "\n".join((head, *drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(procedure.title)}流程图">\n<style>{STYLE}</style>\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="context-stroke"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _plan(procedure: Procedure) -> _Plan:
    codes = [*([START] if _ends_at_once(procedure) else []), *(stage.code for stage in procedure.stages)]
    rows = {code: number for number, code in enumerate(codes)}
    endings = tuple(sorted(procedure.endings, key=lambda ending: not ending.good))
    rows[endings[0].code] = len(rows)
    return _Plan(procedure, rows, endings, tuple(dict.fromkeys(_all_arrows(procedure, rows))))


def _ends_at_once(procedure: Procedure) -> bool:
    """Tell whether an opening act leads straight to an ending."""
    endings = {ending.code for ending in procedure.endings}
    return any(way.to in endings for step in procedure.opens for way in step.ways)


def _all_arrows(procedure: Procedure, rows: dict[str, int]) -> Iterator[_Arrow]:
    for step in procedure.opens if START in rows else ():
        yield from _arrows_of(START, step, rows)
    for stage in procedure.stages:
        for step in stage.steps:
            yield from _arrows_of(stage.code, step, rows)
        if procedure.withdrawn and not stage.decided:
            yield _Arrow(stage.code, procedure.withdrawn, "", "out")
        if procedure.expiry and stage.code in procedure.expiry.stages:
            yield _Arrow(stage.code, procedure.expiry.to, "", "out time")


def _arrows_of(code: str, step: Step, rows: dict[str, int]) -> Iterator[_Arrow]:
    for way in step.ways:
        if way.to is None or way.to == code:
            continue
        kind = "out"
        if way.to in rows:
            kind = "way" if rows[way.to] == rows[code] + 1 else "leap"
        yield _Arrow(code, way.to, _label(step, way), kind)


def _label(row: Record, way: Way) -> str:
    return f"{row.title}：{way.title}" if way.title else row.title


def _stages(plan: _Plan) -> Iterator[str]:
    x, procedure = plan.left + WIDE // 2, plan.procedure
    yield f'<circle class="start" cx="{x}" cy="{TOP - 52}" r="8"/>'
    yield _path("way", (x, TOP - 44), (x, TOP - 2))
    if START in plan.rows:
        yield from _box("stage", plan.left, TOP, WIDE, "发起", _openers(procedure))
    else:
        openings = [f"{step.title}（{wording.actor_words(step, procedure.stages[0])}）" for step in procedure.opens]
        yield from _labels(x + 14, TOP - 20, openings)
    for stage in plan.procedure.stages:
        y = plan.middle(stage.code) - HIGH // 2
        limit = f" · {wording.span_words(stage.within)}内" if stage.within else ""
        yield from _box("stage", plan.left, y, WIDE, stage.title, f"{stage.actor.title}{limit}")


def _openers(procedure: Procedure) -> str:
    """Say who opens a case, each once; the first of them where all are too many for a box."""
    titles = dict.fromkeys(actor.title for step in procedure.opens for actor in (step.actor, *step.also) if actor)
    words = "、".join(titles)
    return words if len(words) <= (WIDE - 16) // SMALL else f"{next(iter(titles))}等"


def _endings(plan: _Plan) -> Iterator[str]:
    for number, ending in enumerate(plan.endings):
        wide = WIDE if number == 0 else ENDING
        kind = "ending good" if ending.good else "ending"
        x = plan.ending_x(ending.code) - wide // 2
        yield from _box(kind, x, plan.floor, wide, ending.title, _hint(plan.procedure, ending))


def _hint(procedure: Procedure, ending: Ending) -> str:
    if ending.code == procedure.withdrawn:
        return "最后决定之前均可撤回"
    if procedure.expiry and ending.code == procedure.expiry.to:
        return procedure.expiry.title
    if ending.code in {closing.to for closing in procedure.closings}:
        return "身份变动时终止"
    return ""


def _arrows(plan: _Plan) -> Iterator[str]:
    for ending in plan.endings[1:]:
        heights = [_tick(plan, arrow) for arrow in plan.arrows if arrow.target == ending.code]
        x = plan.ending_x(ending.code)
        if heights:
            yield _path("out", (x, min(heights)), (x, plan.floor - 2))
    groups: dict[tuple[str, str, str], list[_Arrow]] = {}
    for arrow in plan.arrows:
        groups.setdefault((arrow.kind, arrow.source, arrow.target), []).append(arrow)
    for arrows in groups.values():
        labels = [arrow.label for arrow in arrows if arrow.label]
        yield from _DRAW[arrows[0].kind](plan, arrows[0], labels)


def _down(plan: _Plan, arrow: _Arrow, labels: Sequence[str]) -> Iterator[str]:
    """Draw the way to the next row."""
    center, below = plan.left + WIDE // 2, plan.middle(arrow.source) + HIGH // 2
    end = plan.middle(arrow.target) - HIGH // 2
    yield _path("way", (center, below), (center, end - 2))
    yield from _labels(center + 12, (below + end) // 2 + 4, labels)


def _leap(plan: _Plan, arrow: _Arrow, labels: Sequence[str]) -> Iterator[str]:
    """Draw a way back, or ahead over other stages, at the right."""
    up = plan.rows[arrow.target] < plan.rows[arrow.source]
    y, x = plan.middle(arrow.source) + (-8 if up else 22), plan.leaps[arrow.target]
    end = plan.middle(arrow.target) + (8 if up else -22)
    yield _path("leap", (plan.right, y), (x, y), (x, end), (plan.right + 2, end))
    yield from _labels(plan.right + 10, y - 6 if up else y + 15, labels)


def _out(plan: _Plan, arrow: _Arrow, labels: Sequence[str]) -> Iterator[str]:
    """Draw the short line from a stage to the line of an ending."""
    y, x = _tick(plan, arrow), plan.ending_x(arrow.target)
    yield f'<polyline class="{arrow.kind}" points="{plan.left},{y} {x},{y}"/>'
    yield from _labels(plan.left - 10, y - 6, labels, anchor="end")


def _tick(plan: _Plan, arrow: _Arrow) -> int:
    return plan.middle(arrow.source) + (12 if arrow.kind == "out time" else -12 if arrow.label else 0)


_DRAW = {"way": _down, "leap": _leap, "out": _out, "out time": _out}


def _path(kind: str, *points: tuple[int, int]) -> str:
    way = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline class="{kind}" points="{way}" marker-end="url(#tip)"/>'


def _labels(x: int, y: int, labels: Sequence[str], anchor: str = "start") -> Iterator[str]:
    for number, label in enumerate(labels):
        yield _text(x, y + number * 16, "label", label, anchor)


def _box(kind: str, x: int, y: int, wide: int, title: str, hint: str) -> Iterator[str]:
    yield f'<rect class="{kind}" x="{x}" y="{y}" width="{wide}" height="{HIGH}" rx="8"/>'
    lines = _folded(title, (wide - 16) // TITLE)
    first = (26 if hint else 36) if len(lines) == 1 else (19 if hint else 27)
    for number, line in enumerate(lines):
        yield _text(x + wide // 2, y + first + number * 18, "title", line, "middle")
    if hint:
        yield _text(x + wide // 2, y + (46 if len(lines) == 1 else 53), "small", hint, "middle")


def _folded(title: str, most: int) -> tuple[str, ...]:
    """Return a title in one line, or in two where it has more than so many characters: after a comma if it has one."""
    if len(title) <= most:
        return (title,)
    commas = [place + 1 for place, sign in enumerate(title) if sign in "，、"]
    at = min(commas or [(len(title) + 1) // 2], key=lambda place: max(place, len(title) - place))
    return title[:at], title[at:]


def _text(x: int, y: int, kind: str, text: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'
