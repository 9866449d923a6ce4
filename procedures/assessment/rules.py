"""团员教育评议和团籍注册的依据: every number of the procedure (rules.md 3.3, 6 and 14)."""

from __future__ import annotations

from procedures.register.sources import (
    CARD_RULES,
    CHARTER,
    DESIGN,
    DISCIPLINE_2024,
    DISCIPLINE_BEFORE,
    DISCIPLINE_SINCE,
    MEMBERS_2020,
    REGIME_2017,
    REGIME_SINCE,
)
from workflows.table.rules import Confidence, Local, Rule, Value, Version, unchanged

H, M, L, KNOWN = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW, Confidence.KNOWN


def _since_2017(value: Value, article: str = "") -> tuple[Version, Version]:
    """Return the value of the 2017 text; before it the practice under the rules of the membership card was the same."""
    return (
        Version(value, f"{CARD_RULES}（2017年以前的做法）", confidence=M),
        Version(value, f"{REGIME_2017}{article}", since=REGIME_SINCE),
    )


ONCE = Rule("appraisal.once_a_year", "ASSESS-ONCE", "每年度一次，每名团员一件", H, _since_2017(True))
WINDOW_OPENS = Rule(
    "appraisal.window_opens", "ASSESS-WINDOW", "评议开始日期", Confidence.DESIGN, unchanged("11-01", DESIGN), "",
    Local.FREE,
)  # fmt: skip
WINDOW_CLOSES = Rule(
    "appraisal.window_closes", "ASSESS-WINDOW-END", "评议截止日期（次年）", Confidence.DESIGN,
    unchanged("01-31", DESIGN), "", Local.FREE,
)  # fmt: skip
PARTY_MEMBERS = Rule(
    "appraisal.party_members", "ASSESS-PARTY", "保留团籍的党员", M, _since_2017("exempt"), "", Local.FREE,
    {"exempt": "可不参加评议，应当注册", "assess": "同样参加评议"},
)  # fmt: skip
NEW_MONTHS = Rule(
    "appraisal.new_member_months", "ASSESS-NEW", "入团不足几个月的不参加当年评议", KNOWN, unchanged(0, DESIGN), "个月",
    Local.FREE,
)  # fmt: skip
ATTENDANCE = Rule("appraisal.attendance", "ASSESS-ATTENDANCE", "评议大会到会人数", H, _since_2017(">2/3"))
BALLOTS = Rule("appraisal.ballots", "ASSESS-BALLOTS", "测评票数相符", H, _since_2017(True))
EXCELLENT_MAX = Rule(
    "appraisal.excellent_max",
    "ASSESS-EXCELLENT",
    "优秀等次比例上限",
    H,
    _since_2017(30),
    "%（按参加评议人数，舍去小数）",
)
EXCELLENT_HERE = Rule(
    "appraisal.excellent_here",
    "ASSESS-EXCELLENT-HERE",
    "本地优秀等次比例上限",
    M,
    unchanged(30, DESIGN),
    "%",
    Local.FREE,
)
REASON = Rule("appraisal.unqualified_reason", "ASSESS-REASON", "不合格须写明理由", H, _since_2017(True, "第三十二条"))
GRADES = Rule("appraisal.grades", "ASSESS-GRADES", "等次由团支部提出、上级团委审定", H, _since_2017(True))
TALK = Rule("appraisal.basic_talk", "ASSESS-TALK", "基本合格的由支部书记谈话", H, _since_2017(True, "第三十四条"))
APPROVED_FIRST = Rule(
    "appraisal.approved_first", "ASSESS-APPROVED", "先审定等次、后注册团籍", H, _since_2017(True, "第三十七条")
)
PROBATION = Rule(
    "appraisal.probation", "ASSESS-PROBATION", "留团察看期间不予注册", M,
    (Version(True, f"{CARD_RULES}、{DISCIPLINE_BEFORE}"),
     Version(True, f"{CARD_RULES}、{DISCIPLINE_2024}", DISCIPLINE_SINCE)), "", Local.FREE,
)  # fmt: skip
RECHECK = Rule(
    "appraisal.unqualified_recheck", "ASSESS-RECHECK", "不合格的复评最早时间", H, _since_2017(3, "第三十五条"), "个月"
)
RECHECK_UNTIL = Rule(
    "appraisal.unqualified_recheck_until",
    "ASSESS-RECHECK-UNTIL",
    "不合格的复评期限",
    H,
    _since_2017(6, "第三十五条"),
    "个月",
)
PERSUADED = Rule(
    "appraisal.persuaded", "ASSESS-PERSUADE", "除名前先劝其退团", M, _since_2017(True, "第三十五条"), "", Local.FREE
)
HEARD = Rule("appraisal.heard", "ASSESS-HEARD", "除名前听取本人意见", H, unchanged(True, f"{CHARTER}、{MEMBERS_2020}"))
APPEAL = Rule(
    "appraisal.appeal", "ASSESS-APPEAL", "申诉须及时处理或转递", H, unchanged(True, f"{CHARTER}、{MEMBERS_2020}")
)
APPEAL_ONCE = Rule(
    "appraisal.appeal_once", "ASSESS-APPEAL-ONCE", "对同一决定申诉一次", Confidence.DESIGN, unchanged(True, DESIGN), "",
    Local.FREE,
)  # fmt: skip
VOTES = Rule("appraisal.votes", "ASSESS-VOTES", "票数与到会人数相符", H, unchanged(True, CHARTER))
