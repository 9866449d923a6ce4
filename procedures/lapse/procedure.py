"""自行脱团: the table, from six unpaid months to the approval; nothing here happens by itself (团章第八条)."""

from __future__ import annotations

from procedures.common import forms as common
from procedures.common import removal
from procedures.common.answers import answered
from procedures.lapse import conditions as c
from procedures.lapse import effects as e
from procedures.lapse import filled as g
from procedures.lapse import forms as f
from procedures.lapse import reminding, rules, sheets
from procedures.lapse.facts import LapseFacts
from procedures.register.models import MEMBERS_STATUSES
from procedures.register.since import member_since
from procedures.register.sources import CHARTER
from workflows.people.actors import APPLICANT, BRANCH, CHAIR, COMMITTEE
from workflows.table import (
    IN_SYSTEM,
    Closing,
    Ending,
    Fate,
    Limit,
    Moved,
    Procedure,
    RoundRow,
    Stage,
    Step,
    Way,
    Whither,
)

SETTLE = Step(
    "settle", "支部办结", "团章第八条：没有正当理由的，才以自行脱团论", f.Settlement, BRANCH, decides=True,
    needs=(c.paid_up,), does=(e.settle,), marks="settled_on", tells=("basis", "opinion"), ways=(Way("settled"),),
)  # fmt: skip

PROCEDURE = Procedure(
    code="lapse",
    title="自行脱团",
    title_en="Lapse of membership",
    case_title="自行脱团处理",
    edition=1,
    source=f"{CHARTER}第八条",
    icon="user",
    intro="没有正当理由，连续不交纳团费、不过团的组织生活或者不做团组织分配的工作，达到团章规定的月数的，以自行脱团论。须经提醒、听取本人意见、支部大会决定除名、上级批准，不自动改变团籍。",
    facts=LapseFacts,
    known_since=member_since,
    further_rules=(rules.WARN_MONTHS, *removal.COUNTING),
    subject_field="member",
    opens=(
        Step(
            "report", "报告连续不参加组织生活或不做工作", "团章第八条", f.Omission, BRANCH, decides=True,
            needs=(c.is_member, c.no_open_case, c.long_enough), does=(e.begin,), ways=(Way("candidate"),),
        ),
    ),
    rounds=(
        RoundRow(
            "remind", "提醒连续未交团费的团员", "团章第八条：只提醒，不作任何决定", f.Reminding, COMMITTEE,
            also=(BRANCH,), who=reminding.due, writes=reminding.remind, nightly=e.tonight,
        ),
        RoundRow(
            "scan", "清查连续未交团费的团员", "团章第八条", f.Scan, COMMITTEE, also=(BRANCH,),
            who=e.candidates, places=e.place, nightly=e.tonight, ways=(Way("candidate"),),
        ),
    ),
    stages=(
        Stage(
            "candidate", "待支部提醒", BRANCH,
            steps=(
                Step("warn", "提醒本人", "团章第八条", f.Reminder, marks="warned_on", needs=(c.still_unpaid,),
                     does=(e.warn,), fills=g.usual_warning, gives=(sheets.WARNING_LETTER,), tells=("way", "text"),
                     ways=(Way("warned"),)),
                SETTLE,
            ),
        ),
        Stage(
            "warned", "待听取本人意见", BRANCH, within=Limit(rules.REPLY_DAYS, "days"),
            steps=(
                Step("hear", "听取本人意见", "团章第八条", f.Hearing, BRANCH, also=(APPLICANT,), marks="heard_on",
                     needs=(c.tried_enough, c.given_time), does=(e.hear,), tells=("answer", "attempts"),
                     ways=(Way("heard"),)),
                SETTLE,
            ),
        ),
        Stage(
            "heard", "待支部大会表决", CHAIR,
            steps=(
                Step("hold_meeting", "支部大会表决除名", "团章第八条：支部大会决定除名", removal.RemovalMeeting,
                     CHAIR, marks="voted_on", decides=True, side_panel=removal.SIDE_PANEL,
                     tells=removal.TELLS,
                     needs=(c.heard, c.still_unpaid, *removal.NEEDS), does=(removal.count_votes,),
                     gives=(sheets.MINUTES,),
                     ways=(Way("voted", "通过", removal.carried), Way("not_carried", "未通过"))),
                SETTLE,
            ),
        ),
        Stage(
            "voted", "待团委批准", COMMITTEE, within=Limit(rules.APPROVE),
            steps=(
                Step("approve", "团委批准", "团章第八条：报上级批准", common.Decision, decides=True,
                     marks="approved_on", tells=("decision", "opinion"), needs=(c.approvable,),
                     ways=(Way("lapsed", "批准除名", answered("decision", "approve"), (e.leave,), (sheets.DECISION,)),
                           Way("refused", "不批准"))),
            ),
        ),
    ),
    endings=(
        Ending("lapsed", "已除名（自行脱团）"),
        Ending("settled", "已补交或有正当理由，办结", good=True),
        Ending("not_carried", "支部大会未通过除名"),
        Ending("refused", "团委不批准除名"),
        Ending("overtaken", "已离团或已转出，事项终止"),
    ),
    moved=(
        Moved(Fate.ENDS, "组织关系已转出，由接收单位的团组织处理", whither=(Whither.OUTSIDE,), to="overtaken"),
        Moved(Fate.FOLLOWS, "支部大会已经表决；到另一团委的，由接收团支部的大会重新表决（团章第八条）", ("voted",),
              (Whither.ELSEWHERE,), to="heard"),
        Moved(Fate.FOLLOWS, "月数连续计算，与在哪个支部无关（团章第八条）", whither=IN_SYSTEM),
    ),
    closings=(
        Closing(
            "overtaken", "团籍已终止，不再处理", "团章第八条：只对团员适用",
            lambda cases: cases.exclude(subject__standing__status__in=MEMBERS_STATUSES),
        ),
    ),
)  # fmt: skip
