"""退团的依据: leaving is free; the meeting records it, the committee is told (rules.md 8)."""

from __future__ import annotations

from procedures.register.sources import CHARTER, DESIGN
from workflows.table.rules import Confidence, Local, Rule, Version

MEMBER = Rule("withdrawal.member", "WITHDRAWAL-MEMBER", "是团员", Confidence.HIGH, (Version(True, f"{CHARTER}第八条"),))
ONE_CASE = Rule(
    "withdrawal.one_case", "WITHDRAWAL-ONE", "一人同时只办一件退团事项", Confidence.DESIGN, (Version(True, DESIGN),)
)
OFFICE = Rule(
    "withdrawal.office",
    "WITHDRAWAL-OFFICE",
    "先交接团内职务",
    Confidence.DESIGN,
    (Version(True, DESIGN),),
    "",
    Local.FREE,
)
TRANSFER = Rule(
    "withdrawal.transfer",
    "WITHDRAWAL-TRANSFER",
    "没有在转的组织关系",
    Confidence.DESIGN,
    (Version(True, DESIGN),),
    "",
    Local.FREE,
)
LOST_VOTES = Rule(
    "withdrawal.lost_votes",
    "WITHDRAWAL-FREE",
    "表决未通过后，另行开会的次数",
    Confidence.MEDIUM,
    (Version(0, f"{CHARTER}第八条：团员有退团的自由，由支部大会宣布除名"),),
    "次",
    Local.FREE,
)
MEETING = Rule(
    "withdrawal.meeting_months", "WITHDRAWAL-MEETING", "召开支部大会的期限", Confidence.DESIGN, (Version(3, DESIGN),),
    "个月", Local.FREE,
)  # fmt: skip
FILE = Rule(
    "withdrawal.file_months",
    "WITHDRAWAL-FILE",
    "团委备案期限",
    Confidence.DESIGN,
    (Version(1, DESIGN),),
    "个月",
    Local.FREE,
)
