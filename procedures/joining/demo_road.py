"""入团的一般路程 for the demo: in days after the application; a story takes it up to an act done so many days ago."""

from __future__ import annotations

from procedures.town.story import Deed, OfRoll, ending

LETTER = {
    "knowledge": "团是党的助手和后备军，是广大青年在实践中学习中国特色社会主义的学校。",
    "motive": "愿在团的教育下成长，在本职岗位上服务群众。",
    "self_assessment": "工作踏实，表达需加强，今后多参加支部活动。",
    "cv": [{"from": "2018-09", "to": "2022-06", "where": "清河县第一中学", "witness": "李老师"}],
    "family": [{"relation": "母亲", "name": "张华", "politics": "群众", "work": "清河县第一小学教师"}],
}
YES = {"decision": "approve", "opinion": "同意。"}
APPLY = Deed(0, "apply", "@applicant", LETTER)
TALK = Deed(
    10, "talk", "@branch_secretary", {"talker": "@branch_deputy", "summary": "动机端正，了解团章。", "suitable": True}
)
VOTES = {
    "present": OfRoll(90), "yes": OfRoll(90, less=1), "no": 0, "abstain": 1, "place": "团员活动室",
    "minutes": "申请人汇报，介绍人介绍，支委会报告审查情况，与会团员讨论后逐个表决。",
}  # fmt: skip
DOUBTS = {
    "present": OfRoll(80), "yes": 2, "no": OfRoll(80, less=3), "abstain": 1,
    "minutes": "多数团员认为参加支部活动不够，建议继续培养。",
}  # fmt: skip
MEETING = Deed(150, "hold_meeting", "@branch_secretary", VOTES)


def lesson(day: int, topic: str) -> Deed:
    """Return a class of two hours."""
    return Deed(
        day, "record_class", "@org_commissioner", {"topic": topic, "minutes": 95, "witness": "@branch_secretary"}
    )


ROAD = (
    APPLY,
    TALK,
    Deed(18, "propose_activist", "@org_commissioner", {"basis": "member_recommendation", "opinion": "支委会同意。"}),
    Deed(22, "approve_activist", "@committee_reviewer", YES),
    Deed(26, "appoint_mentors", "@org_commissioner", {"mentors": ["@member1", "@member2"]}),
    lesson(38, "团的历史"),
    lesson(54, "团章"),
    Deed(60, "record_observation", "@member1", {"opinion": "按时参加学习，主动承担志愿服务。"}),
    lesson(72, "团的纪律"),
    lesson(90, "团员的权利和义务"),
    Deed(118, "propose_candidate", "@org_commissioner", {"opinion": "培养成熟，推荐为发展对象。"}),
    Deed(121, "pre_review", "@committee_reviewer", YES),
    Deed(123, "post_notice", "@org_commissioner", {"place": "单位公示栏"}),
    Deed(140, "close_notice", "@org_commissioner", {"result": "公示期间未收到异议。"}),
    Deed(141, "appoint_introducers", "@org_commissioner", {"introducers": ["@member1", "@member2"]}),
    Deed(
        143,
        "fill_form",
        "@applicant",
        {"volunteer_statement": "我志愿加入中国共产主义青年团，坚决拥护中国共产党的领导，遵守团的章程，执行团的决议。"},
    ),
    Deed(145, "introduce", "@member1", {"opinion": "了解其一贯表现，愿意介绍。"}),
    Deed(147, "introduce", "@member2", {"opinion": "符合团员条件，愿意介绍。"}),
    MEETING,
    Deed(162, "approve", "@committee_reviewer", {**YES, "members_present": 5, "members_yes": 5}),
    Deed(172, "file", "@superior"),
    Deed(180, "hold_ceremony", "@branch_secretary", {"place": "单位礼堂"}),
)


def road(upto: str, ago: int, *more: Deed) -> tuple[Deed, ...]:
    """Return the usual road up to an act done so many days ago, and what came after it."""
    return (*ending(ROAD, upto, ago), *more)


def changed(deeds: tuple[Deed, ...], act: str, deed: Deed) -> tuple[Deed, ...]:
    """Return deeds in which one act went otherwise."""
    return tuple(deed.on(one.day) if one.act == act else one for one in deeds)
