"""超龄离团: the table of the regulation, from the monthly scan to the ceremony (rules.md 8)."""

from __future__ import annotations

from django.db.models import QuerySet

from procedures.exit import ceremony, filled, rules, scan, sheets
from procedures.exit import conditions as c
from procedures.exit import effects as e
from procedures.exit import forms as f
from procedures.exit.facts import ExitFacts
from procedures.exit.side_panel import REGISTER
from procedures.register.models import MEMBERS_STATUSES
from procedures.register.since import member_since
from procedures.register.sources import CHARTER
from workflows.days.dates import zh_date
from workflows.models import Case
from workflows.people.actors import APPLICANT, BRANCH_COMMITTEE, COMMITTEE, SUPERIOR_COMMITTEE
from workflows.table import (
    IN_SYSTEM,
    Closing,
    Column,
    Ending,
    Fate,
    Limit,
    Moved,
    Procedure,
    RoundRow,
    Stage,
    Step,
    Way,
)
from workflows.table.act import Act

BEFORE_THE_DECISION = ("due", "verified")


def office_held(act: Act[ExitFacts]) -> bool:
    """Tell whether the branch found that an office keeps the member."""
    return bool(act.answers["office_held"])


def members_no_more(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Keep the cases of who has left the League in another way meanwhile."""
    undecided = cases.filter(stage__in=BEFORE_THE_DECISION)
    return undecided.exclude(subject__standing__status__in=MEMBERS_STATUSES)


WITHIN = Limit(rules.WITHIN, unit="days")
RESTORE = Step(
    "restore", "恢复团籍", "团员状态管理：恢复团籍", f.Restoration, SUPERIOR_COMMITTEE, does=(e.restore,),
    marks="restored_on", decides=True, tells=("reason",), ways=(Way("active"),),
)  # fmt: skip

PROCEDURE = Procedure(
    code="exit",
    title="超龄离团",
    title_en="Leaving the League at 28",
    case_title="超龄离团",
    edition=1,
    source=CHARTER,
    icon="door-exit",
    intro="达到离团年龄、没有担任团内职务的团员，应当办理离团手续；担任团内职务的，任职终止后办理。",
    facts=ExitFacts,
    known_since=member_since,
    withdrawn="withdrawn",
    further_rules=(rules.GROUP_LEADER,),
    rounds=(
        RoundRow(
            "scan", "超龄扫描", "团章第一条", f.Scan, COMMITTEE, needs=(c.month_at_hand,), fills=filled.this_month,
            who=scan.who, places=scan.places, period=scan.period, nightly=scan.each_night, ways=(Way("due"),),
            columns=(
                Column("达到离团年龄", lambda facts: zh_date(facts.birthday_on) if facts.birthday_on else ""),
                Column("卸任次日", lambda facts: zh_date(facts.due_on) if facts.due_on != facts.birthday_on else ""),
                Column("补办", lambda facts: "此前已到期" if facts.late else ""),
            ),
        ),
    ),
    opens=(
        Step(
            "request", "申请超龄离团", "团章第一条", None, APPLICANT, marks="requested_on",
            needs=(c.is_member, c.of_age, c.no_open_case, c.free_of_office), does=(e.begin,), ways=(Way("due"),),
        ),
    ),
    stages=(
        Stage(
            "due", "待支部核实", BRANCH_COMMITTEE, within=WITHIN,
            steps=(
                Step("verify", "支部核实", "团章第一条、超龄离团办理指引", f.Verification, marks="verified_on",
                     needs=(c.settled, c.office_not_past, c.office_as_registered, c.dues_paid), does=(e.verify,),
                     fills=filled.as_registered, side_panel=REGISTER, tells=("office_held", "dues_paid_to", "opinion"),
                     ways=(Way("kept_office", "担任团内职务", office_held, does=(e.keep,)),
                           Way("verified", "应当离团"))),
            ),
        ),
        Stage(
            "verified", "待团委批准", COMMITTEE, within=WITHIN,
            steps=(
                Step("approve", "批准离团", "团章第一条", f.Approval, marks="approved_on", decides=True,
                     needs=(c.birthday_reached, c.exit_on_birthday_or_later, c.exit_on_not_ahead, c.exit_on_of_the_roll,
                            c.no_office, c.settled),
                     does=(e.leave,), gives=(sheets.EXIT_CERTIFICATE, sheets.EXIT_KEEPSAKE),
                     fills=filled.exit_today, side_panel=REGISTER, tells=("exit_on", "opinion"),
                     ways=(Way("approved"),)),
            ),
        ),
        Stage(
            "approved", "已离团，待举行仪式", COMMITTEE, decided=True,
            steps=(
                Step("hold_ceremony", "举行离团仪式", "超龄离团仪式规定（试行）", f.Ceremony, COMMITTEE,
                     marks="celebrated_on", needs=(c.on_the_list, c.list_is_approved), does=(e.celebrate,),
                     together=ceremony.of_the_list, gives=(sheets.EXIT_ROLL,), fills=filled.this_one,
                     tells=("place",), ways=(Way("celebrated"),)),
                RESTORE,
            ),
        ),
    ),
    endings=(
        Ending("celebrated", "已离团并举行仪式", records=(RESTORE,), good=True),
        Ending("kept_office", "担任团内职务，保留团籍"),
        Ending("active", "已恢复团籍"),
        Ending("withdrawn", "已撤回或不再办理"),
    ),
    moved=(
        Moved(Fate.STAYS, "团籍已经终止，只待举行仪式", ("approved",)),
        Moved(Fate.WAITS, "转接期间不核实、不批准；由接收团支部核实、接收团委批准（超龄离团办理指引）",
              whither=IN_SYSTEM, to="due", does=(e.verify_anew,)),
        Moved(Fate.ENDS, "组织关系已转出，由接收单位的团组织另行办理", to="withdrawn"),
    ),
    closings=(
        Closing("withdrawn", "团籍已终止", "已不是团员，无须办理超龄离团", members_no_more),
    ),
)  # fmt: skip
