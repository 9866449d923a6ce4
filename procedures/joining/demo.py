"""入团的演示故事: one case in every stage and ending, and the odd ones that officers ask about."""

from __future__ import annotations

from procedures.joining.demo_road import APPLY, DOUBTS, MEETING, TALK, YES, changed, lesson, road
from procedures.town.story import Deed, Left, Someone, Story

EVERY_STAGE = (
    Story("刚刚递交申请", Someone("文静怡", age=22, work="手术室护士"), "RMYY-01", road("apply", 3)),
    Story("已谈话，待推荐", Someone("艾力江", "male", 21, ethnicity="维吾尔族"), "RMYY-02", road("talk", 4)),
    Story("待审定入团积极分子", Someone("沈一帆", "male", 23), "RMYY-01", road("propose_activist", 2)),
    Story("培养考察中", Someone("周雅", age=20), "RMYY-02", road("record_observation", 12)),
    Story("待预审", Someone("郑好", age=24), "RMYY-03", road("propose_candidate", 2, Deed(-1, "claim", "@rmyy"))),
    Story("预审通过，待公示", Someone("梁栋", "male", 25), "RMYY-01", road("pre_review", 1)),
    Story("公示中", Someone("贺喜", age=19), "RMYY-02", road("post_notice", 2)),
    Story("公示结束，待填志愿书", Someone("古丽娜", age=22, ethnicity="哈萨克族"), "ZYY-01", road("close_notice", 1)),
    Story(
        "待第二名介绍人",
        Someone("夏青", age=23),
        "RMYY-01",
        road("fill_form", 6, Deed(-3, "introduce", "@member1", {"opinion": "愿意介绍。"})),
    ),
    Story("待支部大会", Someone("方圆", age=21), "RMYY-01", road("introduce", 4)),
    Story("待团委审批", Someone("程远", "male", 26), "RMYY-02", road("hold_meeting", 5, Deed(-2, "claim", "@rmyy"))),
    Story("已批准，待备案", Someone("韩冰", age=24), "RMYY-01", road("approve", 6)),
    Story("已入团并举行仪式", Someone("龙腾", "male", 23), "RMYY-01", road("hold_ceremony", 20)),
    Story("上月入团", Someone("叶知秋", age=22), "DIST-01", road("file", 28)),
)

ENDINGS = (
    Story(
        "谈话后不予发展",
        Someone("邱实", "male", 20),
        "DIST-02",
        (
            APPLY.on(-60),
            TALK.on(-48).answering(talker="@branch_secretary", summary="对团缺乏认识，暂无入团意愿。", suitable=False),
        ),
    ),
    Story(
        "本人撤回",
        Someone("温故", "male", 22),
        "ZYY-02",
        road("talk", 40, Deed(-20, "withdraw", "@applicant", {"reason": "将到外地求学，入学后再申请。"})),
    ),
    Story(
        "办理中满二十八周岁",
        Someone("任重", "male", 28, birthday_in=345),
        "DIST-01",
        road("approve_activist", 90, Deed(-20, "sweep")),
    ),
    Story("五天后满二十八周岁", Someone("康复", "male", 27, birthday_in=5), "DIST-01", road("introduce", 6)),
)

