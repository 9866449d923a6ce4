"""推优的演示故事: a case in every stage and ending, both tracks, and the answers that a Party organization may give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from procedures.town.story import Deed, OfRoll, Someone, Story, ending

SECRETARY, COMMISSIONER, COMMITTEE = "@branch_secretary", "@org_commissioner", "@committee_reviewer"
PARTY_HOSPITAL = "@party_reviewer:P-RMYY"
YES = {"decision": "approve", "opinion": "同意推荐。"}


def votes(**people: tuple[int, int]) -> dict[str, Any]:
    """Return the votes of a meeting of nine tenths of the roll: for each person how many said no and abstained."""
    return {
        f"@{who}": {"yes": OfRoll(90, less=no + abstain), "no": no, "abstain": abstain}
        for who, (no, abstain) in people.items()
    }


NOMINATE = Deed(
    0,
    "nominate",
    COMMISSIONER,
    {
        "members": ["@applicant"],
        "track": "A",
        "grounds": "政治坚定，工作踏实，主动承担急难险重任务，在青年中有威信。",
    },
)
MEETING = Deed(
    7,
    "hold_meeting",
    SECRETARY,
    {
        "present": OfRoll(90),
        "ballot": "secret",
        "votes": votes(applicant=(1, 1)),
        "place": "团员活动室",
        "minutes": "支委会介绍推荐对象情况，本人汇报思想、工作和入党动机，与会团员讨论后以无记名投票方式逐人表决。",
    },
)
ROAD = (
    NOMINATE,
    MEETING,
    Deed(
        9,
        "examine",
        COMMISSIONER,
        {
            "opinion": "经支部委员会考察，该同志一贯表现良好，符合推荐条件。",
            "merits": "政治思想：认真学习党的创新理论。\n道德品行：团结同事，热心助人。\n"
            "发挥作用：担任志愿服务队骨干，全年参加义诊八次。\n执行纪律：模范遵守团的纪律，按时交纳团费。",
        },
    ),
    Deed(10, "post_notice", COMMISSIONER, {"place": "单位公示栏"}),
    Deed(27, "close_notice", COMMISSIONER, {"result": ""}),
    Deed(29, "review", COMMITTEE, YES),
    Deed(31, "submit_to_party", COMMITTEE, {"party_organisation": "#P-RMYY"}),
    Deed(45, "decide", PARTY_HOSPITAL, {"decision": "accept", "reason": "同意列为入党积极分子。"}),
)
DECLINE = Deed(45, "decide", PARTY_HOSPITAL, {"decision": "decline", "reason": "本年度发展计划已满，请继续培养。"})
SEND_BACK = Deed(45, "decide", PARTY_HOSPITAL, {"decision": "return", "reason": "请补充所在科室的群众意见。"})


def member(name: str, sex: str = "female", age: int = 23, **facts: Any) -> Someone:
    """Return a member who has applied to the Party."""
    known = {"joined": 2600, "party_stage": "applicant", "party_applied": 700, **facts}
    return Someone(name, sex, age, **known)


def road(upto: str, ago: int, *more: Deed) -> tuple[Deed, ...]:
    """Return the usual road up to an act done so many days ago, and what came after it."""
    return (*ending(ROAD, upto, ago), *more)


def answered(ago: int, decision: Deed, *more: Deed) -> tuple[Deed, ...]:
    """Return the road up to an answer of the Party so many days ago, and what came after it."""
    return (*ending((*ROAD[:-1], decision), "decide", ago), *more)


def changed(deeds: tuple[Deed, ...], act: str, **answers: Any) -> tuple[Deed, ...]:
    """Return deeds in which one act was answered otherwise."""
    return tuple(deed.answering(**answers) if deed.act == act else deed for deed in deeds)


def by(deeds: tuple[Deed, ...], act: str, who: str) -> tuple[Deed, ...]:
    """Return deeds in which one act was done by somebody else."""
    return tuple(replace(deed, by=who) if deed.act == act else deed for deed in deeds)


EVERY_STAGE = (
    Story(
        "两人一并提名，待推优大会",
        member("成思源", "male", 24),
        "RMYY-01",
        changed(road("nominate", 4), "nominate", members=["@applicant", "@second"]),
        {"second": member("袁亦可", age=22)},
    ),
    Story(
        "一次大会逐人表决，一人通过一人未通过",
        member("薛明哲", "male", 25),
        "RMYY-02",
        changed(
            changed(road("hold_meeting", 3), "nominate", members=["@applicant", "@second"]),
            "hold_meeting",
            votes=votes(applicant=(1, 1), second=(16, 3)),
        ),
        {"second": member("龚小北", "male", 21)},
    ),
    Story("已考察，待公示", member("梅若溪"), "RMYY-01", road("examine", 1)),
    Story("推优公示中", member("丁一诺", age=22, ethnicity="回族"), "RMYY-02", road("post_notice", 2)),
    Story("公示结束，待团委审核", member("罗启航", "male", 24), "ZYY-01", road("close_notice", 2)),
    Story("团委已审核，待报送党组织", member("戴安然", age=26), "RMYY-03", road("review", 1)),
    Story("已报送，待党委决定", member("尹书瑶", age=25), "RMYY-01", road("submit_to_party", 6)),
    Story("党委已同意", member("卢致远", "male", 26), "RMYY-02", road("decide", 30)),
)

PARTY_ANSWERS = (
    Story("党委暂不同意，有效期内可再报送", member("常欣怡"), "RMYY-03", answered(20, DECLINE)),
    Story("党委退回补充", member("康子墨", "male", 24), "RMYY-01", answered(5, SEND_BACK)),
    Story(
        "再次报送后同意",
        member("钱舒然", age=25),
        "RMYY-02",
        answered(
            120,
            DECLINE,
            Deed(-60, "submit_to_party", COMMITTEE, {"party_organisation": "#P-RMYY-2"}),
            Deed(-50, "decide", "@party_branch_secretary:P-RMYY-2", {"decision": "accept", "reason": "同意。"}),
        ),
    ),
)

ENDINGS = (
    Story(
        "团委不同意推荐",
        member("孟凡", "male", 23),
        "ZYY-02",
        changed(road("review", 15), "review", decision="refuse", opinion="群众基础还需巩固，建议继续培养。"),
    ),
    Story(
        "异议成立，停止推荐",
        member("邹毅", "male", 24),
        "DIST-01",
        road(
            "post_notice",
            25,
            Deed(-22, "object", "", {"name": "", "content": "反映其值班时擅自离岗，请核实。"}),
            Deed(-18, "settle_objection", COMMITTEE, {"decision": "upheld", "opinion": "经核实情况属实，停止推荐。"}),
        ),
    ),
    Story(
        "本人撤回推荐",
        member("郝佳音", age=22),
        "DIST-02",
        road("hold_meeting", 12, Deed(-6, "withdraw", "@applicant", {"reason": "希望再锻炼一段时间。"})),
    ),
    Story(
        "推荐满两年未办结，已失效",
        member("黎曼", age=26, party_applied=1100),
        "ZYY-01",
        road("hold_meeting", 740, Deed(-2, "sweep")),
    ),
)

TRACK_B = (
    Story(
        "推荐作党的发展对象，待党委决定",
        member("高远航", "male", 26, party_stage="activist", party_since=500, party_applied=900),
        "RMYY-01",
        changed(road("submit_to_party", 3), "nominate", track="B"),
    ),
    Story(
        "入党积极分子未满一年，提示后提名",
        member("谢雨桐", age=24, party_stage="activist", party_since=200, party_applied=600),
        "RMYY-03",
        changed(road("nominate", 3), "nominate", track="B"),
    ),
)

ODD = (
    Story(
        "申请书不满六个月，说明后提名", member("毛晓峰", "male", 22, party_applied=90), "ZYY-02", road("nominate", 2)
    ),
    Story(
        "书记被提名，由副书记主持",
        None,
        "DIST-02",
        by(
            changed(
                changed(
                    road("hold_meeting", 8),
                    "nominate",
                    members=["@branch_secretary"],
                    party_application_on="2025-03-03",
                ),
                "hold_meeting",
                votes={"@branch_secretary": {"yes": OfRoll(90, less=1), "no": 0, "abstain": 1}},
            ),
            "hold_meeting",
            "@branch_deputy",
        ),
    ),
    Story(
        "推优公示收到异议，待团委处理",
        member("任嘉禾", age=23),
        "DIST-01",
        road("post_notice", 5, Deed(-2, "object", "", {"name": "", "content": "对其入团时间有疑问，请核对。"})),
    ),
)

STORIES = (*EVERY_STAGE, *PARTY_ANSWERS, *ENDINGS, *TRACK_B, *ODD)
