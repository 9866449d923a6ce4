"""推优入党的依据: every number of the procedure, with its source and confidence (rules.md 9.1 and 14)."""

from __future__ import annotations

from datetime import date

from procedures.register.sources import DESIGN
from workflows.table.rules import Confidence, Local, Rule, Value, Version, unchanged

PARTY_RECOMMENDATION_2019 = "《共青团推优入党工作实施办法（试行）》（中青发〔2019〕9号）"
RECOMMENDATION_BEFORE = "1992年关于推荐优秀团员作党的发展对象的意见和各地做法（2019年以前）"
RECOMMENDATION_SINCE = date(2019, 1, 1)  # the day within the year is unverified
PARTY_ADMISSION = "《中国共产党发展党员工作细则》"

H, M = Confidence.HIGH, Confidence.MEDIUM
A, B = "A", "B"


def _since_2019(value: Value, article: str = "") -> tuple[Version, Version]:
    """Return the value of the 2019 text; before it another opinion stood, and numbers differed from place to place."""
    return (
        Version(value, RECOMMENDATION_BEFORE, confidence=M),
        Version(value, f"{PARTY_RECOMMENDATION_2019}{article}", RECOMMENDATION_SINCE),
    )


MIN_AGE = Rule("recommend.min_age", "REC-AGE", "推荐对象最低年龄", H, _since_2019(18), "周岁")
MEMBER = Rule("recommend.member", "REC-MEMBER", "推荐对象是团员", H, _since_2019(True))
TENURE = Rule("recommend.tenure", "REC-TENURE", "推荐对象团龄", H, _since_2019(1, "第五条"), "年")
APPLICATION = Rule("recommend.application", "REC-APPLICATION", "已递交入党申请书", H, _since_2019(True))
STAGE = Rule("recommend.party_stage", "REC-STAGE", "党内身份与推荐类别相符", H, _since_2019(True))
CLEAN = Rule("recommend.discipline", "REC-DISCIPLINE", "不在处分期内", H, _since_2019(True))
OWN_ROLL = Rule(
    "recommend.own_roll",
    "REC-ROLL",
    "由所在团支部推荐，一人同时只有一份推荐",
    Confidence.DESIGN,
    unchanged(True, DESIGN),
    "",
    Local.FREE,
)
RECUSE = Rule(
    "recommend.recuse",
    "REC-RECUSE",
    "不由本人或亲属记录提名",
    Confidence.DESIGN,
    unchanged(True, DESIGN),
    "",
    Local.FREE,
)
QUOTA = Rule(
    "recommend.quota", "REC-QUOTA", "全年推荐人数占支部团员比例上限", H, _since_2019(20, "第五条"), "%", Local.FREE
)
APPLY_MONTHS = Rule(
    "recommend.apply_months", "REC-APPLY", "递交入党申请书的时间", M, _since_2019(6), "个月", Local.FREE
)  # fmt: skip
ACTIVIST_YEARS = Rule(
    "recommend.activist_years", "REC-ACTIVIST", "入党积极分子培养考察时间", H, unchanged(1, PARTY_ADMISSION), "年"
)
QUORUM = Rule("recommend.quorum", "REC-QUORUM", "推优大会到会人数", H, _since_2019(">=1/2"))
MAJORITY = Rule("recommend.majority", "REC-MAJORITY", "推优大会通过票数", H, _since_2019(">1/2"))
MAJORITY_BASE = Rule(
    "recommend.majority_base",
    "REC-MAJORITY-BASE",
    "通过票数的计算基数",
    H,
    _since_2019("should_attend"),
    choices={"should_attend": "应到人数", "present": "参加表决的人数"},
)
BALLOT = Rule(
    "recommend.ballot",
    "REC-BALLOT",
    "推优大会表决方式",
    H,
    _since_2019("secret"),
    choices={"secret": "无记名投票", "open": "公开表决"},
)
VOTES = Rule("recommend.votes", "REC-VOTES", "票数相符、逐人计票", H, _since_2019(True))
WRITTEN = Rule(
    "recommend.count_written_opinions",
    "REC-WRITTEN",
    "书面意见计入票数",
    Confidence.DESIGN,
    unchanged(False, DESIGN),
    "",
    Local.FREE,
)
NOTICE_DAYS = Rule(
    "recommend.notice_days", "REC-NOTICE-DAYS", "推荐对象公示时间", M, _since_2019(5), "个工作日", Local.FREE
)
VALID = Rule("recommend.valid", "REC-VALID", "推荐有效期", H, _since_2019(2, "第五条"), "年")
PARTY_DECIDES = Rule("recommend.party_decides", "REC-PARTY", "由党组织决定", H, _since_2019(True))
