"""推优荐才: the table, from a nomination to the register 青年人才信息库 (rules.md 9.2; local practice)."""

from __future__ import annotations

from procedures.common import forms as common
from procedures.common import notice
from procedures.common.answers import answered
from procedures.register.since import member_since
from procedures.talent import conditions as c
from procedures.talent import effects as e
from procedures.talent import filled as g
from procedures.talent import forms as f
from procedures.talent import rules, sheets
from procedures.talent.facts import TalentFacts
from workflows.people.actors import ANYONE, APPLICANT, BRANCH, BRANCH_COMMITTEE, COMMITTEE, PARTY, elsewhere
from workflows.table import (
    IN_SYSTEM,
    Detour,
    Ending,
    Fate,
    Limit,
    Moved,
    Procedure,
    Record,
    Repeat,
    Stage,
    Step,
    Way,
    Whither,
)
from workflows.table.rows import always

UNIT_PARTY = elsewhere(PARTY, "unit_party", "单位党组织", of="committee")  # the one that leads the committee


APPROVED, UPHELD = answered("decision", "approve"), answered("decision", "upheld")
WITHIN = Limit(rules.REVIEW)

RENEW = Record(
    "renew", "续期", "推优荐才：每年续期", f.Renewal, COMMITTEE,
    needs=(c.still_current, c.young_enough, c.year_to_renew),
    does=(e.renew,), tells=("position", "technical_title", "achievements"), marks="renewed_on", repeat=Repeat.JUDGED,
)  # fmt: skip
PLACE = Record(
    "place", "推荐使用", "推优荐才：推荐到评选、岗位、党委人才名单", f.PlacementForm, COMMITTEE,
    needs=(c.still_current, c.still_valid), does=(e.place,), decides=True, tells=("kind", "target", "result"),
    repeat=Repeat.FREELY,
)  # fmt: skip

PROCEDURE = Procedure(
    code="talent",
    title="推优荐才",
    title_en="Recommending young talent",
    case_title="青年人才推荐",
    edition=1,
    source=rules.PRACTICE,
    icon="users",
    intro="发现、培养、举荐青年人才：团支部、单位推荐或者本人自荐，经支部委员会审核、团委评审、征求党组织意见并公示，列入青年人才信息库，每年续期。推荐对象可以不是团员。",
    facts=TalentFacts,
    known_since=member_since,
    withdrawn="withdrawn",
    subject_field="person",
    on_adoption=(e.adopt,),
    further_rules=(rules.PARTY, rules.VALID_MONTHS),
    opens=(
        Step(
            "nominate", "推荐（自荐）", "推优荐才：推荐", f.Nomination, APPLICANT, also=(BRANCH, COMMITTEE),
            marks="nominated_on", needs=(c.young_enough, c.no_open_case, c.not_in_pool), does=(e.begin,),
            ways=(Way("nominated"),),
        ),
    ),
    stages=(
        Stage(
            "nominated", "待支部委员会审核", BRANCH_COMMITTEE, within=WITHIN,
            steps=(
                Step("review", "支部委员会审核", "推优荐才：审核", common.Decision, marks="reviewed_on", decides=True,
                     does=(e.keep_review,), sets=("review_opinion",), tells=("decision", "opinion"),
                     ways=(Way("reviewed", "同意推荐", APPROVED), Way("refused", "不推荐"))),
            ),
        ),
        Stage(
            "reviewed", "待团委评审", COMMITTEE, within=WITHIN,
            steps=(
                Step("assess", "团委评审", "推优荐才：评审", f.Assessment, marks="assessed_on", decides=True,
                     needs=(c.party_known,), does=(e.keep_assessment,), tells=("decision", "opinion"),
                     sets=("assess_opinion",),
                     ways=(Way("assessed", "同意推荐", APPROVED), Way("refused", "不推荐"))),
            ),
        ),
        Stage(
            "assessed", "待党组织意见", UNIT_PARTY, within=WITHIN,
            steps=(
                Step("consult_party", "征求党组织意见", "推优荐才：征求所在单位党组织意见", f.PartyOpinion, UNIT_PARTY,
                     marks="consulted_on", decides=True, does=(e.keep_party_opinion,), tells=("decision", "opinion"),
                     sets=("party_opinion",),
                     ways=(Way("consulted", "同意", APPROVED), Way("refused", "不同意"))),
            ),
        ),
        Stage(
            "consulted", "待公示", COMMITTEE,
            steps=(
                Step("post_notice", "公示人选", "推优荐才：公示", common.NoticePosting, COMMITTEE, also=(BRANCH,),
                     needs=(c.calendar_published, c.seen_in_time), does=(e.post_notice,), gives=(sheets.PUBLIC_NOTICE,),
                     starts_over=always, sets=notice.SETS, reopens=(notice.close,),
                     fills=g.notice_as_usual, tells=("place", "text"), ways=(Way("on_notice"),)),
            ),
        ),
        Stage(
            "on_notice", "公示中", COMMITTEE,
            detours=(Detour(COMMITTEE, "待处理异议", lambda facts: facts.objection_open),),
            steps=(
                Step("close_notice", "公示结束", "推优荐才：公示", common.NoticeClosing, COMMITTEE, also=(BRANCH,),
                     marks="notice_ended_on", needs=(c.notice_over, c.objections_settled), does=(notice.close,),
                     ways=(Way("notice_passed"),)),
                Step("settle_objection", "处理异议", "推优荐才：公示", f.TalentSettlement, COMMITTEE,
                     needs=(c.objection_to_settle,), does=(notice.settle_objections,), decides=True,
                     tells=("decision",), repeat=Repeat.JUDGED,
                     ways=(Way("refused", "异议成立", UPHELD), Way(None))),
            ),
            records=(
                Record("object", "提出异议", "推优荐才：公示", common.ObjectionForm, ANYONE,
                       does=(notice.take_objection,), repeat=Repeat.FREELY),
            ),
        ),
        Stage(
            "notice_passed", "待入库", COMMITTEE,
            steps=(
                Step("enter_pool", "列入青年人才信息库", "推优荐才：入库", f.Entering, COMMITTEE,
                     marks="entered_on", decides=True, needs=(c.young_when_nominated,), does=(e.enter_pool,),
                     gives=(sheets.NOMINATION_FORM,), ways=(Way("in_pool"),)),
            ),
        ),
    ),
    moved=(
        Moved(Fate.ENDS, "组织关系已转出，由接收单位另行推荐", whither=(Whither.OUTSIDE,), to="withdrawn"),
        Moved(Fate.FOLLOWS, "团委评审和单位党组织意见以所在单位为准；由接收团委重新评审（推优荐才）",
              ("assessed", "consulted", "on_notice", "notice_passed"), (Whither.ELSEWHERE,), to="reviewed",
              does=(e.follow, e.assess_anew)),
        Moved(Fate.FOLLOWS, "人才推荐随人（推优荐才）", whither=IN_SYSTEM, does=(e.follow,)),
    ),
    endings=(
        Ending("in_pool", "已入库", records=(RENEW, PLACE), good=True),
        Ending("refused", "未予推荐", does=(notice.close,)),
        Ending("withdrawn", "已撤回", does=(notice.close,)),
    ),
)  # fmt: skip
