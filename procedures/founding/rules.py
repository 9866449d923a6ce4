"""建团的依据 (章程, 支部工作条例)."""

from __future__ import annotations

from procedures.register.sources import BRANCH_WORK, CHARTER, DESIGN
from workflows.table.rules import Confidence, Local, Rule, Version

SIZES = f"{CHARTER}：团员三人以上成立团支部，三十人以上成立总支，一百人以上成立基层委员会"
BRANCH = Rule(
    "founding.branch_members", "FOUND-BRANCH", "成立团支部的团员人数", Confidence.HIGH, (Version(3, SIZES),), "人"
)
GENERAL = Rule(
    "founding.general_members", "FOUND-GENERAL", "成立团总支的团员人数", Confidence.HIGH, (Version(30, SIZES),), "人",
    Local.FREE,
)  # fmt: skip
COMMITTEE = Rule(
    "founding.committee_members", "FOUND-COMMITTEE", "成立基层团委的团员人数", Confidence.HIGH, (Version(100, SIZES),),
    "人", Local.FREE,
)  # fmt: skip
MOST = Rule(
    "founding.branch_most", "FOUND-MOST", "团支部的团员人数上限", Confidence.MEDIUM,
    (Version(50, f"{BRANCH_WORK}第四条：一般不超过五十人"),), "人", Local.FREE,
)  # fmt: skip
NAME = Rule("founding.name", "FOUND-NAME", "同一组织下名称、代码不重复", Confidence.DESIGN, (Version(True, DESIGN),))
ONCE = Rule("founding.once", "FOUND-ONCE", "同一单位一年摸排一次", Confidence.DESIGN, (Version(True, DESIGN),))
PARTY = Rule(
    "founding.party",
    "FOUND-PARTY",
    "征求同级党组织意见",
    Confidence.MEDIUM,
    (Version(True, BRANCH_WORK),),
    "",
    Local.FREE,
)
PROJECT = Rule(
    "founding.project_months", "FOUND-PROJECT", "成立临时团支部的任务期限", Confidence.MEDIUM,
    (Version(6, f"{BRANCH_WORK}：执行任务六个月以上"),), "个月", Local.FREE,
)  # fmt: skip
REPLY = Rule(
    "founding.reply_months", "FOUND-REPLY", "团委答复期限", Confidence.MEDIUM, (Version(1, f"{BRANCH_WORK}第六条"),),
    "个月", Local.FREE,
)  # fmt: skip
REPORT = Rule(
    "founding.report_months", "FOUND-REPORT", "报告选举结果的期限", Confidence.MEDIUM, (Version(1, BRANCH_WORK),),
    "个月", Local.FREE,
)  # fmt: skip
OFFICERS = Rule("founding.officers", "FOUND-OFFICERS", "当选人有分工", Confidence.DESIGN, (Version(True, DESIGN),))
ROLL = Rule("founding.roll", "FOUND-ROLL", "团员在本团委的名册上", Confidence.DESIGN, (Version(True, DESIGN),))
