"""转接的演示故事: one case in every stage and ending, and the odd ones that officers ask about."""

from __future__ import annotations

from procedures.town.story import DayOf, Deed, Someone, Story

JOINED = 2100
ARREARS = "本月工资发放后补交，已与本人约定。"
SCHOOL = "临江医学院团委"


def member(name: str, sex: str = "female", *, age: int = 23, work: str = "", kin: str = "") -> Someone:
    """Return a member who joined some years ago and has a number."""
    return Someone(name, sex, age=age, work=work, joined=JOINED, kin=kin)


def to(place: str, day: int, *, kind: str = "employment", by: str = "@applicant") -> Deed:
    """Return the start of a transfer to an organization of the town."""
    given = {"member": "@applicant", "to_organisation": f"#{place}", "kind": kind}
    return Deed(day, "start", by, given, reason=ARREARS)


def outside(day: int, *, kind: str = "study") -> Deed:
    """Return the start of a transfer out of the system."""
    return Deed(day, "start", "@applicant", {"outside_name": SCHOOL, "kind": kind}, reason=ARREARS)


def released_by_branch(day: int) -> Deed:
    """Return the old branch's word, dues being paid to the month before."""
    given = {"dues_paid_to": DayOf(day - 31, month=True), "opinion": "同意转出。"}
    return Deed(day, "release_branch", "@org_commissioner", given)


def released(day: int, *, letter: bool = False) -> Deed:
    """Return the old committee's word."""
    return Deed(day, "release_committee", "@committee_reviewer", {"opinion": "同意转出。", "letter": letter})


def placed(day: int, committee: str, branch: str) -> Deed:
    """Return the new committee's word, which places the member in a branch."""
    return Deed(day, "accept_committee", f"@committee_reviewer:{committee}", {"branch": f"#{branch}"})


def accepted(day: int, branch: str) -> Deed:
    """Return the new branch's word, which moves the register."""
    return Deed(day, "accept_branch", f"@branch_secretary:{branch}", {"opinion": "同意接收。"})


def to_district(ago: int, *, letter: bool = False) -> tuple[Deed, ...]:
    """Return the road from a hospital to a branch of the district, accepted so many days ago."""
    return (
        to("DIST", -ago - 12), released_by_branch(-ago - 10), released(-ago - 7, letter=letter),
        placed(-ago - 3, "DIST", "DIST-02"), accepted(-ago, "DIST-02"),
    )  # fmt: skip


EVERY_STAGE = (
    Story("刚刚发起", member("白露", work="手术室护士"), "RMYY-01", (to("DIST-02", -1),)),
    Story("原团支部已同意", member("谷雨", "male"), "RMYY-02", (to("DIST", -6), released_by_branch(-3))),
    Story(
        "待接收团委",
        member("凌霜"),
        "ZYY-01",
        (to("ZONE", -14), released_by_branch(-12), released(-9, letter=True)),
    ),
    Story(
        "待接收团支部",
        member("柏舟", "male"),
        "RMYY-03",
        (to("DIST-02", -16), released_by_branch(-13), released(-10), placed(-6, "DIST", "DIST-01")),
    ),
    Story("已转接，回执已收", member("乔安", "male"), "RMYY-02", (*to_district(30, letter=True),
          Deed(-20, "return_receipt", "@committee_reviewer", {"received_on": DayOf(-21)}))),
    Story("已转接，待收回执", member("苏叶"), "ZYY-02", to_district(11, letter=True)),
)  # fmt: skip

