"""年度团员教育评议与团籍注册: the table, from the opening of the year to the registration (rules.md 6)."""

from __future__ import annotations

from django.db.models import QuerySet

from procedures.assessment import branchwide as b
from procedures.assessment import conditions as c
from procedures.assessment import effects as e
from procedures.assessment import forms as f
from procedures.assessment import meeting_conditions as m
from procedures.assessment import moving, rounds, rules, sheets, succeeding
from procedures.assessment import registration_conditions as g
from procedures.assessment import registration_forms as r
from procedures.assessment.facts import GRADE_WORDS, QUALIFIED, UNQUALIFIED, AssessmentFacts
from procedures.assessment.lists import ballots_words
from procedures.common import removal
from procedures.common.answers import answered
from procedures.register.models.standing import LEFT
from procedures.register.since import member_since
from procedures.register.sources import REGIME_2017
from workflows.models import Case
from workflows.people.actors import (
    APPLICANT,
    BRANCH,
    BRANCH_COMMITTEE,
    BRANCH_SECRETARY,
    CHAIR,
    COMMITTEE,
    COMMITTEE_OR_SUPERIOR,
)
from workflows.table import (
    IN_SYSTEM,
    Closing,
    Column,
    Detour,
    Early,
    Ending,
    Fate,
    Limit,
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

ARTICLES = "实施细则第三十一至三十七条"


def left_the_league(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases of those who are members no more."""
    return cases.filter(subject__standing__status__in=LEFT)


OPEN_ROUND = RoundRow(
    "open_round", "开展年度团员教育评议", ARTICLES, f.OpenRound, COMMITTEE, needs=(c.year_begun, c.opened_in_window),
    who=rounds.everybody, places=rounds.places, period=rounds.period, promises=rounds.promised, cover=True,
    ways=(Way("preparing", "参加评议"), Way("awaiting_registration", "免于评议的党员")),
    columns=(
        Column("自评", lambda facts: GRADE_WORDS.get(facts.self_grade, "")),
        Column("测评", ballots_words),
        Column("等次", lambda facts: GRADE_WORDS.get(facts.grade, "")),
    ),
)  # fmt: skip
HOLD_MEETING = Record(
    "hold_meeting", "召开评议大会", "实施细则", f.AppraisalMeeting, CHAIR, marks="met_on",
    needs=(c.for_the_branch, c.not_with_committee, m.present_on_roll, m.attendance, m.ballots_add_up,
           m.ballots_complete, c.in_window),
    does=(e.keep_ballots,), gives=(sheets.MINUTES,), side_panel=m.ATTENDANCE, together=b.to_grade,
    tells=("present", "place"), repeat=Repeat.JUDGED,
)  # fmt: skip
PROPOSE = Step(
    "propose_grades", "提出等次建议", "实施细则：支部委员会综合评定", f.GradesProposed, BRANCH_COMMITTEE,
    needs=(c.for_the_branch, c.not_with_committee, c.meeting_held, c.excellent_within, c.grades_within_members,
           c.unqualified_reasoned, c.everybody_graded),
    does=(e.propose,), side_panel=m.QUOTA, together=b.to_grade, ways=(Way("graded"),),
)  # fmt: skip
REGISTER = Step(
    "register", "年度团籍注册", "实施细则第三十七条", r.Registration, BRANCH,
    needs=(g.somebody_named, g.grade_known, g.not_on_probation, g.talked, g.registered_lately), does=(e.register,),
    together=b.to_register, repeat=Repeat.JUDGED,
    ways=(
        Way("registered", "支部注册完成", e.is_done),
        Way(None, "还有团员待注册", lambda act: act.is_cover),
        Way("registered_exempt", "免于评议的党员", lambda act: act.facts.exempt, gives=(sheets.CERTIFICATE,)),
        Way("deferred", "不合格，暂缓注册", lambda act: act.facts.grade == UNQUALIFIED),
        Way("registered", "注册", gives=(sheets.CERTIFICATE,)),
    ),
)  # fmt: skip
NAMES = Record(
    "name_grades", "补报等次名单", "实施细则：等次逐人评定", f.GradesNamed, BRANCH_COMMITTEE,
    needs=(c.names_match, c.names_reasoned), does=(e.name_grade,), gives=(sheets.RESULT, sheets.NOTICE),
    together=b.to_name, marks="named_on", repeat=Repeat.JUDGED,
)  # fmt: skip
SUMMARISE = Step(
    "summarise", "撰写个人总结", ARTICLES, f.Summary, APPLICANT, marks="summarised_on", does=(e.keep_summary,),
    tells=("study", "work", "conduct", "shortcomings", "self_grade"), ways=(Way("summarised"),),
)  # fmt: skip
APPEAL = Record(
    "appeal", "申诉", "团章：团员的申诉权", r.AppealForm, APPLICANT, needs=(g.not_appealed_yet,), does=(e.take_appeal,),
    tells=("content",), repeat=Repeat.JUDGED,
)  # fmt: skip
ANSWER_APPEAL = Record(
    "answer_appeal", "处理申诉", "团章：及时处理或转递", r.AppealAnswer, COMMITTEE_OR_SUPERIOR,
    needs=(g.appeal_to_answer,), does=(e.answer_appeals,), tells=("decision", "opinion"),
    repeat=Repeat.JUDGED,
)  # fmt: skip
APPEALS = (APPEAL, ANSWER_APPEAL)
PERSUADE = Record(
    "persuade", "劝其退团", "实施细则第三十五条：仍不合格的，劝其退团", r.Persuasion, BRANCH_SECRETARY,
    marks="persuaded_on", does=(e.persuade,), sets=("agreed",), tells=("agreed",), repeat=Repeat.FREELY,
)  # fmt: skip
LEAVING = Detour(APPLICANT, "已同意退团，待本人提出退团报告", lambda facts: bool(facts.agreed))
APPEALED = Detour(COMMITTEE, "待处理申诉", lambda facts: facts.appeal_open)
TOO_EARLY = (Early("register", g.never_before_approval),)


PROCEDURE = Procedure(
    code="assessment",
    title="年度团员教育评议与团籍注册",
    title_en="Annual assessment and registration",
    case_title="团员教育评议",
    edition=1,
    source=REGIME_2017,
    icon="clipboard-check",
    intro="每年一次：个人总结、评议大会测评、支部提出等次、团委审定，然后办理年度团籍注册。",
    facts=AssessmentFacts,
    known_since=member_since,
    further_rules=(
        rules.ONCE, rules.WINDOW_CLOSES, rules.PARTY_MEMBERS, rules.NEW_MONTHS, rules.EXCELLENT_HERE,
        *removal.COUNTING,
    ),
    rounds=(OPEN_ROUND,),
    belongings=(succeeding.BELONGINGS,),
    stages=(
        Stage(
            "preparing", "待个人总结和评议大会", APPLICANT, together=CHAIR, early=TOO_EARLY,
            steps=(SUMMARISE, PROPOSE), records=(HOLD_MEETING,),
        ),
        Stage(
            "summarised", "待评议大会", CHAIR, together=CHAIR, early=TOO_EARLY,
            steps=(PROPOSE,), records=(HOLD_MEETING,),
        ),
        Stage(
            "graded", "待团委审定等次", COMMITTEE, together=COMMITTEE, early=TOO_EARLY,
            steps=(
                Step("approve_grades", "审定等次", "实施细则：等次由上级团委审定", f.GradesApproved, COMMITTEE,
                     needs=(c.for_the_branch, c.excellent_still_within, c.exceptions_reasoned, c.exceptions_explained),
                     decides=True, together=b.graded, tells=("decision", "remarks"), sets=("approved_on",),
                     ways=(Way("approved", "同意", e.stands, (e.approve,),
                               (sheets.RESULT, sheets.NOTICE, sheets.SUMMARY)),
                           Way("returned", "退回支部", does=(e.give_back,)))),
                PROPOSE,
            ),
            records=(HOLD_MEETING,),
        ),
        Stage(
            "returned", "退回支部重新评议", BRANCH_COMMITTEE, together=BRANCH_COMMITTEE, early=TOO_EARLY,
            steps=(PROPOSE,), records=(HOLD_MEETING,),
            detours=(Detour(BRANCH_COMMITTEE, "待重新提出等次", lambda facts: facts.alone),),
        ),
        Stage(
            "approved", "待年度团籍注册", BRANCH_SECRETARY, together=BRANCH_SECRETARY, decided=True,
            steps=(REGISTER,),
            records=(
                Record("talk", "同基本合格团员谈话", "实施细则第三十四条", r.Talk, BRANCH_SECRETARY, marks="talked_on",
                       needs=(g.talk_needed,), repeat=Repeat.FREELY),
                NAMES, *APPEALS,
            ),
            detours=(APPEALED, Detour(BRANCH_SECRETARY, "待谈话", lambda facts: facts.must_talk)),
        ),
        Stage(
            "awaiting_registration", "免于评议，待注册", BRANCH_SECRETARY, together=BRANCH_SECRETARY, steps=(REGISTER,),
        ),
        Stage(
            "deferred", "暂缓注册，待复评", BRANCH_COMMITTEE, within=Limit(rules.RECHECK_UNTIL), decided=True,
            detours=(APPEALED, LEAVING),
            steps=(
                Step("recheck", "复评", "实施细则第三十五条", r.Recheck, BRANCH_COMMITTEE,
                     also=(COMMITTEE,), marks="rechecked_on", needs=(g.educated_long_enough, g.rechecked_in_time),
                     does=(e.recheck,), tells=("result",), sets=("result",),
                     ways=(Way("registered", "有改进，注册", answered("result", QUALIFIED), (e.improve,),
                               (sheets.RESULT, sheets.CERTIFICATE)),
                           Way("removal", "仍不合格"))),
            ),
            records=(PERSUADE, *APPEALS),
        ),
        Stage(
            "removal", "待支部大会讨论除名", CHAIR, decided=True, detours=(APPEALED, LEAVING),
            steps=(
                Step("removal_meeting", "支部大会讨论除名", "实施细则第三十五条、团章", r.RemovalMeeting,
                     CHAIR, marks="removal_met_on", decides=True, side_panel=removal.SIDE_PANEL,
                     needs=(g.persuaded, g.unwilling_to_leave, m.present_on_roll, removal.quorum, removal.votes_add_up,
                            m.heard, m.hearing_recorded),
                     does=(e.count_votes,), gives=(sheets.REMOVAL_MINUTES,), sets=e.REMOVAL_VOTE,
                     tells=("present", "yes", "no", "abstain", "heard", "statement"),
                     ways=(Way("removal_voted", "通过", removal.carried),
                           Way("deferred", "未通过，继续教育帮助", does=(e.educate_anew,)))),
            ),
            records=(PERSUADE, *APPEALS),
        ),
        Stage(
            "removal_voted", "待团委审批除名", COMMITTEE, decided=True, detours=(APPEALED,),
            steps=(
                Step("approve_removal", "审批除名", "团章：除名由上级团委批准", r.RemovalApproval, COMMITTEE,
                     decides=True, needs=(g.appeals_answered,), tells=("decision", "opinion"),
                     ways=(Way("removed", "批准", answered("decision", "approve"), (e.remove,)),
                           Way("deferred", "不批准，继续教育帮助", does=(e.educate_anew,)))),
            ),
            records=APPEALS,
        ),
    ),
    moved=(
        Moved(Fate.ENDS, "组织关系已转出，由接收单位的团组织评议和注册", whither=(Whither.OUTSIDE,), to="closed"),
        Moved(Fate.FOLLOWS, "等次由所在支部提出、其团委审定（实施细则）；原支部的建议不再上报", ("graded",),
              (Whither.ELSEWHERE,), to="summarised", does=(moving.join, moving.grade_anew)),
        Moved(Fate.FOLLOWS, "除名由所在支部的大会决定（团章第八条），到另一团委的重新讨论", ("removal_voted",),
              (Whither.ELSEWHERE,), to="removal", does=(moving.join,)),
        Moved(Fate.FOLLOWS, "在所在支部参加评议和注册，并入该支部的评议；已审定的等次有效（实施细则第三十七条）",
              whither=IN_SYSTEM, does=(moving.join,)),
    ),
    endings=(
        Ending("registered", "已注册", records=(NAMES, *APPEALS), good=True),
        Ending("registered_exempt", "已注册（免于评议）", good=True),
        Ending("removed", "已除名", records=APPEALS),
        Ending("closed", "团籍终止或已转出，不再办理"),
    ),
    closings=(Closing("closed", "团籍终止", "团章：离团后不再评议和注册", left_the_league),),
)  # fmt: skip
