"""The Chinese words for what a table holds, shared by everything that prints one."""

from __future__ import annotations

from workflows.table import Fate, Limit, Moved, Procedure, Record, Stage, Whither
from workflows.table.condition import Condition
from workflows.table.rules import Rule, Under, Version

FATES = {
    Fate.FOLLOWS: "随人转到接收组织，接着办理",
    Fate.WAITS: "转接期间不作决定，接收后由接收组织办理",
    Fate.ENDS: "终止",
    Fate.STAYS: "留在原组织办理",
}
PLACES = {
    Whither.INSIDE: "同一团委的另一支部",
    Whither.ELSEWHERE: "另一团委",
    Whither.OUTSIDE: "系统以外",
}
UNITS = {"months": "个月", "days": "天"}


def limit_words(limit: Limit) -> str:
    """Say a time limit by the version that stands last: 1 个月."""
    words = [span_words(limit)]
    words += [f"{latest(limit.remind).value} 天提醒"] if limit.remind else []
    words += [f"{latest(limit.alarm).value} 个月再报上级"] if limit.alarm else []
    words += [f"{latest(limit.gives_back).value} 天退回发起人"] if limit.gives_back else []
    return "，".join(words)


def span_words(limit: Limit) -> str:
    """Say only how long a time limit is, without what is done on the way: 15 天."""
    return f"{latest(limit.rule).value} {UNITS[limit.unit]}"


def latest(rule: Rule) -> Version:
    """Return the newest version of a rule."""
    return rule.versions[-1]


def law_words(under: Under) -> str:
    """Say when a row stands: from and until when its rule has the row's value."""
    spans = [under.rule.standing(version) for version in under.rule.versions if version.value == under.value]
    return "；".join(spans) or f"{under.rule.title}为 {under.rule.words(under.value)} 时"


def condition_words(need: Condition) -> str:
    """Say a condition with its refusal code, and whether it only warns or may be set aside."""
    marks = [word for word, is_so in (("提示", need.warns), ("可特批", need.waivable)) if is_so]
    return f"{need.title}（`{need.code}`{''.join(f'，{mark}' for mark in marks)}）"


def actor_words(row: Record, stage: Stage | None) -> str:
    """Say who does a row: its own actor, else whoever the stage waits for."""
    actor = row.actor or (stage.actor if stage else None)
    title = actor.title if actor else ""
    return "、".join((title, *(actor.title for actor in row.also)))


def way_words(procedure: Procedure, row: Record) -> list[str]:
    """Say where the ways of a row lead: 同意 → 培养考察; nothing for a row that stays."""
    words = []
    for number, way in enumerate(row.ways):
        to = procedure.place(way.to).title if way.to else "留在本环节"
        title = way.title or ("其他" if number else "")
        words.append(f"{title} → {to}" if title else f"→ {to}")
    return words


def repeat_words(row: Record) -> list[str]:
    """Say whether a row that leaves the case where it is may be done again; nothing for one that always leads on."""
    return [row.repeat.value] if row.repeat else []


def moved_words(procedure: Procedure, moved: Moved) -> str:
    """Say what a move does to a case: 终止 → 已撤回."""
    return f"{FATES[moved.fate]} → {procedure.place(moved.to).title}" if moved.to else FATES[moved.fate]
