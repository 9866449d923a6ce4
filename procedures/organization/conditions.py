"""组织登记的条件: names that are free, and a kind that may stand there."""

from __future__ import annotations

from difflib import get_close_matches

from procedures.organization import rules
from procedures.organization.facts import OrganizationFacts
from procedures.organization.forms import lines
from procedures.register.organizations import kind_finding, names_below
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Keeping = Act[OrganizationFacts]
NEAR = 0.8
NAMED = 10


@once
def listed(act: Keeping) -> list[tuple[int, str]]:
    """Return the names with their lines."""
    return lines(act.answers["names"])


@once
def known(act: Keeping) -> dict[str, str]:
    """Return the organizations that stand directly under the act's one, name and code."""
    return names_below(act.organization)


@condition("kind_not_below", "类别与上级组织相符", rules.PLACE, asks=True)
def kind_fits(act: Keeping) -> Finding:
    """A branch stands under a committee, a group under a branch."""
    return kind_finding(act.answers["kind"], act.organization)


@condition("name_taken", "名称没有重复", rules.NAME, asks=True)
def names_free(act: Keeping) -> Finding:
    """The list is taken whole or not at all; each line at fault is said."""
    first: dict[str, int] = {}
    faults = []
    for number, name in listed(act):
        if name in known(act):
            faults.append(f"第 {number} 行“{name}”已有（代码 {known(act)[name]}）")
        elif name in first:
            faults.append(f"第 {number} 行“{name}”与第 {first[name]} 行重复")
        first.setdefault(name, number)
    if faults:
        return unmet(f"{_several(faults)}。请删去或改名后再登记，本次没有登记。", field="names")
    return met(f"{len(first)} 个名称没有重复。", have=len(first))


@condition("name_alike", "没有相近的名称", rules.NAME, warns=True, asks=True, after=(names_free,))
def none_alike(act: Keeping) -> Finding:
    """The same organization under two spellings is noticed before it has two rolls."""
    stems = {_stem(name): name for name in known(act)}
    pairs = []
    for number, name in listed(act):
        near = get_close_matches(_stem(name), list(stems), 1, NEAR)
        pairs += [f"第 {number} 行“{name}”与已有的“{stems[near[0]]}”相近"] if near else []
        stems.setdefault(_stem(name), name)
    if pairs:
        return unmet(f"{_several(pairs)}，请核对是不是同一个组织。", field="names")
    return met("没有相近的名称。")


def _several(places: list[str]) -> str:
    """Say the first of several places, and how many there are in all where that is not all of them."""
    said = "；".join(places[:NAMED])
    return f"{said}等 {len(places)} 处" if len(places) > NAMED else said


def _stem(name: str) -> str:
    """Return what tells a name from those beside it: without blanks, and without what all of them end with."""
    text = "".join(name.split()).replace("(", "（").replace(")", "）")
    for end in ("共青团支部", "团支部", "团总支", "团委", "支部"):
        text = text.removesuffix(end) if text != end else text
    return text


@condition("party_the_same", "同级党组织有变化", rules.PARTY, asks=True)
def another_party(act: Keeping) -> Finding:
    """Nothing is written where it is so already."""
    party = act.answers["party"]
    if party is not None and act.organization.led_by_id == party.pk:
        return unmet(f"{act.organization}的同级党组织已是{party}，不必再登记。", field="party")
    return met("可以登记。")
