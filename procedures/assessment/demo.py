"""评议的演示故事: rounds of two years in several branches, every stage and ending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.town.story import Deed, OfRoll, Someone, Story

LAST, NOW = -388, -23
SUMMARY = {
    "study": "学习党的创新理论和团章，参加支部团课四次。",
    "work": "完成本职工作，参加志愿服务三次。",
    "conduct": "遵守纪律，团结同志。",
    "shortcomings": "主动思考不够，今后多提建议。",
    "self_grade": "qualified",
}
YES = {"decision": "approve"}
SLOW = "全年六次无故不参加组织生活，经提醒没有改正"


def opened(day: int, committee: str, branch: str) -> Deed:
    """Return the opening of a year's round by a committee in a branch."""
    answers = {"organisation": f"#{committee}", "branches": [f"#{branch}"]}
    return Deed(day, "open_round", f"@committee_reviewer:{committee}", answers)


def wrote(day: int, who: str) -> Deed:
    """Return the summary of a member."""
    return Deed(day, "summarise", who, SUMMARY, of=who)


def met(day: int, branch: str, percent: int = 90) -> Deed:
    """Return the meeting of a branch, its ballots on an attached tally."""
    answers = {
        "present": OfRoll(percent), "tally_attached": True, "place": "团员活动室", "minutes": "逐人述评、互评后测评。",
    }  # fmt: skip
    return Deed(day, "hold_meeting", "@branch_secretary", answers, of=f"#{branch}")


def proposed(day: int, branch: str, grades: Mapping[str, Any]) -> Deed:
    """Return the grades of a branch: those named, the rest qualified."""
    answers = {"grades": grades, "rest": "qualified"}
    return Deed(day, "propose_grades", "@branch_secretary", answers, of=f"#{branch}")


def approved(day: int, committee: str, branch: str) -> Deed:
    """Return the committee's approval of a branch's list."""
    return Deed(day, "approve_grades", f"@committee_reviewer:{committee}", YES, of=f"#{branch}")


def registered(day: int, branch: str) -> Deed:
    """Return the registration of everybody of a branch who can be."""
    return Deed(day, "register", "@branch_secretary", {"everyone": True}, of=f"#{branch}")


def year(start: int, committee: str, branch: str, grades: Mapping[str, Any]) -> tuple[Deed, ...]:
    """Return a branch's year from the opening to the registration."""
    return (
        opened(start, committee, branch),
        met(start + 8, branch),
        proposed(start + 10, branch, grades),
        approved(start + 13, committee, branch),
        registered(start + 15, branch),
    )


def failing(day: int, who: str) -> Deed:
    """Return a re-assessment without improvement."""
    answers = {"result": "unqualified", "summary": "结对帮助、定期谈心，仍没有参加支部活动。"}
    return Deed(day, "recheck", "@branch_secretary", answers, of=who)


def removal(day: int, who: str) -> Deed:
    """Return the branch's meeting on a removal, carried."""
    answers = {
        "present": OfRoll(90), "yes": OfRoll(90, less=1), "no": 0, "abstain": 1, "heard": True,
        "statement": "本人到会，表示工作繁忙，没有其他意见。", "minutes": "支委会报告教育帮助情况，讨论后表决。",
    }  # fmt: skip
    return Deed(day, "removal_meeting", "@branch_secretary", answers, of=who)


GOOD = {"@branch_secretary": "excellent"}
UNQUALIFIED = {"grade": "unqualified", "reason": SLOW}


def member(name: str, sex: str = "female", age: int = 22, **more: Any) -> Mapping[str, Someone]:
    """Return one member of a branch, whom its story calls `@one`."""
    return {"one": Someone(name, sex, age, joined=1500, **more)}


