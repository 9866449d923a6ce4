"""推优入党的依据: every number of the procedure, with its source and confidence (rules.md 9.1 and 14)."""

from __future__ import annotations

from procedures.register.sources import DESIGN
from workflows.table.rules import Confidence, Local, Rule, Value, Version

PARTY_RECOMMENDATION_2019 = "团组织推优入党工作文件（中青发〔2019〕9号）"
PARTY_ADMISSION = "《中国共产党发展党员工作细则》"

H, M = Confidence.HIGH, Confidence.MEDIUM
A, B = "A", "B"


def _always(value: Value, source: str = PARTY_RECOMMENDATION_2019) -> tuple[Version, ...]:
    return (Version(value, source),)


MIN_AGE = Rule("recommend.min_age", "REC-AGE", "推荐对象最低年龄", H, _always(18), "周岁")
MEMBER = Rule("recommend.member", "REC-MEMBER", "推荐对象是团员", H, _always(True))
TENURE = Rule("recommend.tenure", "REC-TENURE", "推荐对象团龄", H, _always(1), "年")
APPLICATION = Rule("recommend.application", "REC-APPLICATION", "已递交入党申请书", H, _always(True))
STAGE = Rule("recommend.party_stage", "REC-STAGE", "党内身份与推荐类别相符", H, _always(True))
CLEAN = Rule("recommend.discipline", "REC-DISCIPLINE", "不在处分期内", H, _always(True))
OWN_ROLL = Rule(
    "recommend.own_roll", "REC-ROLL", "由所在团支部推荐，一人同时只有一份推荐", Confidence.DESIGN, _always(True, DESIGN)
)
RECUSE = Rule(
    "recommend.recuse", "REC-RECUSE", "不由本人或亲属记录提名", Confidence.DESIGN, _always(True, DESIGN), "", Local.FREE
)
QUOTA = Rule("recommend.quota", "REC-QUOTA", "全年推荐人数占支部团员比例上限", H, _always(20), "%", Local.FREE)
APPLY_MONTHS = Rule(
    "recommend.apply_months", "REC-APPLY", "递交入党申请书的时间", M, _always(6), "个月", Local.FREE
)  # fmt: skip
ACTIVIST_YEARS = Rule(
    "recommend.activist_years", "REC-ACTIVIST", "入党积极分子培养考察时间", H, _always(1, PARTY_ADMISSION), "年"
)
QUORUM = Rule("recommend.quorum", "REC-QUORUM", "推优大会到会人数", H, _always(">=1/2"))
MAJORITY = Rule("recommend.majority", "REC-MAJORITY", "推优大会通过票数", H, _always(">1/2"))
MAJORITY_BASE = Rule(
    "recommend.majority_base",
    "REC-MAJORITY-BASE",
    "通过票数的计算基数",
    H,
    _always("should_attend"),
    choices={"should_attend": "应到人数", "present": "参加表决的人数"},
)
BALLOT = Rule(
    "recommend.ballot",
    "REC-BALLOT",
    "推优大会表决方式",
    H,
    _always("secret"),
    choices={"secret": "无记名投票", "open": "公开表决"},
)
VOTES = Rule("recommend.votes", "REC-VOTES", "票数相符、逐人计票", H, _always(True))
WRITTEN = Rule(
    "recommend.count_written_opinions", "REC-WRITTEN", "书面意见计入票数", Confidence.DESIGN, _always(False, DESIGN)
)
NOTICE_DAYS = Rule(
    "recommend.notice_days", "REC-NOTICE-DAYS", "推荐对象公示时间", M, _always(5), "个工作日", Local.FREE
)
VALID = Rule("recommend.valid", "REC-VALID", "推荐有效期", H, _always(2), "年")
PARTY_DECIDES = Rule("recommend.party_decides", "REC-PARTY", "由党组织决定", H, _always(True))
