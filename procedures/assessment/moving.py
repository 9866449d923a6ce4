"""随转: a member who moves in mid-round is counted, graded and registered by the branch where he is now."""

from __future__ import annotations

from typing import Any

from procedures.assessment.branchwide import Assessing
from procedures.assessment.facts import GRADES, QUALIFIED, AssessmentFacts, Counts, counts_words
from procedures.assessment.lists import CODE, GRADED
from workflows.engine import closing
from workflows.models import Case
from workflows.proof import log
from workflows.store import rooted, writing
from workflows.table import Record
from workflows.table.act import Act

LEFT = Record("member_left", "团员转出", "实施细则：在所在支部参加评议")
CAME = Record("member_came", "团员转入", "实施细则：在所在支部参加评议")


def join(act: Assessing) -> None:
    """Leave the branch's list and enter that of the new branch in the same year; where there is none, go on alone.

    Careful: a round lies in one root for good, so who moves to another root goes on alone there.
    """
    if act.move is None or act.move.before is None:
        raise LookupError("nobody has moved")
    if act.case.round_id:
        _count(act, _cover_at(act, act.move.before.pk), LEFT, -1)
    cover = _cover_at(act, act.case.organization_id)
    act.facts.alone = False
    act.case.round = cover.round if cover else None
    if cover:
        act.shared.cover = cover
        _count(act, cover, CAME, 1)


def grade_anew(act: Assessing) -> None:
    """Forget the grade that another committee was to approve."""
    act.facts.grade, act.facts.reasons, act.facts.counted, act.facts.graded_on = "", "", False, None


def _cover_at(act: Assessing, organization: int) -> Case | None:
    with rooted.within(act.case.root):
        covers = Case.objects.filter(
            procedure=CODE, period=act.case.period, subject=None, round__isnull=False, organization=organization
        )
    found: Case | None = covers.exclude(period="").select_related("round").select_for_update(of=("self",)).first()
    return found


def _count(act: Assessing, cover: Case | None, row: Record, by: int) -> None:
    """Let the proposal of a branch that waits for the committee be about those who are on its list now."""
    if cover is None or cover.finished:
        return
    shift: Act[Any] = closing.system_act(cover, row, act.on, act.at)
    facts: AssessmentFacts = shift.facts
    if by < 0 and act.facts.ballots:
        facts.ballots = {code: facts.ballots.get(code, 0) - act.facts.ballots.get(code, 0) for code, _ in GRADES}
    facts.assessed = None if facts.assessed is None else max(0, facts.assessed + by)
    if cover.stage in GRADED and act.case.stage in GRADED and facts.counts:
        before = counts_words(facts.counts)
        facts.counts = _shifted(facts.counts, act.facts.grade, by)
        facts.moved_unnamed += 0 if act.facts.grade else 1
        shift.change("counts", "等次人数", before, counts_words(facts.counts))
    shift.change("members", "参评团员", "" if by > 0 else act.subject, act.subject if by > 0 else "")
    cover.facts = facts.model_dump(mode="json")
    log.append(cover, log.line_of(shift, stage_from="", stage_to="", answers={}, shown=[]))
    writing.update(cover, "facts", "sequence", "head")


def _shifted(counts: Counts, grade: str, by: int) -> Counts:
    """Return counts with one more or less of a grade; of one not named, 合格 is changed, else the most frequent."""
    code = grade or (QUALIFIED if by > 0 or counts.get(QUALIFIED) else max(counts, key=lambda one: counts[one]))
    return {**counts, code: max(0, counts.get(code, 0) + by)}
