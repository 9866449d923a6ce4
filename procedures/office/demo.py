"""任职的演示故事: one case in every stage and ending; the posts are of members of branch committees."""

from __future__ import annotations

from procedures.town.story import DayOf, Deed, Someone, Story

ROLE = "branch_committee_member"
KEEPER = "@committee_secretary"
GIVEN = ["tasks", "due", "cases", {"code": "own-0", "title": "会议记录本", "number": "2 本", "yes": True}]
TAKEN = ["tasks", "due", "cases", "own-0"]


def _appointed(who: str, day: int) -> Deed:
    return Deed(day, "appoint", KEEPER, {"member": who, "role": ROLE, "first_on": DayOf(day)})


def _begun(day: int, by: str, first: int) -> Deed:
    answers = {"member": "@applicant", "role": ROLE, "first_on": DayOf(first), "document": "支部大会补选"}
    return Deed(day, "hand_over", by, answers)


def _given(day: int) -> Deed:
    return Deed(day, "give", "@giver", {"items": GIVEN, "message": "每月最后一个周五下午开支委会。"})


def _story(title: str, who: Someone, giver: Someone, at: str, *deeds: Deed) -> Story:
    return Story(title, who, at, (_appointed("@giver", -700).beside("office"), *deeds), {"giver": giver})


def _member(name: str, sex: str = "female") -> Someone:
    return Someone(name, sex, 23, joined=2300)


STORIES = (
    Story("任职：支部委员", _member("舒展", "male"), "RMYY-01", (_appointed("@applicant", -60),)),
    Story(
        "结束任职：调离",
        _member("柯桐"),
        "DIST-01",
        (
            _appointed("@applicant", -400).beside("office"),
            Deed(-20, "end_appointment", KEEPER, {
                "member": "@applicant", "role": ROLE, "last_on": DayOf(-20), "because": "工作调动",
            }),
        ),
    ),
    _story("交接：待管理员同意", _member("秦岭"), _member("岳岭", "male"), "ZYY-02", _begun(-3, "@giver", 12)),
    _story("交接：待移交人确认", _member("黎明", "male"), _member("白桦"), "RMYY-03", _begun(-4, KEEPER, 10)),
    _story("交接：待接任人确认", _member("方舟", "male"), _member("叶青"), "ZYY-01", _begun(-8, KEEPER, 6), _given(-5)),
    _story(
        "已交接",
        _member("苏木"),
        _member("石磊", "male"),
        "RMYY-02",
        _begun(-30, KEEPER, -20),
        _given(-27),
        Deed(-25, "receive", "@applicant", {"items": TAKEN}),
    ),
    _story(
        "交接：未同意",
        _member("江帆", "male"),
        _member("夏荷"),
        "DIST-02",
        _begun(-40, "@giver", -20),
        Deed(-38, "agree", KEEPER, {"decision": "refuse", "opinion": "先由支部大会补选。"}),
    ),
    _story(
        "交接：撤回",
        _member("冷杉", "male"),
        _member("温泉"),
        "DIST-01",
        _begun(-50, KEEPER, -30),
        Deed(-48, "withdraw", "@applicant", {"reason": "即将外出进修，不能接任。"}),
    ),
)  # fmt: skip