ODD = (
    Story("逾期未谈话", Someone("苗圃", age=19), "ZYY-01", road("apply", 45)),
    Story(
        "申请书退回补正",
        Someone("白杨", "male", 18),
        "RMYY-03",
        road(
            "propose_activist",
            12,
            Deed(
                -9,
                "return",
                "@committee_reviewer",
                {"to": "apply", "reason": "本人经历缺 2022 年 7 月以后部分，请补充。"},
            ),
        ),
    ),
    Story(
        "预审退回后重新推荐",
        Someone("江南", age=21),
        "RMYY-02",
        road(
            "propose_candidate",
            15,
            Deed(-12, "return", "@committee_reviewer", {"to": "propose_candidate", "reason": "支委会意见过于简略。"}),
            Deed(
                -8,
                "propose_candidate",
                "@org_commissioner",
                {"opinion": "经支委会 3 人讨论，一致认为其政治可靠、工作积极，推荐为发展对象。"},
            ),
        ),
    ),
    Story(
        "公示收到异议",
        Someone("岳峰", "male", 24),
        "RMYY-02",
        road(
            "post_notice",
            6,
            Deed(-3, "object", "", {"name": "", "content": "该同志上季度有两次无故缺席支部活动，请核实。"}),
        ),
    ),
    Story(
        "异议不成立，继续办理",
        Someone("舒畅", age=22),
        "ZYY-02",
        road(
            "post_notice",
            30,
            Deed(-27, "object", "", {"name": "李某", "content": "对其学历有疑问。"}),
            Deed(
                -22,
                "settle_objection",
                "@committee_reviewer",
                {"decision": "dismissed", "opinion": "经核对学历证书，情况属实。"},
            ),
        ),
    ),
    Story(
        "支部大会未通过",
        Someone("柴进", "male", 23),
        "RMYY-01",
        changed(road("hold_meeting", 25), "hold_meeting", MEETING.answering(**DOUBTS)),
    ),
    Story(
        "团委不批准",
        Someone("田野", "male", 22),
        "ZYY-01",
        road(
            "hold_meeting",
            60,
            Deed(
                -50,
                "approve",
                "@committee_reviewer",
                {
                    "decision": "refuse",
                    "opinion": "团课证明材料不全，补齐后再报。",
                    "members_present": 5,
                    "members_yes": 1,
                },
            ),
        ),
    ),
    Story(
        "未审定为积极分子",
        Someone("余庆", "male", 20),
        "DIST-02",
        road(
            "propose_activist",
            20,
            Deed(
                -16,
                "approve_activist",
                "@committee_reviewer",
                {"decision": "refuse", "opinion": "团员推荐记录缺失，补齐后再报。"},
            ),
        ),
    ),
    Story(
        "重新入团",
        Someone("常归", "male", 24, left=Left(-2600, -1400, "withdrew")),
        "DIST-01",
        road("approve_activist", 10),
    ),
    Story(
        "不设支委会，由支部大会决定",
        Someone("米兰", age=20),
        "ZYY-03",
        (
            APPLY.on(-50),
            TALK.on(-40).answering(talker="@branch_secretary", summary="动机端正。", suitable=True),
            Deed(
                -30,
                "propose_activist",
                "@branch_secretary",
                {"basis": "member_recommendation", "opinion": "支部大会讨论同意。"},
            ),
            Deed(-26, "approve_activist", "@committee_reviewer:ZYY", YES),
        ),
    ),
    Story(
        "支部书记的亲属，书记回避", Someone("王晓辉", "male", 19, kin="@branch_secretary"), "RMYY-01", road("apply", 8)
    ),
    Story("岗位空缺，转由团委办理", Someone("安宁", age=21), "RMYY-04", road("apply", 12)),
    Story(
        "特别批准，缩短培养期",
        Someone("英勇", "male", 25),
        "RMYY-03",
        (
            APPLY.on(-40),
            TALK.on(-36),
            Deed(
                -34,
                "special_approval",
                "@superior",
                {
                    "document_number": "清团发〔演示〕7号",
                    "approved_by": "共青团清河县委员会",
                    "waives": ["observation_lt_3_months", "class_hours_lt_8"],
                    "opinion": "抗洪抢险中表现突出。",
                },
            ),
            Deed(
                -33,
                "propose_activist",
                "@org_commissioner",
                {"basis": "member_recommendation", "opinion": "支委会同意。"},
            ),
            Deed(-31, "approve_activist", "@committee_reviewer", YES),
            Deed(-30, "appoint_mentors", "@org_commissioner", {"mentors": ["@member1"]}),
            Deed(-12, "propose_candidate", "@org_commissioner", {"opinion": "表现突出，按特别批准推荐。"}),
        ),
    ),
    Story(
        "积极分子调动，新支部接续培养",
        Someone("行远", "male", 22),
        "ZYY-02",
        road(
            "record_observation",
            20,
            Deed(
                -10,
                "take_over",
                "@branch_secretary:RMYY-02",
                {"from_organisation": "#ZYY-02", "records": "申请书、团课记录、考察记录"},
            ),
            lesson(-5, "团的纪律"),
        ),
    ),
    Story(
        "两名审核人之一已认领",
        Someone("柏林", "male", 23),
        "RMYY-03",
        road(
            "propose_activist",
            6,
            Deed(-4, "claim", "@rmyy_b"),
            Deed(-3, "comment", "@rmyy_b", {"text": "已与支部核对推荐会记录。", "visible_to": "reviewers"}),
            Deed(-2, "nudge", "@applicant"),
        ),
    ),
    Story("代理审核人办理", Someone("凌云", age=20), "ZYY-02", road("approve_activist", 9)),
    Story(
        "2023 年以后的少先队推优",
        Someone("小满", age=14, birthday_in=200),
        "DIST-01",
        (
            APPLY.on(-70),
            TALK.on(-60),
            Deed(
                -55,
                "propose_activist",
                "@org_commissioner",
                {"basis": "pioneer_recommendation", "opinion": "少先队推优。"},
            ),
            Deed(-50, "approve_activist", "@committee_reviewer", YES),
        ),
    ),
)

ZONE = (
    Story("开发区：刚递交", Someone("阿孜古丽", age=21, ethnicity="维吾尔族"), "ZONE-17", road("apply", 6)),
    Story("开发区：待审定", Someone("石磊磊", "male", 22), "ZONE-18", road("propose_activist", 4)),
    Story("开发区：培养中", Someone("巴哈尔", age=20, ethnicity="哈萨克族"), "ZONE-19", road("record_observation", 8)),
    Story("开发区：待预审", Someone("向前", "male", 23), "ZONE-21", road("propose_candidate", 7)),
    Story("开发区：公示中", Someone("展翅", "male", 24), "ZONE-23", road("post_notice", 1)),
    Story("开发区：待支部大会", Someone("尚德", "male", 25), "ZONE-26", road("introduce", 9)),
    Story("开发区：待审批，将到期", Someone("明月", age=22), "ZONE-28", road("hold_meeting", 29)),
    Story("开发区：审批逾期", Someone("祝好", age=23), "ZONE-30", road("hold_meeting", 41)),
    Story("开发区：已入团", Someone("高飞", "male", 21), "ZONE-33", road("file", 35)),
)

ASKED_AND_CORRECTED = (
    Story("征求意见，一人已答复", Someone("闻笛", age=22), "RMYY-01",
          road("propose_activist", 10,
               Deed(-8, "consult", "@rmyy", {"to": "@p_surgery", "question": "请党支部说明其日常表现。"}),
               Deed(-7, "consult", "@rmyy", {"to": "@branch_deputy", "question": "谈话时间是否属实？"}),
               Deed(-5, "answer", "@p_surgery", {"opinion": "工作积极，同意。"}))),
    Story("团课时长登记有误，已更正", Someone("高远", "male", 21), "RMYY-02",
          road("record_observation", 15,
               Deed(-10, "correct", "@org_commissioner",
                    {"field": "minutes", "value": "45", "reason": "多记一课时。", "evidence": "签到表"}))),
)  # fmt: skip

STORIES = (*EVERY_STAGE, *ENDINGS, *ODD, *ASKED_AND_CORRECTED, *ZONE)
