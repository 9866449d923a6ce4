"""入团: the table of the regulation, from the application to the oath (rules.md 4)."""

from __future__ import annotations

from procedures.common import forms as common
from procedures.common import meeting, notice
from procedures.common.answers import answered
from procedures.common.collective import MEMBERS
from procedures.joining import conditions as c
from procedures.joining import effects as e
from procedures.joining import filled as g
from procedures.joining import forms as f
from procedures.joining import meeting_conditions as m
from procedures.joining import number_conditions as n
from procedures.joining import rules, sheets
from procedures.joining.facts import JoiningFacts
from procedures.register.sources import ADMISSION_2023
from workflows.days.dates import birthday
from workflows.people.actors import (
    ANYONE,
    APPLICANT,
    BRANCH,
    BRANCH_COMMITTEE,
    BRANCH_OR_COMMITTEE,
    CHAIR,
    COMMITTEE,
    COMMITTEE_OR_SUPERIOR,
    NEW_BRANCH,
    SUPERIOR_COMMITTEE,
    Level,
    named,
)
from workflows.table import (
    IN_SYSTEM,
    Conflict,
    Detour,
    Ending,
    Expiry,
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
from workflows.table.rules import Under

INTRODUCERS = named("introducers", "入团介绍人", people="awaited_introducers")
MENTORS = named("mentors", "培养联系人", people="mentors")


APPROVED, UPHELD = answered("decision", "approve"), answered("decision", "upheld")
FILE_ONLY = rules.ACTIVIST_APPROVAL.is_("file_only")
COMMITTEE_APPROVES = rules.ACTIVIST_APPROVAL.is_("committee_approves")
NO_NOTICE = rules.NOTICE.is_(False)

NUMBER = (
    n.number_well_formed, n.number_of_province, n.number_of_year, n.number_in_block, n.number_free, n.number_left,
    n.within_plan,
)  # fmt: skip

TAKE_OVER = Record(
    "take_over", "接收入团积极分子", "细则：培养时间连续计算", f.TakeOver, NEW_BRANCH, does=(e.take_over,),
    needs=(c.from_its_branch,), repeat=Repeat.JUDGED,
)  # fmt: skip
SPECIAL = Record(
    "special_approval", "特别批准", "细则：特殊情况经上级批准", f.SpecialApproval, COMMITTEE_OR_SUPERIOR,
    does=(e.approve_specially,), decides=True, tells=("document_number", "approved_by", "waives"),
    repeat=Repeat.FREELY,
)  # fmt: skip
INTRODUCERS_ROW = Record(
    "appoint_introducers", "确定入团介绍人", "团章第三条", f.Introducers, BRANCH_COMMITTEE,
    needs=(c.two_introducers, c.introducers_eligible, c.introducers_unrelated), does=(e.appoint_introducers,),
    sets=("introducers", "introduced_by"),
    fills=g.mentors_as_introducers, tells=("introducers",), repeat=Repeat.FREELY,
)  # fmt: skip
CEREMONY = Record(
    "hold_ceremony", "入团仪式", "团章第三条、入团仪式仪程规范", f.Ceremony, BRANCH, marks="ceremony_on",
    tells=("place",), repeat=Repeat.NEVER,
)  # fmt: skip


def fill_form(under: Under | None = None) -> Step:
    """Return the row of the 志愿书, with the law under which it stands."""
    way = Way("form_filled")
    return Step(
        "fill_form", "填写入团志愿书", "团章第三条", f.VolunteerForm, APPLICANT, marks="form_filled_on", ways=(way,),
        does=(e.begin_introductions,), under=under,
    )  # fmt: skip


PROCEDURE = Procedure(
    code="joining",
    title="入团",
    title_en="Joining the League",
    case_title="入团申请",
    edition=1,
    source=ADMISSION_2023,
    icon="user-plus",
    intro="达到团章规定年龄的中国青年，承认团的章程，可以申请加入中国共产主义青年团。",
    facts=JoiningFacts,
    withdrawn="withdrawn",
    conflicts=(Conflict("introducers", at=(Level.COMMITTEE,)),),
    on_adoption=(e.adopt,),
    further_rules=(
        rules.HOUR_MINUTES, rules.PRE_REVIEW, rules.MAJORITY, rules.MAJORITY_BASE, rules.WRITTEN,
        rules.BRANCH_COMMITTEE_FROM, rules.SPECIAL, rules.HOURS_MAY_BE_ASKED, MEMBERS,
    ),
    opens=(
        Step(
            "apply", "递交入团申请书", "团章第一条、细则第七条", f.ApplicationLetter, APPLICANT, marks="applied_on",
            needs=(c.old_enough, c.young_enough, c.not_a_member, c.no_open_case, c.in_time_for_the_meeting),
            does=(e.begin,), fills=g.own_branch, ways=(Way("applied"),),
        ),
    ),
    stages=(
        Stage(
            "applied", "待派人谈话", BRANCH, within=Limit(rules.TALK),
            steps=(
                Step("talk", "派人谈话", "细则第八条", f.TalkRecord, marks="talked_on", decides=True,
                     fills=g.talker_is_me,
                     ways=(Way("interviewed", "适合", answered("suitable", True)), Way("refused", "不适合"))),
            ),
        ),
        Stage(
            "interviewed", "待确定入团积极分子", BRANCH_COMMITTEE,
            steps=(
                Step("propose_activist", "推荐入团积极分子", "细则（2023）", f.ActivistProposal, needs=(c.talked,),
                     does=(e.say_who_decided,), marks="activist_proposed_on", under=COMMITTEE_APPROVES,
                     ways=(Way("activist_proposed"),)),
                Step("propose_activist", "确定入团积极分子", "细则（2016）", f.ActivistProposal, needs=(c.talked,),
                     does=(e.say_who_decided, e.make_activist), marks="activist_proposed_on", under=FILE_ONLY,
                     sets=("activist_on",), reopens=(e.unmake_activist,),
                     ways=(Way("activist"),)),
            ),
            records=(SPECIAL,),
        ),
        Stage(
            "activist_proposed", "待团委审定入团积极分子", COMMITTEE,
            steps=(
                Step("approve_activist", "审定入团积极分子", "细则（2023）", common.Decision, decides=True,
                     tells=("decision", "opinion"), sets=("activist_on",), reopens=(e.unmake_activist,),
                     ways=(Way("activist", "同意", APPROVED, does=(e.make_activist,)),
                           Way("interviewed", "不同意"))),
            ),
        ),
        Stage(
            "activist", "培养考察", BRANCH_COMMITTEE,
            steps=(
                Step("propose_candidate", "推荐发展对象", "细则", f.CandidateProposal, marks="candidate_proposed_on",
                     needs=(c.observed_long_enough, c.enough_classes, c.mentors_appointed,
                            c.talked_with_by_mentors, c.enough_volunteering), does=(e.say_who_decided,),
                     ways=(Way("candidate_proposed"),)),
            ),
            records=(
                Record("file_activist", "入团积极分子备案", "细则（2016）", f.Filing, COMMITTEE,
                       marks="activist_filed_on", under=FILE_ONLY, repeat=Repeat.NEVER),
                Record("appoint_mentors", "指定培养联系人", "细则", f.Mentors, BRANCH_COMMITTEE,
                       needs=(c.one_or_two_mentors, c.mentors_eligible), does=(e.appoint_mentors,), tells=("mentors",),
                       sets=("mentors",), repeat=Repeat.FREELY),
                Record("record_class", "登记团课", "细则", f.ClassRecord, BRANCH_OR_COMMITTEE,
                       does=(e.add_class,), tells=("topic", "minutes"), sets=e.TRAINING, repeat=Repeat.FREELY),
                Record("record_observation", "登记培养考察", "细则", f.Observation, BRANCH, does=(e.add_observation,),
                       also=(MENTORS,), sets=("observations",), repeat=Repeat.FREELY),
                TAKE_OVER, SPECIAL,
            ),
        ),
        Stage(
            "candidate_proposed", "待预审", COMMITTEE,
            steps=(
                Step("pre_review", "预审", "细则", f.PreReview, marks="pre_reviewed_on", needs=NUMBER, decides=True,
                     tells=("decision", "opinion", "development_number"), reopens=(e.unmake_candidate,),
                     ways=(Way("pre_reviewed", "通过", APPROVED, does=(e.make_candidate,)),
                           Way("activist", "不通过"))),
            ),
        ),
        Stage(
            "pre_reviewed", "待公示", BRANCH,
            steps=(
                Step("post_notice", "公示发展对象", "细则（2023）", common.NoticePosting,
                     needs=(c.calendar_published, c.seen_in_time), does=(e.post_notice,), gives=(sheets.PUBLIC_NOTICE,),
                     starts_over=always, sets=notice.SETS, reopens=(notice.close,),
                     fills=g.notice_as_usual, tells=("place", "text"),
                     ways=(Way("on_notice"),)),
                fill_form(NO_NOTICE),
            ),
            records=(INTRODUCERS_ROW,),
        ),
        Stage(
            "on_notice", "公示中", BRANCH,
            detours=(Detour(COMMITTEE, "待处理异议", lambda facts: facts.objection_open),),
            steps=(
                Step("close_notice", "公示结束", "细则（2023）", common.NoticeClosing, BRANCH, marks="notice_ended_on",
                     needs=(c.notice_over, c.objections_settled), does=(notice.close,), ways=(Way("notice_passed"),)),
                Step("settle_objection", "处理异议", "细则（2023）", common.Settlement, COMMITTEE,
                     needs=(c.objection_to_settle,), does=(notice.settle_objections,), decides=True,
                     tells=("decision",), repeat=Repeat.JUDGED,
                     ways=(Way("activist", "异议成立", UPHELD), Way(None))),
            ),
            records=(
                Record("object", "提出异议", "细则（2023）", common.ObjectionForm, ANYONE,
                       does=(notice.take_objection,), repeat=Repeat.FREELY),
                INTRODUCERS_ROW,
            ),
        ),
        Stage("notice_passed", "待填写入团志愿书", APPLICANT, steps=(fill_form(),), records=(INTRODUCERS_ROW,)),
        Stage(
            "form_filled", "待介绍人意见", INTRODUCERS,
            detours=(Detour(BRANCH_COMMITTEE, "待确定入团介绍人", lambda facts: not facts.introducers),),
            steps=(
                Step("introduce", "介绍人意见", "团章第三条", f.Introduction, INTRODUCERS, marks="introduced_on",
                     needs=(c.introducers_appointed, c.introducer_still_eligible, c.introducer_unrelated),
                     does=(e.introduce,), reopens=(e.ask_introducers,), repeat=Repeat.JUDGED,
                     ways=(Way("introduced", when=e.all_introduced), Way(None))),
            ),
            records=(INTRODUCERS_ROW,),
        ),
        Stage(
            "introduced", "待支部大会讨论表决", CHAIR,
            steps=(
                Step("hold_meeting", "支部大会讨论表决", "团章第三条、细则", f.AdmissionMeeting, marks="voted_on",
                     decides=True,
                     needs=(m.notice_ended, m.quorum, m.votes_add_up, m.present_on_roll, m.one_at_a_time,
                            m.days_in_order, m.not_over_age, m.days_apart, m.branch_large_enough,
                            m.applicant_there, m.introducers_there),
                     does=(e.count_votes,), gives=(sheets.MEETING_MINUTES,), side_panel=m.ROLL, sets=meeting.SETS,
                     tells=("present", "yes", "no", "abstain", "written_yes", "written_no"),
                     ways=(Way("voted", "通过", m.carried), Way("activist", "未通过"))),
            ),
        ),
        Stage(
            "voted", "待团委审批", COMMITTEE, within=Limit(rules.APPROVE, alarm=rules.APPROVE_ALARM),
            steps=(
                Step("approve", "团委审批", "细则：集体审批", f.Approval, marks="approved_on", decides=True,
                     tells=("decision", "opinion"),
                     needs=(m.days_in_order, m.days_apart, m.committee_present, m.committee_agreed),
                     fills=g.committee_as_set,
                     ways=(Way("approved", "批准", APPROVED, (e.admit,),
                               (sheets.MEMBERSHIP_CERTIFICATE, sheets.ADMISSION_FORM)),
                           Way("activist", "不批准"))),
            ),
        ),
        Stage(
            "approved", "待上级备案", SUPERIOR_COMMITTEE, decided=True, within=Limit(rules.FILE, "days"),
            steps=(Step("file", "备案", "细则", None, SUPERIOR_COMMITTEE, marks="filed_on", ways=(Way("filed"),)),),
            records=(CEREMONY,),
        ),
    ),
    endings=(
        Ending("filed", "已入团并备案", records=(CEREMONY,), good=True),
        Ending("refused", "不予发展", does=(e.drop, notice.close)),
        Ending("withdrawn", "已撤回", does=(e.drop, notice.close)),
        Ending("over_age", "超龄办结", does=(e.drop, notice.close)),
    ),
    moved=(
        Moved(Fate.STAYS, "支部大会已经表决，由原团委审批、备案；批准后按团员转接组织关系（细则）",
              ("voted", "approved")),
        Moved(Fate.ENDS, "入团申请向工作、学习所在单位的团组织递交（细则第七条），请向接收单位重新申请",
              whither=(Whither.OUTSIDE,), to="withdrawn"),
        Moved(Fate.FOLLOWS, "入团申请向所在单位的团组织递交（细则第七条），由接收团支部接着办理",
              ("applied", "interviewed")),
        Moved(Fate.FOLLOWS, "入团积极分子由接收团支部重新推荐、接收团委审定（细则）", ("activist_proposed",),
              to="interviewed"),
        Moved(Fate.FOLLOWS, "培养考察时间和团课学时连续计算（细则）", ("activist",)),
        Moved(Fate.FOLLOWS, "培养考察时间和团课学时连续计算；推荐、预审、公示、介绍由接收组织重新办理（细则）",
              whither=IN_SYSTEM, to="activist"),
    ),
    expiry=Expiry(
        "over_age", "达到年龄上限", "团章第一条、第六条", rules.MAX_AGE,
        lambda case, age: birthday(case.subject.born, int(age)) if case.subject and case.subject.born else None,
        ("applied", "interviewed", "activist_proposed", "activist", "candidate_proposed", "pre_reviewed", "on_notice",
         "notice_passed", "form_filled", "introduced"),
    ),
)  # fmt: skip