LEAVING = (
    Story("转往系统外，待回执", member("韦唯"), "RMYY-01", (outside(-40), released_by_branch(-38), released(-34))),
    Story(
        "转往系统外，回执已到",
        member("詹远", "male"),
        "DIST-01",
        (
            outside(-80),
            released_by_branch(-78),
            released(-75),
            Deed(
                -50,
                "return_receipt",
                "@committee_reviewer",
                {"received_on": DayOf(-50), "accepted_on": DayOf(-60), "accepted_by": SCHOOL},
            ),
        ),
    ),
    Story(
        "介绍信逾期",
        member("浦江", "male"),
        "RMYY-03",
        (outside(-140), released_by_branch(-138), released(-135), Deed(-40, "sweep")),
    ),
    Story(
        "介绍信作废",
        member("荀静"),
        "ZYY-01",
        (
            outside(-60),
            released_by_branch(-58),
            released(-55),
            Deed(-30, "void_letter", "@committee_reviewer", {"reason": "本人未被录取，不再转出。"}),
        ),
    ),
)

OTHER_DOORS = (
    Story("接收团支部发起", member("汤圆"), "RMYY-02", (to("DIST-01", -4, by="@branch_secretary:DIST-01"),)),
    Story("原团支部代为发起", member("车骏", "male"), "ZYY-02", (to("RMYY-02", -3, by="@branch_secretary"),)),
    Story(
        "凭系统外介绍信转入",
        None,
        "DIST-02",
        (
            Deed(
                -5,
                "register_incoming",
                "@committee_reviewer:DIST",
                {
                    "name": "尚小北",
                    "sex": "male",
                    "born": DayOf(-8100),
                    "ethnicity": "汉族",
                    "joined_on": DayOf(-2100),
                    "development_number": "202051000731",
                    "branch": "#DIST-02",
                    "outside_name": SCHOOL,
                    "letter_number": "临医团介〔演示〕118号",
                    "issued_on": DayOf(-20),
                },
            ),
        ),
    ),
)

REFUSED = {"decision": "refuse", "opinion": "经核对，该同志未到本单位报到。"}
ODD = (
    Story(
        "同一团委之内",
        member("宁静"),
        "RMYY-01",
        (to("RMYY-02", -22, kind="other"), released_by_branch(-20), released(-19), accepted(-18, "RMYY-02")),
    ),
    Story("同一团委之内，岗位空缺", member("关山", "male"), "RMYY-01",
          (to("RMYY-04", -9, kind="other"), released_by_branch(-8), released(-6))),
    Story(
        "团支部有误，改派",
        member("施然"),
        "ZYY-02",
        (
            to("DIST-01", -15),
            released_by_branch(-13),
            released(-11),
            placed(-8, "DIST", "DIST-01"),
            Deed(
                -5,
                "redirect",
                "@committee_reviewer:DIST",
                {"branch": "#DIST-02", "reason": "工作单位在柳林社区，支部有误。"},
            ),
        ),
    ),
    Story(
        "接收团委不同意",
        member("靳东来", "male"),
        "RMYY-03",
        (
            to("DIST-02", -26),
            released_by_branch(-24),
            released(-21),
            Deed(-17, "accept_committee", "@committee_reviewer:DIST", REFUSED),
        ),
    ),
    Story(
        "不同意后申诉",
        member("管彤"),
        "RMYY-02",
        (
            to("DIST-02", -19),
            Deed(-17, "release_branch", "@org_commissioner", {"decision": "refuse", "opinion": "团费未交清。"}),
            Deed(-5, "appeal", "@applicant", {"reason": "已补交团费，欠费不应作为不予转接的理由。"}),
        ),
    ),
    Story(
        "本人撤回",
        member("易安"),
        "DIST-01",
        (to("RMYY-01", -12), Deed(-8, "withdraw", "@applicant", {"reason": "工作去向有变，暂不转出。"})),
    ),
    Story("满三十天无人办理，退回发起人", member("穆清"), "DIST-01", (to("RMYY-03", -36), Deed(-5, "sweep"))),
    Story("超过十五天，已提请督促", member("蓝天", "male"), "RMYY-02", (to("ZYY-01", -18), Deed(-2, "sweep"))),
    Story("支部书记的亲属，书记回避", member("王晓天", "male", kin="@branch_secretary"), "RMYY-01",
          (to("ZYY-02", -2),)),
)  # fmt: skip

STORIES = (*EVERY_STAGE, *LEAVING, *OTHER_DOORS, *ODD)
