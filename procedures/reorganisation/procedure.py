"""组织调整: the table, from the proposal to the day on which the organization and all that hangs on it is changed."""

from __future__ import annotations

from procedures.common.answers import answered
from procedures.register.sources import CHARTER
from procedures.reorganisation import conditions as c
from procedures.reorganisation import effects as e
from procedures.reorganisation import forms as f
from procedures.reorganisation import preview, rules, sheets
from procedures.reorganisation.facts import ReorganisationFacts
from workflows.people.actors import BRANCH_SECRETARY, COMMITTEE, SUPERIOR_COMMITTEE
from workflows.table import Detour, Ending, Fate, Instead, Limit, Matter, Moved, Procedure, Stage, Step, Way

AGAIN = Instead("已按此办理的，请另行发起组织调整")

PROCEDURE = Procedure(
    code="reorganisation",
    title="组织调整",
    title_en="Reorganization",
    case_title="组织调整",
    edition=1,
    source=f"{CHARTER}：团的组织制度",
    icon="building",
    intro="团组织更名、合并、拆分、划转、撤销，由批准其成立的团委批准。团员、岗位、在办事项和团费账目在同日随组织变更，不用逐人转接。",
    facts=ReorganisationFacts,
    withdrawn="withdrawn",
    further_rules=(rules.ELECTION,),
    opens=(
        Step(
            "propose", "提出调整", "支部工作条例：设置调整报上级批准", f.Proposal, BRANCH_SECRETARY, also=(COMMITTEE,),
            matter=Matter("change", "组织调整", of_organization=True),
            needs=(c.one_case, c.together, c.fits_below, c.names_free, c.nothing_below, c.party_heard,
                   c.parts_large_enough),
            does=(e.propose,), corrects=("reason", "party_opinion"), instead=AGAIN, ways=(Way("proposed"),),
        ),
    ),
    stages=(
        Stage(
            "proposed", "待拟定交接方案", COMMITTEE, within=Limit(rules.REPLY),
            steps=(
                Step("prepare", "拟定交接方案", "人员、档案、印章、账目有交接", f.Preparation,
                     side_panel=preview.PREVIEW, sets=("placed", "rest_to", "balance_to", "ending", "archive_to"),
                     needs=(c.everybody_placed, c.each_part_large_enough, c.balance_placed, c.nothing_half_done),
                     does=(e.prepare,), corrects=("archive_to",), instead=AGAIN, ways=(Way("prepared"),)),
            ),
        ),
        Stage(
            "prepared", "待批准", COMMITTEE, within=Limit(rules.REPLY),
            detours=(Detour(SUPERIOR_COMMITTEE, "待上级团委批准", lambda facts: bool(facts.superior)),),
            steps=(
                Step("approve", "批准调整", "团章：团组织的变更由上级批准", f.Approval, marks="decided_on",
                     decides=True, side_panel=preview.PREVIEW, needs=(c.not_in_the_past,), corrects=("opinion",),
                     instead=AGAIN,
                     ways=(Way("approved", "同意", answered("decision", "approve"), (e.approve,), (sheets.REPLY,)),
                           Way("refused", "不同意"))),
            ),
        ),
        Stage(
            "approved", "待执行", COMMITTEE, within=Limit(rules.REPLY), decided=True,
            steps=(
                Step("carry_out", "执行调整", "同日变更名册、岗位、事项和账目", f.CarryingOut, marks="carried_on",
                     side_panel=preview.PREVIEW, sets=("code", "name", "gone", "election_by"),
                     needs=(c.everybody_still_placed, c.balance_still_placed, c.nothing_half_done,
                            c.still_nothing_below, c.names_still_free, c.on_the_day),
                     does=(sheets.keep_before, e.carry_out), corrects=("note",), instead=AGAIN,
                     gives=(sheets.HANDOVER,), ways=(Way("carried_out"),)),
            ),
        ),
    ),
    moved=(Moved(Fate.STAYS, "属于组织的事项，与个人的组织关系无关"),),
    endings=(
        Ending("carried_out", "已执行", good=True),
        Ending("refused", "未批准"),
        Ending("withdrawn", "已撤回"),
    ),
)  # fmt: skip
