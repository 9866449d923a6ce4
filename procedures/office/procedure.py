"""任职: the table of what begins and ends a term of office, each in one act."""

from __future__ import annotations

from procedures.office import conditions as c
from procedures.office import effects as e
from procedures.office import forms as f
from procedures.office import rules
from procedures.office.facts import OfficeFacts
from workflows.people.actors import KEEPER
from workflows.table import Ending, Matter, Procedure, Step, Way
from workflows.table.instead import Instead

END_AND_APPOINT = Instead("请先结束该任职，再按实际重新办理任职")
AGAIN = Instead("最后一日写错的，在到期以前再办一次结束任职；已到期的，请重新办理任职")

PROCEDURE = Procedure(
    code="office",
    title="任职",
    title_en="Appointments",
    case_title="任职",
    edition=1,
    source=rules.CADRES,
    icon="building",
    intro="谁从哪天到哪天担任哪个岗位。由本级或上级的管理员、团委书记办理，一次办结，写入岗位和变更记录，并告知本人；待办随岗位转交。",
    facts=OfficeFacts,
    subject_field="member",
    of_register=True,
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
    ),
    stages=(),
    endings=(Ending("appointed", "已任职", good=True), Ending("ended", "已结束任职")),
)  # fmt: skip
