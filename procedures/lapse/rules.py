"""自行脱团的依据: every number of the procedure, with its source and confidence (rules.md 3.3, 5.4 and 14)."""

from __future__ import annotations

from procedures.register.sources import CHARTER, DESIGN
from workflows.table.rules import Confidence, Local, Rule, Version

LAPSE_MONTHS = Rule(
    "dues.lapse_months", "DUES-LAPSE", "连续未交团费、以自行脱团论的月数", Confidence.HIGH,
    (Version(6, f"{CHARTER}第八条"),), "个月",
)  # fmt: skip
WARN_MONTHS = Rule(
    "dues.warn_months", "DUES-WARN", "连续未交团费满几个月时提醒（0 为不提醒）", Confidence.DESIGN,
    (Version("2,3,5", DESIGN),), "个月", Local.FREE,
)  # fmt: skip
MEMBER = Rule("lapse.member", "LAPSE-MEMBER", "是团员", Confidence.HIGH, (Version(True, f"{CHARTER}第八条"),))
ONE_CASE = Rule("lapse.one_case", "LAPSE-ONE", "一人同时只办一件", Confidence.DESIGN, (Version(True, DESIGN),))
HEARD = Rule("lapse.heard", "LAPSE-HEARD", "处理前听取本人意见", Confidence.HIGH, (Version(True, f"{CHARTER}第八条"),))
REPLY_DAYS = Rule(
    "lapse.reply_days", "LAPSE-REPLY", "提醒后等待本人答复", Confidence.DESIGN, (Version(15, DESIGN),), "天", Local.FREE
)
ATTEMPTS = Rule(
    "lapse.attempts", "LAPSE-ATTEMPTS", "联系不上时至少联系的次数", Confidence.DESIGN, (Version(2, DESIGN),), "次",
    Local.FREE,
)  # fmt: skip
APPROVE = Rule(
    "lapse.approve_months",
    "LAPSE-APPROVE",
    "团委审批期限",
    Confidence.DESIGN,
    (Version(1, DESIGN),),
    "个月",
    Local.FREE,
)
