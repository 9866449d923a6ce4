"""退团: the table, from the written report to the committee's filing; members are free to leave (团章第八条)."""

from __future__ import annotations

from procedures.common import removal
from procedures.register.models import MEMBERS_STATUSES
from procedures.register.since import member_since
from procedures.register.sources import CHARTER
from procedures.withdrawal import conditions as c
from procedures.withdrawal import effects as e
from procedures.withdrawal import forms as f
from procedures.withdrawal import rules, sheets
from procedures.withdrawal.facts import WithdrawalFacts
from workflows.people.actors import APPLICANT, CHAIR, COMMITTEE
from workflows.table import IN_SYSTEM, Closing, Ending, Fate, Limit, Moved, Procedure, Repeat, Stage, Step, Way, Whither

PROCEDURE = Procedure(
    code="withdrawal",
    title="退团",
    title_en="Withdrawal from the League",
    case_title="退团申请",
    edition=1,
    source=f"{CHARTER}第八条",
    icon="door-exit",
    intro="团员有退团的自由。要求退团的，应当提出书面报告，由支部大会决定除名，并报上级备案。",
    facts=WithdrawalFacts,
    known_since=member_since,
    withdrawn="withdrawn",
    further_rules=(*removal.COUNTING, rules.LOST_VOTES),
    opens=(
        Step(
            "request", "提出退团报告", "团章第八条：书面报告", f.Report, APPLICANT, marks="requested_on",
            needs=(c.is_member, c.no_open_case, c.out_of_office, c.not_transferring), ways=(Way("requested"),),
        ),
    ),
    stages=(
        Stage(
            "requested", "待支部大会决定", CHAIR, within=Limit(rules.MEETING),
            steps=(
                Step("hold_meeting", "支部大会决定除名", "团章第八条：支部大会决定除名", removal.RemovalMeeting,
                     CHAIR, marks="voted_on", decides=True, side_panel=removal.SIDE_PANEL,
                     tells=removal.TELLS,
                     needs=(c.is_member, *removal.NEEDS), does=(removal.count_votes,),
                     gives=(sheets.MINUTES,), repeat=Repeat.FREELY,
                     ways=(Way("decided", "决定除名", c.granted, (e.decide,)),
                           Way(None, "未通过，另行开会", does=(e.lose_vote,)))),
            ),
        ),
        Stage(
            "decided", "待团委备案", COMMITTEE, within=Limit(rules.FILE), decided=True,
            steps=(
                Step("file", "备案", "团章第八条：报上级备案", f.FilingNote, COMMITTEE, marks="filed_on",
                     does=(e.leave,), gives=(sheets.FILING_NOTICE,), tells=("opinion",), ways=(Way("withdrew"),)),
            ),
        ),
    ),
    endings=(
        Ending("withdrew", "已退团并备案"),
        Ending("withdrawn", "本人撤回，不再退团"),
        Ending("overtaken", "已离团或已转出，事项终止"),
    ),
    moved=(
        Moved(Fate.STAYS, "支部大会已决定除名，由原团委备案（团章第八条）", ("decided",)),
        Moved(Fate.ENDS, "组织关系已转出，请向接收单位的团组织提出", whither=(Whither.OUTSIDE,), to="overtaken"),
        Moved(Fate.FOLLOWS, "退团由所在支部的大会决定除名（团章第八条）", whither=IN_SYSTEM),
    ),
    closings=(
        Closing(
            "overtaken", "团籍已终止，不再办理退团", "团章第八条：只对团员适用",
            lambda cases: cases.exclude(subject__standing__status__in=MEMBERS_STATUSES),
        ),
    ),
)  # fmt: skip
