"""支部大会的条件: attendance and ballots of the appraisal, quorum and votes of a removal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.assessment import rules
from procedures.assessment.branchwide import Assessing, members_to_grade, to_grade
from procedures.assessment.conditions import excellent_finding, most_excellent
from procedures.assessment.facts import GRADES
from procedures.common import meeting
from procedures.register.rolls import roll_on
from workflows.models import Case
from workflows.table import SidePanel
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

NAMED = 5


@condition("present_exceeds_roll", "实到不超过应到", rules.ATTENDANCE, asks=True, firm=True)
def present_on_roll(act: Assessing) -> Finding | None:
    """Nobody is present who is not on the roll."""
    return meeting.roll_finding(meeting.count_of(act)) if _counts(act) else None


@condition("attendance_not_over_two_thirds", "到会超过三分之二", rules.ATTENDANCE, asks=True)
def attendance(act: Assessing) -> Finding | None:
    """More than two thirds of those who should attend."""
    if not act.is_cover:
        return None
    return meeting.quorum_finding(meeting.count_of(act), act.law.share(rules.ATTENDANCE))


@condition("ballots_do_not_add_up", "每人票数与实到人数相符", rules.BALLOTS, asks=True, firm=True)
def ballots_add_up(act: Assessing) -> Finding | None:
    """Each of those present gives each member one ballot."""
    if not act.is_cover or not act.answers["ballots"]:
        return None
    present = act.answers["present"]
    sums = {pk: sum(one.values()) for pk, one in act.answers["ballots"].items()}
    wrong = {pk: total for pk, total in sums.items() if total != present}
    if wrong:
        names = _names(act, list(wrong)[:NAMED])
        said = "、".join(f"{names.get(pk, '')} {total} 票" for pk, total in list(wrong.items())[:NAMED])
        more = f"等 {len(wrong)} 人" if len(wrong) > NAMED else ""
        first = next(iter(wrong.values()))
        return unmet(f"{said}{more}，应与实到 {present} 人相等，请核对。", have=first, need=present, field="ballots")
    return met(f"{len(sums)} 人的测评票均为 {present} 票。", have=present, need=present)


@condition("ballots_missing", "测评票或汇总表齐全", rules.BALLOTS, warns=True, asks=True)
def ballots_complete(act: Assessing) -> Finding | None:
    """Every member's ballots, or the tally as a file."""
    if not act.is_cover:
        return None
    members, typed = members_to_grade(act), len(act.answers["ballots"])
    if act.answers.get("tally_attached") and not typed:
        if not act.answers.get("tally_sheet"):
            return unmet("注明附测评票汇总表，但没有上传扫描件，请将纸质汇总表存入支部档案。", field="tally_sheet")
        return met("测评票见所附汇总表。")
    if typed < members:
        return unmet(f"应参评 {members} 人，只填写了 {typed} 人的测评票。", have=typed, need=members, field="ballots")
    return met(f"{typed} 人的测评票齐全。", have=typed, need=members)


@condition("member_not_heard", "已听取本人意见", rules.HEARD, asks=True)
def heard(act: Assessing) -> Finding | None:
    """Who is to be removed attends and is heard; a refusal to hear voids the meeting."""
    if act.answers.get("heard") is False:
        return unmet("未听取本人意见，不能表决除名。请通知本人到会，或者书面征求意见后再开会。", field="heard")
    return met("已听取本人意见。") if act.answers.get("heard") else None


@condition("member_not_heard", "记录本人意见", rules.HEARD, warns=True, asks=True)
def hearing_recorded(act: Assessing) -> Finding | None:
    """That the member was heard stands in the record."""
    if act.answers.get("heard") is None and not act.answers.get("statement"):
        return unmet("没有记录是否听取本人意见，请补充记录本人的意见和申辩。", field="heard")
    return met("已记录本人意见。")


def _counts(act: Assessing) -> bool:
    return act.is_cover or act.row.code == "removal_meeting"


def _names(act: Assessing, keys: list[int]) -> dict[int, str]:
    cases = Case.objects.filter(pk__in=to_grade(act), subject__in=keys)
    return dict(cases.values_list("subject_id", "subject__name"))


def attendance_facts(act: Assessing) -> Mapping[str, Any]:
    """Return what stands beside the ballots: the roll of the day and whether the meeting may vote."""
    roll = roll_on(act.organization, act.on)
    voters = [one.person for one in roll if one.votes]
    share = act.law.share(rules.ATTENDANCE)
    present = dict(act.answers).get("present")
    count = meeting.Count(len(voters), present or 0, 0, 0, 0)
    return {
        "voters": voters,
        "silent": [one for one in roll if not one.votes],
        "need": share.least(len(voters)),
        "share": share.words,
        "sentences": [meeting.quorum_finding(count, share)] if present is not None else [],
    }


def quota_facts(act: Assessing) -> Mapping[str, Any]:
    """Return what stands beside the grades being chosen: how many are 优秀, of how many that may be."""
    typed = dict(act.answers)
    grades = [one["grade"] for one in (typed.get("grades") or {}).values()]
    counts = typed.get("counts") or {code: grades.count(code) for code, _ in GRADES}
    return {
        "finding": excellent_finding(act, counts, "grades"),
        "have": counts.get("excellent", 0),
        "most": most_excellent(act),
        "taking_part": act.facts.taking_part,
        "rows": [(title, counts.get(code, 0)) for code, title in GRADES],
    }


ATTENDANCE = SidePanel("assessment/attendance.html", attendance_facts)
QUOTA = SidePanel("assessment/quota.html", quota_facts)
