"""入团的依据: every number of the procedure, with its source, confidence and versions (rules.md 4 and 14)."""

from __future__ import annotations

from procedures.register.ages import MAX_AGE as MAX_AGE
from procedures.register.ages import MIN_AGE as MIN_AGE
from procedures.register.sources import (
    ADMISSION_2016,
    ADMISSION_2023,
    ADMISSION_FIRST,
    ADMISSION_SINCE,
    BRANCH_WORK,
    CHARTER,
    DESIGN,
    DISCIPLINE_2024,
    DISCIPLINE_BEFORE,
    DISCIPLINE_SINCE,
    NUMBERS_2016,
)
from workflows.table.rules import Confidence, Local, Rule, Value, Version, unchanged

H, M, KNOWN = Confidence.HIGH, Confidence.MEDIUM, Confidence.KNOWN


def _since_2016(value: Value, article: str = "") -> tuple[Version, Version]:
    return (
        Version(value, f"{ADMISSION_2016}{article}"),
        Version(value, f"{ADMISSION_2023}{article}", since=ADMISSION_SINCE),
    )


NOT_MEMBER = Rule("join.not_member", "JOIN-MEMBER", "尚未入团", H, unchanged(True, f"{CHARTER}第一条"))
ONE_CASE = Rule("join.one_case", "JOIN-ONE", "一人同时只办一件入团事项", Confidence.DESIGN, unchanged(True, DESIGN))
TALK = Rule("join.talk_days", "JOIN-TALK", "派人谈话期限", H, _since_2016(1, "第八条"), "个月")
ACTIVIST_APPROVAL = Rule(
    "join.activist_approval",
    "JOIN-ACTIVIST",
    "确定入团积极分子由谁审定",
    H,
    (
        Version("file_only", ADMISSION_2016),
        Version("committee_approves", ADMISSION_2023, since=ADMISSION_SINCE),
    ),
    choices={"file_only": "支部确定，报团委备案", "committee_approves": "支部推荐，由团委审定"},
)
MENTORS = Rule("join.mentors", "JOIN-MENTORS", "培养联系人人数上限", H, _since_2016(2), "名")
OBSERVE_MONTHS = Rule("join.observe_months", "JOIN-OBSERVE", "培养考察期", H, _since_2016(3), "个月", Local.STRICTER)
CLASS_HOURS = Rule("join.class_hours", "JOIN-CLASS", "团课学时", H, _since_2016(8), "学时", Local.STRICTER)
HOUR_MINUTES = Rule("join.hour_minutes", "JOIN-HOUR", "一学时分钟数", M, _since_2016(45), "分钟", Local.FREE)
PRE_REVIEW = Rule("join.pre_review", "JOIN-PREREVIEW", "预审", H, _since_2016(True))
NUMBER = Rule("join.number", "JOIN-NUMBER", "发展团员编号", H, unchanged(True, NUMBERS_2016))
NOTICE = Rule(
    "join.notice_required",
    "JOIN-NOTICE",
    "发展对象公示",
    H,
    (
        Version(False, f"{ADMISSION_2016}：由各地规定"),
        Version(True, ADMISSION_2023, since=ADMISSION_SINCE),
    ),
)
NOTICE_DAYS = Rule(
    "join.notice_working_days",
    "JOIN-NOTICE-DAYS",
    "公示时间",
    H,
    (
        Version(0, f"{ADMISSION_2016}：由各地规定"),
        Version(5, ADMISSION_2023, since=ADMISSION_SINCE),
    ),
    "个工作日",
    Local.STRICTER,
)
INTRODUCERS = Rule("join.introducers", "JOIN-INTRODUCERS", "入团介绍人", H, unchanged(2, f"{CHARTER}第三条"), "名")
FULL_RIGHTS = Rule(
    "join.full_rights",
    "JOIN-RIGHTS",
    "介绍人须有完全权利",
    H,
    (
        Version(True, f"{CHARTER}第三条、{DISCIPLINE_BEFORE}"),
        Version(True, f"{CHARTER}第三条、{DISCIPLINE_2024}", DISCIPLINE_SINCE),
    ),
)
KIN = Rule("join.kin", "JOIN-KIN", "介绍人与申请人的关系", Confidence.DESIGN, unchanged(True, DESIGN), "", Local.FREE)
QUORUM = Rule("join.quorum", "JOIN-QUORUM", "支部大会到会人数", M, _since_2016(">1/2"), "", Local.FREE)
MAJORITY = Rule("join.majority", "JOIN-MAJORITY", "支部大会通过票数", M, _since_2016(">1/2"), "", Local.FREE)
MAJORITY_BASE = Rule(
    "join.majority_base",
    "JOIN-MAJORITY-BASE",
    "通过票数的计算基数",
    M,
    (
        Version("present", f"{ADMISSION_2016}以前的做法"),
        Version("should_attend", f"{ADMISSION_2016}：表述待核对", ADMISSION_FIRST),
        Version("should_attend", f"{ADMISSION_2023}：表述待核对", ADMISSION_SINCE),
    ),
    "",
    Local.FREE,
    {"should_attend": "应到人数", "present": "参加表决的人数"},
)
WRITTEN = Rule(
    "join.count_written_opinions",
    "JOIN-WRITTEN",
    "书面意见计入票数",
    KNOWN,
    _since_2016(True),
    "",
    Local.FREE,
)
VOTES = Rule("join.votes", "JOIN-VOTES", "票数相符、逐个表决", H, _since_2016(True))
ORDER = Rule("join.date_order", "JOIN-ORDER", "各环节日期先后", H, _since_2016(True))
ORDER_STRICT = Rule("join.date_order_strict", "JOIN-ORDER-DAY", "各环节日期不在同一天", M, _since_2016(True))
MENTOR_TALKS = Rule(
    "join.mentor_talks", "JOIN-MENTOR-TALKS", "培养考察期内同入团积极分子谈话", M, _since_2016(2), "次", Local.FREE
)
HOURS_MAY_BE_ASKED = Rule(
    "join.volunteer_hours_gate",
    "JOIN-VOLUNTEER-GATE",
    "可否以志愿服务时长作为发展条件",
    H,
    (
        Version(True, f"{ADMISSION_2016}：各地可以要求"),
        Version(False, f"{ADMISSION_2023}：不得设定志愿服务时长门槛", ADMISSION_SINCE),
    ),
)
VOLUNTEER_HOURS = Rule(
    "join.min_volunteer_hours", "JOIN-VOLUNTEER-HOURS", "本地要求的志愿服务时长（0 为不要求）", M,
    unchanged(0, f"{ADMISSION_2016}：由各地规定"), "小时", Local.FREE,
)  # fmt: skip
SMALLEST_BRANCH = Rule(
    "join.smallest_branch", "JOIN-SMALL-BRANCH", "单独召开支部大会的团支部团员人数", M, unchanged(3, BRANCH_WORK), "人",
    Local.FREE,
)  # fmt: skip
EXPECTED = Rule(
    "join.expected_present", "JOIN-EXPECTED", "申请人和入团介绍人到会", M,
    unchanged(True, "参照《中国共产党发展党员工作细则》的通行做法"), "", Local.FREE,
)  # fmt: skip
PLAN = Rule(
    "join.plan", "JOIN-PLAN", "全年发展团员计划数（0 为未下达）", Confidence.DESIGN,
    unchanged(0, f"{DESIGN}：上级每年下达发展计划"), "人", Local.FREE,
)  # fmt: skip
APPROVE_ALARM = Rule(
    "join.approve_alarm_months", "JOIN-APPROVE-ALARM", "审批超期警示", M,
    unchanged(3, "发展团员工作手册：三个月内审批"), "个月", Local.FREE,
)  # fmt: skip
APPROVE = Rule("join.approve_days", "JOIN-APPROVE", "审批期限", M, _since_2016(1), "个月", Local.FREE)
FILE = Rule("join.file_days", "JOIN-FILE", "备案、归档期限", M, _since_2016(30), "天", Local.FREE)
COMMITTEE_MAJORITY = Rule(
    "join.committee_majority", "JOIN-COMMITTEE", "团委集体审批", KNOWN, _since_2016(">1/2"), "", Local.FREE
)
BRANCH_COMMITTEE_FROM = Rule(
    "join.branch_committee_from",
    "JOIN-BRANCH-COMMITTEE",
    "设支部委员会的团员人数",
    M,
    unchanged(7, BRANCH_WORK),
    "人",
    Local.FREE,
)
SPECIAL = Rule(
    "join.special_approval", "JOIN-SPECIAL", "特别批准", KNOWN, unchanged(True, ADMISSION_2023), "", Local.FREE
)
