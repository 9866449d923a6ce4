"""集体审批: members of a committee present at its decision, and in favor, counted the same for every procedure.

More than half of the members must be present, and more than half of all in favor (rules.md 11b, general knowledge:
parameters). How many members there are is typed, or the committee sets it once; where neither, those present count.
"""

from __future__ import annotations

from typing import Any

from procedures.register.sources import DESIGN
from workflows.table.act import Act
from workflows.table.condition import met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Confidence, Local, Rule, Version

MEMBERS = Rule(
    "committee.members", "COMMITTEE-MEMBERS", "委员会委员总数（0 为未登记）", Confidence.DESIGN, (Version(0, DESIGN),),
    "人", Local.FREE,
)  # fmt: skip


def members_of(act: Act[Any]) -> int:
    """Return how many members the committee has, 0 where nobody has said."""
    return act.answers.get("members_total") or act.law.number(MEMBERS)


def quorum_finding(act: Act[Any], share: Rule) -> Finding | None:
    """Compare the members present with all, where somebody has said how many; None where there is no approval."""
    total = members_of(act)
    if act.answers["decision"] != "approve":
        return None
    if not total:
        return met(
            "团委的委员总数没有登记，不知道到会人数是否符合要求。请填写“委员总数”；"
            f"或者由团委书记在“组织与岗位”团委的本地参数中登记一次“{MEMBERS.title}”。",
            unknown=True,
        )
    present, need = act.answers["members_present"], act.law.share(share).least(total)
    words = f"委员共 {total} 人，到会 {present} 人"
    if present > total:
        return unmet(f"{words}，到会人数多于委员总数，请核对。", have=present, maximum=total, field="members_present")
    if present < need:
        return unmet(f"{words}，须{act.law.share(share).words}即至少 {need} 人到会。", have=present, need=need)
    return met(f"{words}，符合要求。", have=present, need=need)


def majority_finding(act: Act[Any], share: Rule) -> Finding | None:
    """Compare the members in favor with all, or with those present where the number of all is not known."""
    if act.answers["decision"] != "approve":
        return None
    total, yes = members_of(act), act.answers["members_yes"]
    whole, of = (total, "委员共") if total else (act.answers["members_present"], "到会委员")
    need = act.law.share(share).least(whole)
    words = f"{of} {whole} 人，同意 {yes} 人"
    if yes < need:
        return unmet(f"{words}，须{act.law.share(share).words}即至少 {need} 人同意。", have=yes, need=need)
    return met(f"{words}，符合要求。", have=yes, need=need)
