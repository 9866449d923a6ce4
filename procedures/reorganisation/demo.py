"""组织调整的演示故事: a case in every stage and ending, carried out at a branch that no other story needs."""

from __future__ import annotations

from typing import Any

from procedures.town.story import DayOf, Deed, Story

COMMITTEE, SECRETARY = "@committee_reviewer", "@branch_secretary"
HEARD = "同级党组织同意。"
YES = {"decision": "approve", "opinion": "同意。"}


def _proposed(day: int, by: str, matter: str, effective: int, reason: str, **more: Any) -> Deed:
    answers = {"matter": matter, "reason": reason, "effective_on": DayOf(effective), "party_opinion": HEARD, **more}
    return Deed(day, "propose", by, answers)


def _prepared(day: int, **more: Any) -> Deed:
    return Deed(day, "prepare", COMMITTEE, more)


STORIES = (
    Story(
        "组织调整：合并，已执行", None, "DIST-05",
        (_proposed(-220, SECRETARY, "merge", -200, "两个社区已合署办公，团员不足五人。", into="#DIST-04"),
         _prepared(-215, archive_to="交东湖片区团支部组织委员。"), Deed(-212, "approve", COMMITTEE, YES),
         Deed(-200, "carry_out", COMMITTEE, {"note": "团员证、档案已点清。"})),
    ),
    Story(
        "组织调整：拆分，待执行", None, "DIST-06",
        (_proposed(-20, SECRETARY, "split", 10, "门诊部扩建，团员分在两处。", parts="市场北区团支部"),
         _prepared(-15, members={"@member1": {"to": "+市场北区团支部"}, "@member2": {"to": "+市场北区团支部"},
                                 "@member3": {"to": "+市场北区团支部"}}, rest_to="DIST-06"),
         Deed(-12, "approve", COMMITTEE, YES)),
    ),
    Story(
        "组织调整：更名，待批准", None, "RMYY-04",
        (_proposed(-9, COMMITTEE, "rename", 20, "科室名称调整。", new_name="第四团支部（行政、后勤、信息）"),
         _prepared(-5)),
    ),
    Story(
        "组织调整：撤销，待拟定交接方案", None, "DIST-07",
        (_proposed(-4, COMMITTEE, "dissolve", 25, "市场关停，团员陆续转出。"),),
    ),
    Story(
        "组织调整：未批准", None, "ZYY-03",
        (_proposed(-80, SECRETARY, "rename", -60, "统一名称。", new_name="药学部团支部"), _prepared(-76),
         Deed(-70, "approve", COMMITTEE, {"decision": "refuse", "opinion": "机构未更名，暂不调整。"})),
    ),
    Story(
        "组织调整：撤回", None, "ZYY-02",
        (_proposed(-50, SECRETARY, "rename", -30, "病区调整。", new_name="护理部团支部"),
         Deed(-48, "withdraw", SECRETARY, {"reason": "病区名称尚未确定。"})),
    ),
)  # fmt: skip
