"""建团的演示故事: a case in every stage and ending, of units of the district."""

from __future__ import annotations

from typing import Any

from procedures.town.story import DayOf, Deed, Someone, Story

COMMITTEE = "@committee_reviewer"
ORGANISER, SECOND, THIRD = "@applicant", "@second", "@third"
THREE = [ORGANISER, SECOND, THIRD]
HEARD = "党组织同意组建。"
ROLL = {"present": 3, "issued": 3, "returned": 3, "invalid": 0, "seats": 1}


def _member(name: str, sex: str = "female") -> Someone:
    return Someone(name, sex, 24, joined=2400)


def _census(day: int, unit: str, members: int, youth: int, sector: str = "enterprise") -> Deed:
    answers = {"unit": unit, "sector": sector, "members": members, "youth": youth}
    return Deed(day, "census", COMMITTEE, {"organisation": "#DIST", **answers})


def _requested(day: int, name: str, **more: Any) -> Deed:
    answers = {"name": name, "kind": "branch", "members": THREE, "party_opinion": HEARD, **more}
    return Deed(day, "request", COMMITTEE, {"organisation": "#DIST", **answers})


def _agreed(day: int, **more: Any) -> Deed:
    return Deed(day, "agree", COMMITTEE, {"decision": "approve", "opinion": "同意组建。", **more})


def _elected(day: int) -> Deed:
    ballots = {ORGANISER: {"yes": 3}, SECOND: {"no": 3}}
    return Deed(day, "hold_meeting", ORGANISER, {**ROLL, "ballots": ballots})


def _three(title: str, at: str, names: tuple[str, str, str], *deeds: Deed) -> Story:
    first, second, third = (_member(name) for name in names)
    return Story(title, first, at, deeds, {"second": second, "third": third})


FOUNDED = (
    _requested(-150, "东湖社区团支部", candidates=[ORGANISER, SECOND]),
    _agreed(-143, organiser=ORGANISER),
    _elected(-130),
    Deed(-128, "report", ORGANISER, {"duties": {ORGANISER: {"post": "branch_secretary"}}, "result": "一次选出。"}),
    Deed(-120, "approve", COMMITTEE, {"decision": "approve", "opinion": "同意选举结果。"}),
)
CANDIDATES = {"candidates": [ORGANISER, SECOND]}

STORIES = (
    Story("建团：待提出组建", None, "DIST", (_census(-20, "城东物流园公司", 6, 45),)),
    Story(
        "建团：没有团员，暂不组建", None, "DIST",
        (_census(-60, "南门便民超市", 0, 4, "community"),
         Deed(-58, "not_feasible", COMMITTEE, {"reason": "no_members"})),
    ),
    Story(
        "建团：联合团支部，待团委答复", None, "DIST",
        (Deed(-6, "request", COMMITTEE, {
            "organisation": "#DIST", "name": "柳林街口联合团支部", "kind": "branch", "party_opinion": HEARD,
            "partners": [{"unit": "口腔诊所", "members": "2"}, {"unit": "康复诊所", "members": "2"}],
        }),),
    ),
    Story(
        "建团：未同意", None, "DIST",
        (Deed(-90, "request", COMMITTEE, {
            "organisation": "#DIST", "name": "城东快递站团支部", "kind": "branch", "count": 3, "party_opinion": HEARD,
        }),
         Deed(-85, "agree", COMMITTEE, {"decision": "refuse", "opinion": "人员流动大，先并入流动团员团支部。"})),
    ),
    Story(
        "建团：撤回", None, "DIST",
        (Deed(-70, "request", COMMITTEE, {
            "organisation": "#DIST", "name": "东门药房团支部", "kind": "branch", "count": 3, "party_opinion": HEARD,
        }),
         Deed(-68, "withdraw", COMMITTEE, {"reason": "单位合并，待定。"})),
    ),
    _three("建团：待选举", "DIST-02", ("纪云", "莫愁", "齐放"),
           _requested(-14, "柳林商圈团支部", **CANDIDATES), _agreed(-9, organiser=ORGANISER)),
    _three("建团：待批准选举结果", "DIST-02", ("尹航", "左岸", "童心"),
           _requested(-30, "柳林楼宇团支部", **CANDIDATES), _agreed(-24, organiser=ORGANISER), _elected(-3)),
    _three("建团：已成立", "DIST-01", ("季风", "阮玉", "戴望"), *FOUNDED),
    _three("建团：临时团支部", "DIST-01", ("申明", "安静", "路平"),
           _requested(-40, "防汛救护临时团支部", matter="temporary", until=DayOf(240)), _agreed(-39),
           Deed(-38, "designate", COMMITTEE, {"secretary": ORGANISER, "members": [SECOND]})),
)  # fmt: skip
