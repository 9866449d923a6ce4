"""推优入党: the table, from the branch's nomination to the Party's decision (rules.md 9.1)."""

from __future__ import annotations

from dataclasses import replace

from procedures.common import forms as common
from procedures.common import notice
from procedures.common.answers import answered
from procedures.recommendation import conditions as c
from procedures.recommendation import effects as e
from procedures.recommendation import forms as f
from procedures.recommendation import meeting_conditions as m
from procedures.recommendation import opening as o
from procedures.recommendation import rules, sheets
from procedures.recommendation.facts import RecommendationFacts
from procedures.recommendation.waiting import CODE, at_the_same_meeting
from procedures.register.since import member_since
from workflows.people.actors import (
    ANYONE,
    BRANCH,
    BRANCH_COMMITTEE,
    CHAIR,
    COMMITTEE,
    PARTY,
    Level,
    elsewhere,
)
from workflows.people.models import Role
from workflows.table import (
    IN_SYSTEM,
    Closing,
    Detour,
    Ending,
    Expiry,
    Fate,
    Moved,
    Procedure,
    Record,
    Repeat,
    RoundRow,
    Stage,
    Step,
    Way,
    Whither,
)
from workflows.table.rows import always

SOURCE = "中青发〔2019〕9号"
PARTY_DESK = replace(
    elsewhere(PARTY, "party_desk", "受理的党组织", of="party_organization", level=Level.PLACE),
    deputies=(Role.PARTY_BRANCH_SECRETARY,),
)


REVIEW = Step(
    "review", "团委审核", SOURCE, f.Review, COMMITTEE, marks="reviewed_on", decides=True, does=(e.keep_review,),
    tells=("decision", "opinion"), sets=("committee_opinion", "rank"),
    ways=(Way("reviewed", "同意推荐", answered("decision", "approve")), Way("refused", "不同意推荐")),
)  # fmt: skip
SUBMIT = Step(
    "submit_to_party", "报送党组织", SOURCE, f.Submission, COMMITTEE, marks="submitted_on",
    needs=(m.still_valid, m.led_by_it), does=(e.send_to_party,), gives=(sheets.RECOMMENDATION_FORM,),
    tells=("party_organisation",), sets=("party_organization",), ways=(Way("with_party"),),
)  # fmt: skip
TAKE_BACK = Step(
    "take_back", "撤销推荐", f"{SOURCE}：情况变化的撤销推荐", f.TakingBack, COMMITTEE, decides=True, tells=("reason",),
    ways=(Way("withdrawn", "撤销推荐"),),
)  # fmt: skip

