"""推优荐才的依据: no national regulation was found; each number is a parameter of the committee (rules.md 9.2)."""

from __future__ import annotations

from procedures.register.sources import DESIGN
from workflows.table.rules import Confidence, Local, Rule, Version

PRACTICE = f"{DESIGN}：各单位推优荐才通行做法"

MAX_AGE = Rule(
    "talent.max_age",
    "TALENT-AGE",
    "推荐对象年龄上限（含）",
    Confidence.DESIGN,
    (Version(35, PRACTICE),),
    "周岁",
    Local.FREE,
)
NOTICE = Rule("talent.notice", "TALENT-NOTICE", "入库前公示", Confidence.DESIGN, (Version(True, PRACTICE),))
NOTICE_DAYS = Rule(
    "talent.notice_working_days", "TALENT-NOTICE-DAYS", "公示时间", Confidence.DESIGN, (Version(5, PRACTICE),),
    "个工作日",
    Local.FREE,
)  # fmt: skip
VALID_MONTHS = Rule(
    "talent.valid_months", "TALENT-VALID", "在库有效期", Confidence.DESIGN, (Version(12, PRACTICE),), "个月", Local.FREE
)
ONE_CASE = Rule(
    "talent.one_case", "TALENT-ONE", "一人同时只办一件推荐事项", Confidence.DESIGN, (Version(True, DESIGN),)
)
PARTY = Rule("talent.party_opinion", "TALENT-PARTY", "征求党组织意见", Confidence.DESIGN, (Version(True, PRACTICE),))
REVIEW = Rule(
    "talent.review_months",
    "TALENT-REVIEW",
    "各环节办理期限",
    Confidence.DESIGN,
    (Version(1, DESIGN),),
    "个月",
    Local.FREE,
)
POOL = Rule("talent.pool", "TALENT-POOL", "青年人才信息库", Confidence.DESIGN, (Version(True, PRACTICE),))
