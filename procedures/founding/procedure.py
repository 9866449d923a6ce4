"""建团: the table, from the census of units to an organization with officers (章程, 支部工作条例)."""

from __future__ import annotations

from procedures.common import ballot
from procedures.common.answers import answered
from procedures.founding import conditions as c
from procedures.founding import effects as e
from procedures.founding import forms as f
from procedures.founding import meeting_conditions as m
from procedures.founding import rules, sheets
from procedures.founding.facts import FoundingFacts
from procedures.register.sources import BRANCH_WORK, CHARTER
from workflows.people.actors import COMMITTEE, PARTY, named
from workflows.table import (
    Detour,
    Ending,
    Fate,
    Instead,
    Limit,
    Matter,
    Moved,
    Procedure,
    Record,
    Repeat,
    Stage,
    Step,
    Way,
)

CONTACT = named("unit_contact", "单位联系人", people="contact")
ORGANISER = named("organiser", "筹备负责人", people="organiser")
ELECTED = named("elected", "当选人", people="elected")
AGAIN = Instead("已成立的，请办理组织调整")
REQUEST = (
    c.kind_fits, c.enough_for_a_branch, c.enough_for_a_general_branch, c.enough_for_a_committee, c.name_free,
    c.not_too_large, c.party_heard,
)  # fmt: skip

PROCEDURE = Procedure(
    code="founding",
    title="建团",
    title_en="Founding of a League organization",
    case_title="建团",
    edition=1,
    source=f"{CHARTER}；{BRANCH_WORK}",
    icon="building",
    intro="团员三人以上的单位成立团支部，不足三人的可以联合组建。经团委同意、选举、批准后成立，团员和任职从成立之日起登记。",
    facts=FoundingFacts,
    withdrawn="withdrawn",
    further_rules=(ballot.TERM, ballot.BASE),
    opens=(
        Step(
            "census", "摸排登记", "应建尽建：摸清单位、团员和青年", f.Census, COMMITTEE,
            matter=Matter("census", "建团摸排", of_organization=True), needs=(c.not_listed,), does=(e.keep_census,),
            ways=(Way("listed"),),
        ),
        Step(
            "request", "请示组建", "支部工作条例第六条：提出申请", f.Request, COMMITTEE, also=(PARTY,),
            matter=Matter("request", "建团", of_organization=True), needs=REQUEST, does=(e.keep_request,),
            corrects=("reason", "party_opinion"), instead=AGAIN, ways=(Way("requested"),),
        ),
    ),
    stages=(
        Stage(
            "listed", "待提出组建", COMMITTEE,
            steps=(
                Step("request", "请示组建", "支部工作条例第六条：提出申请", f.Request, COMMITTEE, also=(CONTACT, PARTY),
                     needs=REQUEST, does=(e.keep_request,), corrects=("reason", "party_opinion"), instead=AGAIN,
                     ways=(Way("requested"),)),
                Step("not_feasible", "暂不组建", "不具备条件的说明原因", f.NotFeasible, COMMITTEE,
                     does=(e.keep_reason,), ways=(Way("not_feasible"),)),
            ),
        ),
        Stage(
            "requested", "待团委答复", COMMITTEE, within=Limit(rules.REPLY),
            steps=(
                Step("agree", "答复组建请示", "支部工作条例第六条", f.Agreement, COMMITTEE,
                     marks="agreed_on", decides=True, sets=("code", "organiser"),
                     needs=(c.agreed_name_free, c.code_free, c.long_enough),
                     corrects=("opinion",), instead=AGAIN,
                     ways=(Way("agreed", "同意组建", answered("decision", "approve"), (e.agree,),
                               (sheets.FOUNDING_REPLY,)),
                           Way("not_feasible", "不予组建", answered("decision", f.FEASIBLE), (e.keep_reason,)),
                           Way("refused", "不同意"))),
            ),
        ),
        Stage(
            "agreed", "待选举", ORGANISER,
            detours=(Detour(COMMITTEE, "待指定负责人", lambda facts: facts.temporary),),
            steps=(
                Step("hold_meeting", "选举大会", "选举工作条例：无记名投票，先通过选举办法", f.Meeting, ORGANISER,
                     marks="met_on", sets=("seats", "should_attend", "present", "ballots", "elected", "duties"),
                     needs=m.NEEDS, does=(e.count,), repeat=Repeat.FREELY, corrects=("minutes",), instead=AGAIN,
                     ways=(Way("elected", "选出", m.somebody), Way(None, "未选出，另行选举"))),
                Step("designate", "指定负责人", "支部工作条例：临时团支部负责人由上级指定", f.Designation, COMMITTEE,
                     marks="decided_on", decides=True, needs=(m.is_temporary, c.name_still_free, c.members_here),
                     corrects=(), instead=AGAIN, does=(e.designate,), gives=(sheets.RESULT_REPLY,),
                     ways=(Way("approved"),)),
            ),
        ),
        Stage(
            "elected", "待批准选举结果", COMMITTEE, within=Limit(rules.REPORT),
            records=(
                Record("report", "报告选举结果", "会后及时报告", f.Report, ORGANISER, also=(ELECTED,),
                       marks="reported_on", needs=(c.secretary_among_them,), does=(e.report,), sets=("duties",),
                       repeat=Repeat.FREELY, corrects=("result",), instead=Instead("请再报告一次", "report")),
            ),
            steps=(
                Step("approve", "批准成立", "选举结果报上级批准", f.Approval, COMMITTEE, marks="decided_on",
                     decides=True, needs=(c.officers_known, c.name_still_free, c.members_here, c.first_day_fits),
                     corrects=("opinion",), instead=AGAIN,
                     ways=(Way("approved", "批准", answered("decision", "approve"), (e.approve,),
                               (sheets.RESULT_REPLY,)),
                           Way("agreed", "不批准，重新选举"))),
            ),
        ),
    ),
    moved=(Moved(Fate.STAYS, "属于组织的事项，与个人的组织关系无关"),),
    endings=(
        Ending("approved", "已成立", good=True),
        Ending("not_feasible", "暂不组建"),
        Ending("refused", "未同意"),
        Ending("withdrawn", "已撤回"),
    ),
)  # fmt: skip