PROCEDURE = Procedure(
    code=CODE,
    title="推优入党",
    title_en="Recommending members to the Party",
    case_title="推优入党",
    edition=1,
    source=rules.PARTY_RECOMMENDATION_2019,
    icon="star",
    intro="团支部推荐符合年龄和团龄要求、已递交入党申请书的优秀团员作入党积极分子人选或党的发展对象，由党组织决定。",
    facts=RecommendationFacts,
    known_since=member_since,
    withdrawn="withdrawn",
    other="party_organization",
    on_adoption=(e.adopt,),
    further_rules=(rules.MAJORITY, rules.MAJORITY_BASE, rules.WRITTEN),
    rounds=(
        RoundRow(
            "nominate", "提名推荐对象", f"{SOURCE}：支部委员会提名", f.Nomination, BRANCH_COMMITTEE,
            needs=(c.members_all, c.on_the_roll, c.old_enough, c.long_enough_in_the_league, c.applied_to_the_party,
                   c.at_the_right_stage, c.not_punished, c.not_recommended_already, c.within_quota,
                   c.application_old_enough, c.activist_long_enough, c.by_somebody_else),
            who=o.named, places=o.nominated, side_panel=o.GRADES, columns=o.COLUMNS,
            ways=(Way("nominated"),),
        ),
    ),
    stages=(
        Stage(
            "nominated", "待推优大会表决", CHAIR,
            steps=(
                Step("hold_meeting", "推优大会表决", f"{SOURCE}：无记名投票", f.Meeting, CHAIR,
                     marks="voted_on", decides=True, together=at_the_same_meeting,
                     needs=(m.secret, m.quorum, m.present_on_roll, m.voted_on, m.votes_add_up),
                     does=(e.count_votes,), gives=(sheets.MEETING_MINUTES,), side_panel=m.ROLL, sets=e.VOTE,
                     tells=("present", "ballot", "place"),
                     ways=(Way("voted", "通过", m.carried), Way("not_carried", "未通过"))),
            ),
        ),
        Stage(
            "voted", "待支部委员会考察", BRANCH_COMMITTEE,
            steps=(
                Step("examine", "支部委员会考察", f"{SOURCE}：不单纯以票取人", f.Examination, marks="examined_on",
                     does=(e.examine,), tells=("opinion",), sets=e.EXAMINED, ways=(Way("examined"),)),
            ),
        ),
        Stage(
            "examined", "待公示", BRANCH,
            steps=(
                Step("post_notice", "公示推荐对象", f"{SOURCE}：公示", common.NoticePosting,
                     needs=(m.calendar_published, m.seen_in_time), does=(e.post_notice,), gives=(sheets.PUBLIC_NOTICE,),
                     starts_over=always, sets=notice.SETS, reopens=(notice.close,),
                     fills=o.notice_as_usual, tells=("place", "text"), ways=(Way("on_notice"),)),
            ),
        ),
        Stage(
            "on_notice", "公示中", BRANCH,
            detours=(Detour(COMMITTEE, "待处理异议", lambda facts: facts.objection_open),),
            steps=(
                Step("close_notice", "公示结束", f"{SOURCE}：公示", common.NoticeClosing, BRANCH,
                     marks="notice_ended_on", needs=(m.notice_over, m.objections_settled), does=(e.close_notice,),
                     sets=("notice_result",),
                     ways=(Way("notice_passed"),)),
                Step("settle_objection", "处理异议", f"{SOURCE}：公示", f.Settlement, COMMITTEE,
                     needs=(m.objection_to_settle,), does=(notice.settle_objections,), decides=True,
                     tells=("decision",), repeat=Repeat.JUDGED,
                     ways=(Way("withdrawn", "异议成立，停止推荐", answered("decision", "upheld")),
                           Way(None))),
            ),
            records=(
                Record("object", "提出异议", f"{SOURCE}：公示", common.ObjectionForm, ANYONE,
                       does=(notice.take_objection,), repeat=Repeat.FREELY),
            ),
        ),
        Stage("notice_passed", "待团委审核", COMMITTEE, steps=(REVIEW,)),
        Stage("reviewed", "待报送党组织", COMMITTEE, steps=(SUBMIT, TAKE_BACK)),
        Stage(
            "with_party", "待党组织决定", PARTY_DESK,
            steps=(
                Step("decide", "党组织决定", "由党组织决定", f.PartyDecision, PARTY_DESK, needs=(m.still_valid,),
                     does=(e.keep_decision,), decides=True, tells=("decision", "reason"), sets=e.ANSWER,
                     ways=(Way("accepted_by_party", "同意", answered("decision", "accept")),
                           Way("declined_by_party", "暂不同意", answered("decision", "decline")),
                           Way("returned", "退回团委"))),
            ),
        ),
        Stage("returned", "党组织退回，待团委审核", COMMITTEE, steps=(REVIEW,)),
        Stage("declined_by_party", "党组织暂不同意，有效期内可再报送", COMMITTEE, steps=(SUBMIT, TAKE_BACK)),
    ),
    endings=(
        Ending("accepted_by_party", "党组织已同意", good=True),
        Ending("not_carried", "推优大会未通过"),
        Ending("refused", "团委不同意推荐", does=(notice.close,)),
        Ending("withdrawn", "已撤回或撤销", does=(notice.close,)),
        Ending("expired", "推荐已失效", does=(notice.close,)),
    ),
    moved=(
        Moved(Fate.ENDS, f"{SOURCE}：情况变化；推荐材料随团员档案转出", whither=(Whither.OUTSIDE,), to="withdrawn",
              does=(notice.close,)),
        Moved(Fate.FOLLOWS, "推荐在有效期内继续有效；由接收团委报送其同级党组织（转接不影响推荐，材料随人转出）",
              ("with_party",), (Whither.ELSEWHERE,), to="reviewed", does=(e.take_from_party,)),
        Moved(Fate.FOLLOWS, "推荐在有效期内继续有效，材料随人转出", whither=IN_SYSTEM),
    ),
    expiry=Expiry(
        "expired", "推荐有效期满", SOURCE, rules.VALID, lambda case, years: None,
        ("voted", "examined", "on_notice", "notice_passed", "reviewed", "with_party", "returned", "declined_by_party"),
    ),
    closings=(Closing("withdrawn", "当事人不再是正常团员，或受到团纪处分", f"{SOURCE}：情况变化", o.overtaken),),
)  # fmt: skip
