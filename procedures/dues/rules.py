"""团费的依据: every number of the scale, the months and the shares, with source, confidence and versions (rules.md 5).

Money is in fen. The scale of a month is that in force on its first day.
"""

from __future__ import annotations

from datetime import date

from procedures.register.sources import CHARTER, DESIGN
from workflows.table.rules import Confidence, Local, Rule, Value, Version, unchanged

H, M, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW

DUES_2016 = "《关于中国共产主义青年团团费收缴、使用和管理的规定》（中青发〔2016〕13号）"
DUES_BEFORE = "《关于团费交纳和管理使用的规定》"
SHARES = f"{DUES_BEFORE}所列上缴比例，2016年规定未见原文，待核实"
SINCE_2016 = date(2016, 8, 1)  # the exact day is unverified; the rule was published by 2016-08-10


def _since_2016(before: Value, value: Value, article: str = "") -> tuple[Version, Version]:
    return (
        Version(before, DUES_BEFORE),
        Version(value, f"{DUES_2016}{article}", since=SINCE_2016),
    )


SCALE = Rule(
    "dues.scale",
    "DUES-SCALE",
    "工资收入团员的交纳标准",
    H,
    _since_2016("percent", "per_mille", "第二条"),
    choices={"percent": "低于界线按 0.5%，以上按 1%", "per_mille": "低于界线按定额，以上按 2‰并封顶"},
)
WAGE_FROM = Rule(
    "dues.wage_from_fen", "DUES-WAGE-FROM", "高一档的工资起点", H, _since_2016(40_001, 200_000, "第二条"), "分"
)
LOW_WAGE = Rule("dues.low_wage_fen", "DUES-LOW-WAGE", "低一档的定额", H, _since_2016(0, 300, "第二条"), "分")
LOW_RATE = Rule("dues.low_rate", "DUES-LOW-RATE", "低一档的比例", H, _since_2016(5, 0), "‰")
RATE = Rule("dues.rate", "DUES-RATE", "高一档的比例", H, _since_2016(10, 2, "第二条"), "‰")
WHOLE_YUAN = Rule("dues.whole_yuan", "DUES-FRACTION", "不足一元的舍去", H, _since_2016(False, True, "第二条"))
CAP = Rule("dues.cap_fen", "DUES-CAP", "每月交纳的上限（0 为不封顶）", H, _since_2016(0, 2_000, "第二条"), "分")
STUDENT = Rule("dues.student_fen", "DUES-STUDENT", "学生团员", H, _since_2016(10, 20, "第五条"), "分")
FARMER = Rule("dues.farmer_fen", "DUES-FARMER", "农民团员", LOW, _since_2016(10, 20), "分", Local.FREE)
NO_INCOME = Rule(
    "dues.no_income_fen", "DUES-NO-INCOME", "无收入团员", M, _since_2016(10, 20, "第五条"), "分", Local.FREE
)
PARTY = Rule(
    "dues.party_members",
    "DUES-PARTY",
    "保留团籍的党员不交团费",
    M,
    unchanged(True, f"{DUES_2016}第七条"),
    "",
    Local.FREE,
)

MEMBER = Rule("dues.member", "DUES-MEMBER", "团员有交纳团费的义务", H, unchanged(True, f"{CHARTER}第二条"))
BASIS = Rule("dues.basis", "DUES-BASIS", "团费基数", H, unchanged(True, f"{DUES_2016}第一条"))
START_BASIS = Rule(
    "dues.start_basis",
    "DUES-START",
    "从哪个月开始交纳",
    M,
    unchanged("approval", DUES_BEFORE),
    "",
    Local.FREE,
    {"approval": "上级批准入团的当月", "meeting": "支部大会通过的当月"},
)
PREPAY = Rule(
    "dues.prepay_months", "DUES-PREPAY", "预交或补交的最长时间", M, unchanged(6, DUES_BEFORE), "个月", Local.FREE
)
OWED = Rule("dues.owed", "DUES-OWED", "按月核定应交团费", H, unchanged(True, DUES_2016))
ORDER = Rule(
    "dues.oldest_first", "DUES-ORDER", "先交早的月份", Confidence.DESIGN, unchanged(True, DESIGN), "", Local.FREE
)
RELIEF_MONTHS = Rule(
    "dues.relief_months",
    "DUES-RELIEF",
    "减免团费的最长时间",
    Confidence.DESIGN,
    unchanged(12, DESIGN),
    "个月",
    Local.FREE,
)
AHEAD = Rule(
    "dues.ahead_months",
    "DUES-AHEAD",
    "提前核定的最长时间",
    Confidence.DESIGN,
    unchanged(12, DESIGN),
    "个月",
    Local.FREE,
)
BACK = Rule(
    "dues.back_months", "DUES-BACK", "追溯的最长时间", Confidence.DESIGN, unchanged(24, DESIGN), "个月", Local.FREE
)
RELIEF = Rule("dues.relief", "DUES-RELIEF-BY", "减免经支部大会同意、基层团委批准", M, unchanged(True, DUES_BEFORE))
BOOKS = Rule("dues.books", "DUES-BOOKS", "收缴数额与账目相符", H, unchanged(True, DUES_2016))
REVERSAL = Rule("dues.reversal", "DUES-REVERSE", "差错以红字冲正，不删除", Confidence.DESIGN, unchanged(True, DESIGN))
FILE_ONCE = Rule("dues.file_once", "DUES-FILE", "一份缴费表只入账一次", Confidence.DESIGN, unchanged(True, DESIGN))
SAME_ROW = Rule(
    "dues.same_row_days", "DUES-SAME-ROW", "缴费表中同一人同一金额再次入账须说明的天数", Confidence.DESIGN,
    unchanged(20, DESIGN), "天", Local.FREE,
)  # fmt: skip

BRANCH_KEEPS = Rule("dues.branch_keeps", "DUES-SHARE-BRANCH", "团支部留用", LOW, unchanged(0, SHARES), "‰", Local.FREE)
BASE_KEEPS = Rule("dues.base_keeps", "DUES-SHARE-BASE", "基层团委留用", LOW, unchanged(500, SHARES), "‰", Local.FREE)
COUNTY_KEEPS = Rule("dues.county_keeps", "DUES-SHARE-COUNTY", "县级留用", LOW, unchanged(250, SHARES), "‰", Local.FREE)
PREFECTURE_KEEPS = Rule(
    "dues.prefecture_keeps", "DUES-SHARE-PREFECTURE", "地市级留用", LOW, unchanged(125, SHARES), "‰", Local.FREE
)
PROVINCE_KEEPS = Rule(
    "dues.province_keeps", "DUES-SHARE-PROVINCE", "省级留用", LOW, unchanged(95, SHARES), "‰", Local.FREE
)

LADDER = (BRANCH_KEEPS, BASE_KEEPS, COUNTY_KEEPS, PREFECTURE_KEEPS, PROVINCE_KEEPS)
"""What each level keeps of 1,000 fen collected, from the bottom upwards; what is left goes to the top."""
