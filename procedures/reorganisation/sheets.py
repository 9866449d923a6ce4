"""组织调整的文书: how their facts are read from the case and the register."""

from __future__ import annotations

from procedures.reorganisation import papers, preview, rules
from procedures.reorganisation.facts import MATTERS
from procedures.reorganisation.reading import Changing, ceasing, changed, heir
from workflows.people.models import Organization
from workflows.table import PaperKind
from workflows.table.act import once


def reply(act: Changing, number: str, issuer: Organization) -> papers.Reply:
    """Return the facts of the reply; a committee's own change is answered by the one above it."""
    facts = act.facts
    signer = act.chain.superior if facts.superior and act.chain.superior else issuer
    months = act.law.number(rules.ELECTION)
    election = f"调整后的组织应在 {months} 个月内进行选举，选举前由团委指定负责人。"
    return papers.Reply(
        number=number, signed_by=signer.name, signed_on=act.on, to=act.organization.name,
        subject=f"{'、'.join(one.name for one in changed(act))}{MATTERS[facts.matter]}", decided=decided(act),
        effective_on=facts.effective_on, opinion=act.answers["opinion"],
        hands_over=facts.matter not in ("rename", "move"),
        election=election if facts.matter in ("merge", "split") else "",
    )  # fmt: skip


def decided(act: Changing) -> str:
    """Say what is approved in one sentence."""
    facts, into = act.facts, heir(act)
    names = "、".join(one.name for one in changed(act))
    if facts.matter == "rename":
        return f"同意{names}更名为{facts.new_name}。"
    if facts.matter == "move":
        return f"同意{names}划归{into}。"
    if facts.matter == "merge":
        gone = "、".join(one.name for one in ceasing(facts, changed(act)))
        return f"同意{gone}并入{into}。" if into else f"同意{names}合并，成立{facts.new_name}。"
    if facts.matter == "split":
        stays = "" if ceasing(facts, changed(act)) else "，原组织保留"
        return f"同意{names}拆分，成立{'、'.join(facts.parts)}{stays}。"
    return f"同意撤销{names}。"


@once
def before(act: Changing) -> preview.Handed:
    """Return what is handed over, read before the effects change it."""
    return preview.handed(act)


def keep_before(act: Changing) -> None:
    """Read what is handed over while it is still where it was."""
    before(act)


def handover(act: Changing, number: str, issuer: Organization) -> papers.Handover:
    """Return the facts of the hand-over list."""
    facts, known = act.facts, before(act)
    sealed = [one.name for one in changed(act) if one.pk in known.sealed]
    return papers.Handover(
        number=number, signed_by=issuer.name, signed_on=act.on, on=act.on, matter=MATTERS[facts.matter],
        organizations="、".join(known.names),
        rows=tuple(papers.HandoverRow(to=to, names="、".join(names), number=len(names)) for to, names in known.rolls),
        posts=known.posts, cases=known.cases, books=known.books,
        seals=f"{'、'.join(sealed)}的印章" if sealed else "系统中没有登记印章图片",
        archive_to=facts.archive_to, note=act.answers["note"],
    )  # fmt: skip


REPLY = PaperKind("reorganisation_reply", "组织调整批复", papers.Reply, reply, word="批调")
HANDOVER = PaperKind("handover_list", "交接清单", papers.Handover, handover, word="交")
