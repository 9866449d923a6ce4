"""退团的演示故事: one case in every stage and ending."""

from __future__ import annotations

from procedures.town.story import DayOf, Deed, OfRoll, Someone, Story, ending

ASK = Deed(0, "request", "@applicant", {"report": "因个人原因，本人要求退出中国共产主义青年团，请支部讨论。"})
HELD = {
    "present": OfRoll(90), "yes": OfRoll(90, less=2), "no": 0, "abstain": 2, "place": "团员活动室", "attended": True,
    "statement": "已经慎重考虑。", "minutes": "宣读书面报告，本人说明情况，与会团员讨论后表决。",
}  # fmt: skip
LOST = {
    "present": OfRoll(80), "yes": 2, "no": OfRoll(80, less=3), "abstain": 1, "attended": False,
    "minutes": "多数团员希望本人再作考虑，由支部书记同本人谈话。",
}  # fmt: skip
ROAD = (
    ASK,
    Deed(20, "hold_meeting", "@branch_secretary", HELD),
    Deed(30, "file", "@committee_reviewer", {"opinion": ""}),
)

LAPSING = (
    Deed(-70, "report", "@branch_secretary", {
        "member": "@applicant", "ground": "meetings", "since": DayOf(-400),
        "details": "半年多没有参加支部大会和主题团日，支部每次提前通知，未请假。",
    }),
    Deed(-66, "warn", "@branch_secretary", {"way": "in_person"}),
    Deed(-40, "hear", "@applicant", {"answer": "已决定退团。"}),
    Deed(-35, "hold_meeting", "@branch_secretary", HELD),
    Deed(-25, "approve", "@committee_reviewer", {"decision": "approve", "opinion": "同意。"}),
)  # fmt: skip

MOVING = (
    Deed(-28, "start", "@applicant", {"member": "@applicant", "to_organisation": "#RMYY-02", "kind": "other"},
         reason="岗位调整；团费已约定补交。"),
    Deed(-26, "release_branch", "@org_commissioner", {"dues_paid_to": DayOf(-57, month=True), "opinion": "同意转出。"}),
    Deed(-25, "release_committee", "@committee_reviewer", {"opinion": "同意转出。", "letter": False}),
    Deed(-24, "accept_branch", "@branch_secretary:RMYY-02", {"opinion": "同意接收。"}),
)  # fmt: skip

STORIES = (
    Story("退团：待支部大会", Someone("江海", "male", 23, joined=2400), "RMYY-01", ending(ROAD, "request", 6)),
    Story("退团：待备案", Someone("何晓", age=24, joined=2600), "ZYY-01", ending(ROAD, "hold_meeting", 4)),
    Story("已退团", Someone("柳叶", age=25, joined=3000), "DIST-02", ending(ROAD, "file", 30)),
    Story(
        "退团：本人撤回",
        Someone("田园", "male", 22, joined=2000),
        "RMYY-02",
        (ASK.on(-25), Deed(-18, "withdraw", "@applicant", {"reason": "经谈话，决定留在团内。"})),
    ),
    Story(
        "退团：表决未通过，按本人意愿，待备案",
        Someone("骆驼", "male", 24, joined=2500),
        "RMYY-03",
        (ASK.on(-40), Deed(-20, "hold_meeting", "@branch_secretary", LOST)),
    ),
    Story(
        "退团：表决未通过，按本人意愿，已备案",
        Someone("欧阳晴", age=26, joined=3200),
        "DIST-01",
        (ASK.on(-90), Deed(-70, "hold_meeting", "@branch_secretary", LOST),
         Deed(-60, "file", "@committee_reviewer", {"opinion": "团员有退团的自由。"})),
    ),
    Story(
        "退团：其间转入同一团委的另一支部，由新支部开会",
        Someone("鲁宁", age=24, joined=2500),
        "RMYY-01",
        (
            ASK.on(-30),
            *(deed.beside("transfer") for deed in MOVING),
            Deed(-12, "hold_meeting", "@branch_secretary:RMYY-02", HELD),
        ),
    ),
    Story(
        "退团：其间已按自行脱团除名，终止",
        Someone("沙鸥", "male", 25, joined=3000),
        "DIST-01",
        (
            *(deed.beside("lapse") for deed in LAPSING[:2]),
            ASK.on(-45),
            *(deed.beside("lapse") for deed in LAPSING[2:]),
        ),
    ),
)  # fmt: skip
