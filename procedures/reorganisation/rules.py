"""组织调整的依据."""

from __future__ import annotations

from procedures.register.sources import BRANCH_WORK, CHARTER, DESIGN
from workflows.table.rules import Confidence, Local, Rule, Version

APPROVED = Rule(
    "reorganisation.approved", "REORG-APPROVED", "组织的设置和变更须经上级批准", Confidence.HIGH,
    (Version(True, f"{CHARTER}：团的基层组织的设置"),),
)  # fmt: skip
NAME = Rule("reorganisation.name", "REORG-NAME", "同一组织下名称不重复", Confidence.DESIGN, (Version(True, DESIGN),))
ONE_CASE = Rule(
    "reorganisation.one_case", "REORG-ONE", "一个组织同时只办一件调整", Confidence.DESIGN, (Version(True, DESIGN),)
)
WHOLE = Rule(
    "reorganisation.whole", "REORG-WHOLE", "调整前人员、账目和事项都有去处", Confidence.DESIGN, (Version(True, DESIGN),)
)
PARTY = Rule(
    "reorganisation.party", "REORG-PARTY", "征求同级党组织意见", Confidence.KNOWN, (Version(True, "通行做法"),), "",
    Local.FREE,
)  # fmt: skip
LEAST = Rule(
    "reorganisation.part_members", "REORG-PART", "拆分后每个团支部的团员人数", Confidence.MEDIUM,
    (Version(3, f"{CHARTER}：团员三人以上成立团支部"),), "人", Local.FREE,
)  # fmt: skip
DAY = Rule("reorganisation.day", "REORG-DAY", "按批准的日期执行", Confidence.DESIGN, (Version(True, DESIGN),))
REPLY = Rule(
    "reorganisation.reply_months", "REORG-REPLY", "团委办理期限", Confidence.DESIGN, (Version(1, DESIGN),), "个月",
    Local.FREE,
)  # fmt: skip
ELECTION = Rule(
    "reorganisation.election_months", "REORG-ELECTION", "合并、拆分后选举的期限", Confidence.MEDIUM,
    (Version(3, f"{BRANCH_WORK}：设置调整后及时选举"),), "个月", Local.FREE,
)  # fmt: skip
