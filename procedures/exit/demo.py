"""超龄离团的演示故事: one case in every stage and ending, and the odd ones that officers ask about.

The calendar opens the cases, as it does every night: whoever sweeps first, each person has one.
"""

from __future__ import annotations

from procedures.town.story import DayOf, Deed, Someone, Story

YEAR = 365
JOINED = 4800
FOUND_TRUE = "经支委会核实，身份、年龄属实，未担任团内职务。"
THANKS = "按团章规定办理。感谢在团期间为支部做的工作。"
OWING = "本人在外进修，已约定返院后补交。"
HALL = "门诊楼五楼学术报告厅"


def leaver(name: str, sex: str = "female", *, ago: int, party: str = "", work: str = "") -> Someone:
    """Return a member who completed 28 so many days ago; below 0: who will in so many days."""
    return Someone(
        name, sex, age=28 if ago >= 0 else 27, birthday_in=YEAR - ago if ago >= 0 else -ago, joined=JOINED,
        party_stage=party, party_since=500 if party else 0, work=work,
    )  # fmt: skip


def scanned(day: int) -> Deed:
    """Return a night on which the calendar opens what is due."""
    return Deed(day, "sweep")


def verified(day: int, *, paid_to: int = -31, of: str = "", reason: str = "") -> Deed:
    """Return the branch's word, dues being paid to the month of another day."""
    given = {"office_held": False, "dues_paid_to": DayOf(paid_to, month=True), "opinion": FOUND_TRUE}
    return Deed(day, "verify", "@org_commissioner", given, of=of, reason=reason)


def approved(day: int, *, of: str = "") -> Deed:
    """Return the committee's approval, the exit being of the same day."""
    return Deed(day, "approve", "@committee_reviewer", {"exit_on": DayOf(day), "opinion": THANKS}, of=of)


def left(ago: int, *more: Deed) -> tuple[Deed, ...]:
    """Return the whole road to an approval of so many days ago, and what came after it."""
    return (scanned(-ago - 14), verified(-ago - 5, paid_to=-ago), approved(-ago), *more)


CEREMONY = (
    Deed(-150, "sweep"),
    *(verified(-140, paid_to=-140, of=word) for word in ("@one", "@two", "@three")),
    *(approved(-130, of=word) for word in ("@one", "@two", "@three")),
    Deed(
        -100, "hold_ceremony", "@committee_secretary", {"place": HALL, "list": ["@one", "@two", "@three"]}, of="@one"
    ),
)  # fmt: skip

EVERY_STAGE = (
    Story("到龄，待支部核实", leaver("秦月", ago=4, work="心内科护士"), "RMYY-02", (scanned(-3),)),
    Story("支部已核实，待团委批准", leaver("罗成", "male", ago=20), "RMYY-01", (scanned(-18), verified(-9))),
    Story("已离团，待举行仪式", leaver("许诺", ago=40, work="检验科技师"), "RMYY-03", left(12)),
    Story("中共党员同样离团", leaver("金山", "male", ago=45, party="full"), "RMYY-01", left(16)),
    Story("预备党员同样离团", leaver("向阳", ago=50, party="probationary"), "ZYY-01", left(21)),
)

ENDINGS = (
    Story(
        "三人一同举行离团仪式", None, "RMYY-02", CEREMONY,
        others={
            "one": leaver("丁香", ago=170), "two": leaver("骆宾", "male", ago=175),
            "three": leaver("佟乐", ago=180, party="full"),
        },
    ),
    Story(
        "支部核实仍任团内职务", leaver("安然", ago=30), "DIST-01",
        (
            scanned(-28),
            Deed(
                -20, "verify", "@org_commissioner",
                {"office_held": True, "office_title": "学校团总支宣传委员（兼职）", "office_until": DayOf(200),
                 "opinion": "任职文件待补登。"},
                reason="任职文件已报上级，名册待补登。",
            ),
        ),
    ),
    Story(
        "本人撤回", leaver("顾盼", ago=60), "ZYY-02",
        (scanned(-58), Deed(-40, "withdraw", "@applicant", {"reason": "正在参加支部换届，等待结果。"})),
    ),
    Story(
        "误办后恢复团籍", leaver("江月", ago=220), "DIST-02",
        left(
            200,
            Deed(
                -150, "restore", "@superior",
                {"reason": "审批时仍在支部委员任期内。", "evidence": "城东区团委任职文件（演示），任期未满。"},
            ),
        ),
    ),
)  # fmt: skip

ODD = (
    Story(
        "团费欠交，说明理由后核实", leaver("管弦", "male", ago=26), "ZYY-01",
        (scanned(-24), verified(-10, paid_to=-150, reason=OWING)),
    ),
    Story(
        "团委退回补正", leaver("裴雪", ago=33), "RMYY-01",
        (
            scanned(-31), verified(-22),
            Deed(-15, "return", "@committee_reviewer", {"to": "verify", "reason": "请写明支委会核实的日期。"}),
        ),
    ),
    Story("逾期未核实", leaver("毛遂", "male", ago=70), "DIST-03", (scanned(-68),)),
    Story("书记岗位空缺，转由团委核实", leaver("齐心", ago=15), "RMYY-04", (scanned(-14),)),
)  # fmt: skip

COMING = (
    Story("下月满二十八周岁", leaver("辛夷", ago=-36), "RMYY-01", ()),
    Story("下月满二十八周岁的党员", leaver("陆游", "male", ago=-40, party="full"), "RMYY-02", ()),
    Story("再下月满二十八周岁", leaver("杜衡", ago=-66), "RMYY-03", ()),
    Story("半年后满二十八周岁", leaver("苏叶", ago=-180), "ZYY-01", ()),
)

STORIES = (*EVERY_STAGE, *ENDINGS, *ODD, *COMING)
