"""任职: the table of what begins and ends a term of office, and of how a post is handed over."""

from __future__ import annotations

from procedures.common.answers import answered
from procedures.common.forms import Decision
from procedures.office import conditions as c
from procedures.office import effects as e
from procedures.office import forms as f
from procedures.office import handover_conditions as hc
from procedures.office import handover_effects as he
from procedures.office import handover_forms as hf
from procedures.office import rules
from procedures.office.facts import OfficeFacts
from procedures.office.sheets import HANDOVER_LIST
from procedures.office.side_panel import CHANGE
from workflows.people.actors import APPLICANT, KEEPER, Actor, Level, named
from workflows.people.models import Role
from workflows.table import Detour, Ending, Fate, Limit, Matter, Moved, Procedure, Stage, Step, Way
from workflows.table.instead import Instead

OFFICES = tuple(role for role in Role if role != Role.SELF)
HOLDER = Actor("office_holder", "该岗位的任职人员", Level.UPWARDS, Role.REGISTRAR, (Role.COMMITTEE_SECRETARY,), OFFICES)
GIVER = named("giver", "移交人", people="outgoing")
END_AND_APPOINT = Instead("请先结束该任职，再按实际重新办理任职")
AGAIN = Instead("最后一日写错的，在到期以前再办一次结束任职；已到期的，请重新办理任职")
ANEW = Instead("请撤回后重新发起")
WITHIN = Limit(rules.HANDOVER, "days")

PROCEDURE = Procedure(
    code="office",
    title="任职",
    title_en="Appointments",
    case_title="任职",
    edition=1,
    source=rules.CADRES,
    icon="building",
    intro="谁从哪天到哪天担任哪个岗位。任职和结束任职由本级或上级的管理员、团委书记办理，一次办结，写入岗位和变更记录，"
    "并告知本人；待办随岗位转交。交接先列清单，双方逐项点清后一次换人。",
    facts=OfficeFacts,
    subject_field="member",
    withdrawn="withdrawn",
    of_register=True,
    further_rules=(rules.SOON,),
    opens=(
        Step("appoint", "任职", "任免决定：任职", f.AppointForm, KEEPER, matter=Matter("appoint", "任职"),
             needs=(c.not_own, c.post_there, c.days_in_order, c.post_free, c.holder_to_deputize, c.audits_elsewhere,
                    c.claims_no_acts, c.on_our_roll),
             does=(e.appoint,), told=e.nobody_else, leaves_to_others=False, corrects=(), instead=END_AND_APPOINT,
             ways=(Way("appointed"),)),
        Step("end_appointment", "结束任职", "任免决定：免职、届满、调离", f.EndForm, KEEPER,
             matter=Matter("end_appointment", "结束任职"),
             needs=(c.is_held, c.seen_as_it_is, c.not_over, c.ends_after_it_began, c.free_for_longer, c.leaves_no_acts),
             does=(e.end,), told=e.nobody_else, leaves_to_others=False, corrects=(), instead=AGAIN,
             ways=(Way("ended"),)),
        Step("hand_over", "交接", "干部调动应办理交接", hf.HandOverForm, KEEPER, also=(HOLDER,),
             matter=Matter(hc.MATTER, "交接"), needs=hc.OPENING, does=(he.begin,), leaves_to_others=False, corrects=(),
             tells=("organisation", "role", "member", "first_on", "last_on", "document"),
             instead=ANEW, ways=(Way("listed", "由管理员发起", he.begun_by_keeper), Way("asked", "由任职人员发起"))),
    ),
    stages=(
        Stage(
            "asked", "待管理员同意", KEEPER, within=WITHIN,
            steps=(
                Step("agree", "同意交接", "任免决定：任职", Decision, KEEPER, marks="agreed_on", corrects=(),
                     needs=(hc.agrees_for_others,), leaves_to_others=False, tells=("decision", "opinion"),
                     ways=(Way("listed", "同意", answered("decision", "approve")), Way("refused", "不同意"))),
            ),
        ),
        Stage(
            "listed", "待移交人确认", GIVER, within=WITHIN,
            detours=(Detour(KEEPER, "移交人已不在任", lambda facts: facts.gone),),
            steps=(
                Step("give", "确认移交", "干部调动应办理交接：列清单", hf.ListForm, GIVER, also=(KEEPER,),
                     marks="listed_on", fills=he.shown_to_giver, side_panel=CHANGE, corrects=(), instead=ANEW,
                     needs=(hc.giver_gone, hc.all_given, hc.money_given, hc.difference_told), does=(he.give,),
                     leaves_to_others=False, tells=("items", "cash", "bank", "reason", "message"),
                     sets=("items", "book", "book_fen", "cash_fen", "bank_fen", "why_different", "message", "stood_in"),
                     ways=(Way("received"),)),
            ),
        ),
        Stage(
            "received", "待接任人确认", APPLICANT, within=WITHIN,
            steps=(
                Step("receive", "确认接任", "干部调动应办理交接：逐项点收", hf.ReceiptForm, APPLICANT,
                     marks="received_on", fills=he.shown_to_successor, side_panel=CHANGE, corrects=(),
                     instead=END_AND_APPOINT,
                     needs=(hc.all_received, hc.money_received, hc.receipt_told, hc.still_free, hc.term_left),
                     does=(he.take_over,), gives=(HANDOVER_LIST,), tells=("items", "counted", "reason"),
                     ways=(Way("handed_over"),)),
                Step("give_back", "退回移交人", "干部调动应办理交接：逐项点收", hf.GiveBackForm, APPLICANT,
                     tells=("reason",), ways=(Way("listed"),)),
            ),
        ),
    ),
    moved=(Moved(Fate.STAYS, "交接的是岗位，不随接任人的组织关系转移"),),
    endings=(
        Ending("appointed", "已任职", good=True),
        Ending("ended", "已结束任职"),
        Ending("handed_over", "已交接", good=True),
        Ending("refused", "未同意交接"),
        Ending("withdrawn", "已撤回"),
    ),
)  # fmt: skip
