"""推优荐才的演示故事: one case in every stage and ending; rows of the register that stand, lapsed and were used."""

from __future__ import annotations

from procedures.town.story import Deed, Someone, Story, ending

YES = {"decision": "approve", "opinion": "同意推荐。"}
SHEET = {
    "person": "@applicant", "source": "branch", "education": "大学本科", "field": "护理", "technical_title": "护师",
    "position": "手术室护士", "achievements": "县级护理技能竞赛一等奖。", "awards": "年度先进工作者",
    "mentor": "护士长",
    "reason": "业务骨干，勤学善钻，带教认真。",
}  # fmt: skip


def road(upto: str, ago: int, party: str = "@p_rmyy", **said: object) -> tuple[Deed, ...]:
    """Return the usual road up to an act done so many days ago, with other words on the form where they are given."""
    deeds = (
        Deed(0, "nominate", "@branch_secretary", {**SHEET, **said}),
        Deed(5, "review", "@branch_secretary", YES),
        Deed(15, "assess", "@committee_reviewer", {**YES, "experts": "院团委委员三人、护理部主任"}),
        Deed(20, "consult_party", party, {"decision": "approve", "opinion": "同意。"}),
        Deed(22, "post_notice", "@committee_reviewer", {"place": "院内公示栏"}),
        Deed(38, "close_notice", "@committee_reviewer", {"result": "公示期间未收到异议。"}),
        Deed(40, "enter_pool", "@committee_reviewer", {"opinion": ""}),
    )
    return ending(deeds, upto, ago)


IT = {
    "field": "信息技术",
    "position": "信息科工程师",
    "technical_title": "工程师",
    "achievements": "主持院内数据平台建设。",
}
DOCTOR = {"field": "麻醉", "position": "麻醉科医师", "technical_title": "主治医师", "achievements": "发表论文三篇。"}

STORIES = (
    Story("荐才：待支委会审核", Someone("方晴", age=27, work="手术室护士"), "RMYY-01", road("nominate", 4)),
    Story("荐才：待团委评审", Someone("石岩", "male", 29), "RMYY-03", road("review", 6, **IT)),
    Story("荐才：待党组织意见", Someone("古月", age=31), "RMYY-01", road("assess", 5, **DOCTOR)),
    Story("荐才：待公示", Someone("丁香", age=28), "RMYY-02", road("consult_party", 2)),
    Story("荐才：公示中", Someone("高翔", "male", 30), "RMYY-02", road("post_notice", 2, **DOCTOR)),
    Story("荐才：待入库", Someone("米粒", age=26), "RMYY-01", road("close_notice", 1)),
    Story("荐才：已入库", Someone("章程", "male", 32), "RMYY-03", road("enter_pool", 60, **IT)),
    Story("荐才：中医院入库", Someone("杏林", age=29), "ZYY-01", road("enter_pool", 90, "@p_zyy", field="中医")),
    Story("荐才：已过期", Someone("陈皮", "male", 33), "RMYY-01", road("enter_pool", 400, **DOCTOR)),
    Story(
        "荐才：续期一年",
        Someone("白芷", age=34),
        "RMYY-02",
        (*road("enter_pool", 380),
         Deed(-20, "renew", "@committee_reviewer", {"position": "护士长", "achievements": "带教新人八名。"})),
    ),
    Story(
        "荐才：已推荐使用",
        Someone("凌霄", age=30),
        "RMYY-01",
        (*road("enter_pool", 120), Deed(-30, "place", "@committee_reviewer",
                                        {"kind": "award", "target": "县青年岗位能手", "result": "已获表彰"})),
    ),
    Story(
        "荐才：本人自荐",
        Someone("游刃", "male", 28, work="检验技师"),
        "RMYY-03",
        (Deed(-3, "nominate", "@applicant", {**SHEET, "source": "self", "field": "检验", "position": "检验技师"}),),
    ),
    Story(
        "荐才：评审未通过",
        Someone("于归", "male", 27),
        "ZYY-02",
        (*road("review", 20), Deed(-12, "assess", "@committee_reviewer",
                                  {"decision": "refuse", "opinion": "成果材料不足，补充后再推荐。"})),
    ),
    Story(
        "荐才：公示有异议",
        Someone("谷雨", age=29),
        "RMYY-02",
        (*road("post_notice", 5), Deed(-3, "object", "", {"name": "", "content": "竞赛成绩请再核实。"})),
    ),
    Story(
        "荐才：本人撤回",
        Someone("行云", "male", 26),
        "DIST-01",
        (*road("nominate", 15), Deed(-10, "withdraw", "@applicant", {"reason": "近期外出进修。"})),
    ),
)  # fmt: skip
