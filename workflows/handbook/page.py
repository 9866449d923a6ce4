"""The officer's page of a procedure, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from forms.base import PaperForm
from workflows.handbook import promise, wording
from workflows.table import Ending, Procedure, Record, Stage, Whither
from workflows.table.condition import Condition
from workflows.table.registry import common_rows
from workflows.table.rules import Rule

NOTE = "<!-- 由 manage.py handbook 生成，请勿手工修改；Generated, do not edit. -->"
COMMON = ("办理", "谁办", "条件", "表单", "说明")
TABLE = ("环节", "谁办", "时限", "办理", "条件", "去向", "表单", "出具", "依据")


def page(procedure: Procedure) -> str:
    """Return the page: the table, endings, rules, refusals, warnings and forms."""
    findings = ("代码", "须满足", "用于", "依据")
    parts = (
        _head(procedure),
        _section("一、怎么办", _grid(TABLE, _rows(procedure))),
        _section("二、办结", _grid(("办结", "怎样到达", "办结后还可办理"), _endings(procedure))),
        _section("三、每件事项都可以办理", _grid(COMMON, _common())),
        _section("四、依据", *_rules(procedure)),
        _section("五、不能办理的情形", _grid(findings, _findings(procedure, warns=False))),
        _section("六、提示", "说明理由后可以继续办理。", _grid(findings, _findings(procedure, warns=True))),
        _section("七、表单", _grid(("表单", "用于", "栏目"), _forms(procedure))),
        _section("八、当事人转接组织关系时", _grid(("环节", "转到", "怎样办", "理由"), _moves(procedure))),
    )
    return "\n\n".join(parts) + "\n"


def _head(procedure: Procedure) -> str:
    code = procedure.code
    lines = (
        f"{NOTE}\n{promise.line(procedure)}",
        f"# {procedure.title} {procedure.title_en}",
        procedure.intro,
        f"主要依据：{procedure.source}。代码 `{code}`，第 {procedure.edition} 版。",
        f"![{procedure.title}流程图]({code}.svg)",
        f"业务流程文件（BPMN 2.0）：[{code}.bpmn]({code}.bpmn)",
    )
    return "\n\n".join(line for line in lines if line)


def _rows(procedure: Procedure) -> Iterator[Sequence[str]]:
    for step in procedure.opens:
        matter = f"<br>{step.matter.title}" if step.matter else ""
        yield (f"（发起）{matter}", *_row(procedure, None, step))
    for each in procedure.rounds:
        yield ("（成批发起）" + ("<br>每晚自动核对" if each.nightly else ""), *_row(procedure, None, each))
    for place in procedure.places:
        for number, row in enumerate(place.acts):
            yield (_place(place) if number == 0 else "", *_row(procedure, place, row))


def _row(procedure: Procedure, place: Stage | Ending | None, row: Record) -> Sequence[str]:
    stage = place if isinstance(place, Stage) else None
    limit = wording.limit_words(stage.within) if stage and stage.within and row.ways else ""
    name = f"{row.title}（`{row.code}`）" + ("<br>可一次办理多件" if row.together else "")
    papers = [*row.gives, *(paper for way in row.ways for paper in way.gives)]
    return (
        wording.actor_words(row, stage),
        limit,
        f"{name}<br>{wording.law_words(row.under)}" if row.under else name,
        "<br>".join(wording.condition_words(need) for need in row.needs),
        "<br>".join((*(wording.way_words(procedure, row) or ["留在本环节"]), *wording.repeat_words(row))),
        row.asks.title if row.asks else "",
        "<br>".join(paper.title for paper in papers),
        row.article,
    )


def _place(place: Stage | Ending) -> str:
    lines = [f"**{place.title}**（`{place.code}`）"]
    if isinstance(place, Stage):
        lines += [f"{detour.title}时由{detour.actor.title}办理" for detour in place.detours]
        lines += [f"全支部一并办理：{place.together.title}"] if place.together else []
    return "<br>".join(lines)


def _endings(procedure: Procedure) -> Iterator[Sequence[str]]:
    for ending in procedure.endings:
        after = "<br>".join(f"{row.title}（`{row.code}`）" for row in ending.records)
        yield (f"**{ending.title}**（`{ending.code}`）", "<br>".join(_reached(procedure, ending)), after)


def _reached(procedure: Procedure, ending: Ending) -> Iterator[str]:
    for place, row in procedure.acts():
        for way in row.ways:
            if way.to == ending.code:
                yield f"{place.title if place else '（发起）'}：{way.title or row.title}"
    if procedure.withdrawn == ending.code:
        yield "最后决定之前的任何环节：撤回"
    if procedure.expiry and procedure.expiry.to == ending.code:
        last = procedure.place(procedure.expiry.stages[-1])
        yield f"到“{last.title}”为止的环节：{procedure.expiry.title}（{procedure.expiry.article}）"
    for closing in procedure.closings:
        if closing.to == ending.code:
            yield f"任何环节：{closing.title}（{closing.article}）"


def _moves(procedure: Procedure) -> Iterator[Sequence[str]]:
    """Yield what a move does: of each row what the rows before have left to it."""
    for number, one in enumerate(procedure.moved):
        said: dict[tuple[str, ...], list[str]] = {}
        for whither in Whither:
            stages = tuple(stage.title for stage in procedure.stages if _is_left(procedure, number, stage, whither))
            said.setdefault(stages, []).append(wording.PLACES[whither])
        for stages, places in said.items():
            if stages:
                everywhere = len(stages) == len(procedure.stages)
                where = "所有环节" if everywhere else "<br>".join(stages)
                yield where, "<br>".join(places), wording.moved_words(procedure, one), one.because


def _is_left(procedure: Procedure, number: int, stage: Stage, whither: Whither) -> bool:
    before = procedure.moved[:number]
    fits = procedure.moved[number].fits(stage.code, whither)
    return fits and not any(row.fits(stage.code, whither) for row in before)


def _common() -> Iterator[Sequence[str]]:
    for row in common_rows():
        yield (
            f"{row.title}（`{row.code}`）" + ("<br>办结后也可以办理" if row.at_end else ""),
            "、".join(row.who),
            "<br>".join(wording.condition_words(need) for need in row.needs),
            row.asks.title if row.asks else "",
            row.article,
        )


def _rules(procedure: Procedure) -> Iterator[str]:
    yield "一项办理按办理之日有效的版本判断。“把握”说明文本的可靠程度；“本地”说明团委可否设定自己的数值。"
    columns = ("规则", "内容", "数值", "施行", "出处", "把握", "本地")
    yield _grid(columns, (line for rule in procedure.rules for line in _versions(rule)))


def _versions(rule: Rule) -> Iterator[Sequence[str]]:
    for number, version in enumerate(rule.versions):
        head = (f"`{rule.code}`<br>`{rule.key}`", rule.title) if number == 0 else ("", "")
        said = version.confidence or (rule.confidence if number == 0 else None)
        tail = (said.label if said else "", rule.local.label if number == 0 else "")
        yield (*head, rule.words(version.value), rule.standing(version), version.source, *tail)


def _findings(procedure: Procedure, *, warns: bool) -> Iterator[Sequence[str]]:
    used: dict[Condition, dict[str, None]] = {}
    for _, row in procedure.acts():
        for need in row.needs:
            if need.warns == warns:
                used.setdefault(need, {})[row.title] = None
    for stage in procedure.stages:
        for early in stage.early if not warns else ():
            used.setdefault(early.needs, {})[f"{stage.title}：{procedure.row(early.code).title}"] = None
    for need, titles in used.items():
        rule = f"{need.rule.title}（`{need.rule.code}`）" if need.rule else ""
        yield (f"`{need.code}`", f"{need.title}（可特批）" if need.waivable else need.title, "、".join(titles), rule)


def _forms(procedure: Procedure) -> Iterator[Sequence[str]]:
    used: dict[type[PaperForm], dict[str, None]] = {}
    for row in (*(row for _, row in procedure.acts()), *common_rows()):
        if row.asks:
            used.setdefault(row.asks, {})[row.title] = None
    for form, titles in used.items():
        fields = (f"{field.label}（`{name}`）" for name, field in form.base_fields.items())
        yield (form.title, "、".join(titles), "<br>".join(fields))


def _section(title: str, *parts: str) -> str:
    return "\n\n".join((f"## {title}", *parts))


def _grid(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)
