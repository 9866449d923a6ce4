"""自行脱团的演示故事: one case in every stage and ending; what is left undone here is League life, not dues."""

from __future__ import annotations

from procedures.town.story import DayOf, Deed, OfRoll, Someone, Story, ending

SAID = {"details": "半年来的支部大会、主题团日均未参加，支部每次提前通知，未请假。"}
HELD = {
    "present": OfRoll(90), "yes": OfRoll(90, less=2), "no": 1, "abstain": 1, "place": "团员活动室", "attended": False,
    "minutes": "组织委员报告情况和提醒、听取意见的经过，与会团员讨论后表决。",
}  # fmt: skip
LOST = {
    "present": OfRoll(80), "yes": 2, "no": OfRoll(80, less=3), "abstain": 1, "attended": True,
    "statement": "长期倒班，今后按时参加。", "minutes": "多数团员认为可以再给机会。",
}  # fmt: skip
CALLS = {"reached": False, "attempts": [{"on": "2025-01-06", "way": "电话", "result": "停机"},
                                        {"on": "2025-01-10", "way": "上门", "result": "已搬离"}]}  # fmt: skip


def road(upto: str, ago: int, hear: tuple[str, dict[str, object]] = ("@applicant", {"answer": "工作忙，疏忽了。"}),
         ground: str = "meetings") -> tuple[Deed, ...]:  # fmt: skip
    """Return the usual road up to an act done so many days ago: who answers, and what was left undone."""
    by, heard = hear
    said = {"member": "@applicant", "ground": ground, "since": DayOf(-400), **SAID}
    deeds = (
        Deed(0, "report", "@branch_secretary", said),
        Deed(3, "warn", "@branch_secretary", {"way": "in_person"}),
        Deed(20, "hear", by, heard),
        Deed(30, "hold_meeting", "@branch_secretary", HELD),
        Deed(40, "approve", "@committee_reviewer", {"decision": "approve", "opinion": "同意。"}),
    )
    return ending(deeds, upto, ago)


HELD_FOR_LEAVING = {
    "present": OfRoll(90), "yes": OfRoll(90, less=2), "no": 0, "abstain": 2, "attended": True,
    "statement": "已经慎重考虑。", "minutes": "宣读书面报告，本人说明情况，与会团员讨论后表决。",
}  # fmt: skip
STORIES = (
    Story("脱团：待提醒", Someone("闻远", "male", 24, joined=2600), "RMYY-01", road("report", 2)),
    Story("脱团：待听取意见", Someone("云归", age=25, joined=2900), "RMYY-02", road("warn", 5)),
    Story("脱团：待支部大会", Someone("海棠", age=23, joined=2300), "ZYY-01", road("hear", 4, ground="work")),
    Story("脱团：待团委批准", Someone("江枫", "male", 26, joined=3200), "RMYY-03", road("hold_meeting", 6)),
    Story(
        "脱团：联系不上，已除名",
        Someone("漂萍", "male", 25, joined=3000),
        "DIST-03",
        road("approve", 30, ("@branch_secretary", CALLS)),
    ),
    Story(
        "脱团：有正当理由，办结",
        Someone("白露", age=24, joined=2500),
        "DIST-01",
        (*road("hear", 30, ("@applicant", {"answer": "产后休养，请过假但未记录。"})),
         Deed(-20, "settle", "@branch_secretary", {"basis": "good_reason", "opinion": "产后休养，情况属实。"})),
    ),
    Story(
        "脱团：支部大会未通过",
        Someone("戴星", "male", 23, joined=2400),
        "ZYY-02",
        (*road("hear", 25), Deed(-15, "hold_meeting", "@branch_secretary", LOST)),
    ),
    Story(
        "脱团：团委不批准",
        Someone("祁连", "male", 27, joined=3500),
        "RMYY-01",
        (*road("hold_meeting", 30), Deed(-20, "approve", "@committee_reviewer",
                                        {"decision": "refuse", "opinion": "未书面提醒本人，请补办后再报。"})),
    ),
    Story(
        "脱团：其间自愿退团，终止",
        Someone("易水", age=24, joined=2600),
        "DIST-02",
        (
            *road("warn", 60),
            Deed(-58, "request", "@applicant", {"report": "因个人原因，本人要求退团。"}).beside("withdrawal"),
            Deed(-40, "hold_meeting", "@branch_secretary", HELD_FOR_LEAVING).beside("withdrawal"),
            Deed(-30, "file", "@committee_reviewer", {"opinion": ""}).beside("withdrawal"),
        ),
    ),
)  # fmt: skip