LAST_YEAR = (
    Story("上年度：全部注册", None, "RMYY-01", year(LAST, "RMYY", "RMYY-01", {**GOOD, "@member1": "excellent"})),
    Story(
        "上年度：基本合格，谈话后注册",
        None,
        "RMYY-02",
        (
            *year(LAST + 1, "RMYY", "RMYY-02", {**GOOD, "@one": "basic"}),
            Deed(
                LAST + 18, "talk", "@branch_secretary", {"summary": "指出组织生活缺勤问题，本人表示改正。"}, of="@one"
            ),
            registered(LAST + 19, "RMYY-02"),
        ),
        member("林晓", "male", 24),
    ),
    Story(
        "上年度：不合格，复评后注册",
        None,
        "RMYY-03",
        (
            *year(LAST + 2, "RMYY", "RMYY-03", {**GOOD, "@one": UNQUALIFIED}),
            Deed(
                LAST + 120,
                "recheck",
                "@branch_secretary",
                {"result": "qualified", "summary": "按时参加组织生活。"},
                of="@one",
            ),
        ),
        member("秋实", "male", 23),
    ),
    Story(
        "上年度：不合格，除名",
        None,
        "DIST-01",
        (
            *year(LAST + 3, "DIST", "DIST-01", {**GOOD, "@one": UNQUALIFIED}),
            failing(LAST + 130, "@one"),
            removal(-12, "@one"),
            Deed(-11, "appeal", "@one", {"content": "去年因夜班缺席，请求再给一次机会。"}, of="@one"),
            Deed(
                -9,
                "answer_appeal",
                "@committee_reviewer:DIST",
                {"decision": "dismissed", "opinion": "经核实，缺席时多数没有排班。"},
                of="@one",
            ),
            Deed(-8, "approve_removal", "@committee_reviewer:DIST", YES, of="@one"),
        ),
        member("马小川", "male", 25),
    ),
    Story(
        "上年度：不合格，待团委审批除名",
        None,
        "DIST-02",
        (
            *year(LAST + 4, "DIST", "DIST-02", {**GOOD, "@one": UNQUALIFIED}),
            failing(LAST + 125, "@one"),
            removal(-6, "@one"),
        ),
        member("宋扬", "male", 24),
    ),
    Story(
        "上年度：不合格，待支部大会讨论除名",
        None,
        "DIST-03",
        (*year(LAST + 5, "DIST", "DIST-03", {"@one": UNQUALIFIED}), failing(LAST + 210, "@one")),
        member("谭飞", "male", 21),
    ),
    Story(
        "上年度：不合格，复评逾期",
        None,
        "ZYY-01",
        year(LAST + 6, "ZYY", "ZYY-01", {**GOOD, "@one": UNQUALIFIED}),
        member("夏禾"),
    ),
)

THIS_YEAR = (
    Story(
        "本年度：正在写个人总结，有免于评议的党员",
        None,
        "RMYY-01",
        (opened(NOW, "RMYY", "RMYY-01"), *(wrote(NOW + 3, f"@member{number}") for number in (1, 2, 3))),
        member("党兴华", "male", 26, party_stage="full", party_since=400),
    ),
    Story(
        "本年度：待团委审定等次",
        None,
        "RMYY-02",
        (
            opened(NOW, "RMYY", "RMYY-02"),
            wrote(NOW + 4, "@one"),
            met(NOW + 12, "RMYY-02"),
            proposed(NOW + 14, "RMYY-02", {**GOOD, "@one": "excellent"}),
        ),
        member("莫言秋"),
    ),
    Story(
        "本年度：已审定，待谈话和注册",
        None,
        "RMYY-03",
        (
            opened(NOW, "RMYY", "RMYY-03"),
            met(NOW + 9, "RMYY-03"),
            proposed(NOW + 11, "RMYY-03", {**GOOD, "@one": "basic"}),
            approved(NOW + 15, "RMYY", "RMYY-03"),
        ),
        member("段誉", "male"),
    ),
    Story(
        "本年度：团委退回重新评议",
        None,
        "ZYY-01",
        (
            opened(NOW, "ZYY", "ZYY-01"),
            met(NOW + 8, "ZYY-01"),
            proposed(NOW + 9, "ZYY-01", GOOD),
            Deed(
                NOW + 12,
                "approve_grades",
                "@committee_reviewer:ZYY",
                {"decision": "refuse", "remarks": "互评没有记录，请补充后重新报送。"},
                of="#ZYY-01",
            ),
        ),
    ),
    Story(
        "本年度：全部注册，党员免评注册",
        None,
        "ZYY-02",
        year(NOW, "ZYY", "ZYY-02", {**GOOD, "@member1": "excellent"}),
        member("向明", "male", 27, party_stage="probationary", party_since=100),
    ),
    Story(
        "本年度：已开评议大会，待提出等次", None, "DIST-01", (opened(NOW, "DIST", "DIST-01"), met(NOW + 10, "DIST-01"))
    ),
    Story(
        "本年度：刚刚开始",
        None,
        "DIST-02",
        (opened(NOW + 8, "DIST", "DIST-02"),),
    ),
)

STORIES = (*LAST_YEAR, *THIS_YEAR)
