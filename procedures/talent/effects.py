"""推优荐才的后果: what the case keeps of the nominee, and the rows of the talent register 青年人才信息库."""

from __future__ import annotations

from datetime import date

from procedures.common import notice
from procedures.talent import rules
from procedures.talent.conditions import Nominating, row_of
from procedures.talent.facts import Placement
from procedures.talent.models import PoolStatus, Talent
from workflows.days.dates import add_months, zh_date

SAID = (
    "nominator", "education", "field", "technical_title", "position", "achievements", "awards", "mentor", "reason",
)  # fmt: skip


def begin(act: Nominating) -> None:
    """Keep what the form says; the way of nomination follows from who hands it in where it is not said."""
    for name in SAID:
        setattr(act.facts, name, act.answers[name])
    act.facts.committee = act.committee().pk
    act.facts.education = act.answers["education"] or act.subject.education
    by_self = act.by is not None and act.by.pk == act.subject.pk and act.capacity is None
    act.facts.source = act.answers["source"] or ("self" if by_self else "branch")


def adopt(act: Nominating) -> None:
    """Take over a nomination that began on paper; one that is in the register already gets its row."""
    act.facts.committee = act.committee().pk
    if act.case.stage == "in_pool":
        enter_pool(act)


def follow(act: Nominating) -> None:
    """Look for committee and unit's Party organization where the person is now."""
    act.facts.committee = act.committee().pk


def assess_anew(act: Nominating) -> None:
    """Forget what the place left has found; a notice that still stands there is closed.

    An objection that nobody has settled goes along: it stands against the notice of the place to come.
    """
    facts = act.facts
    notice.close(act)
    facts.assessed_on, facts.assess_opinion, facts.consulted_on, facts.party_opinion = None, "", None, ""
    facts.notice_posted_on = facts.notice_ends = facts.notice_ended_on = None
    facts.notice_place, facts.objections = "", [one for one in facts.objections if not one.decision]


def keep_review(act: Nominating) -> None:
    """Keep the opinion of the branch committee."""
    act.facts.review_opinion = act.answers["opinion"] or "同意推荐。"


def keep_assessment(act: Nominating) -> None:
    """Keep the committee's opinion."""
    act.facts.assess_opinion = act.answers["opinion"] or "同意推荐。"


def keep_party_opinion(act: Nominating) -> None:
    """Keep what the Party organization said; it decides nothing but whether the League goes on."""
    act.facts.party_opinion = act.answers["opinion"] or "同意。"


def post_notice(act: Nominating) -> None:
    """Post the notice; its text is generated where none is given."""
    notice.post(act, notice_text(act), rules.NOTICE_DAYS)


def notice_text(act: Nominating) -> str:
    """Return the usual text of the notice."""
    facts = act.facts
    return (
        f"经{act.organization}推荐、{act.committee()}评审并征求党组织意见，拟将{act.subject}同志（{facts.field}，{facts.position}）"
        "列入青年人才信息库。现予公示，如有异议，请在公示期内向团组织反映。"
    )


def enter_pool(act: Nominating) -> None:
    """Enter the person in the register for the time that the rule gives; an older row gives way."""
    facts = act.facts
    for row in Talent.objects.filter(person=act.subject).exclude(status=PoolStatus.REPLACED):
        row.replace()
        row.save(update_fields=["status"])
    until = _until(act, act.on)
    Talent.objects.create(
        case=act.case, person=act.subject, organization=act.organization, path=act.organization.path,
        root=act.organization.root, field=facts.field, position=facts.position, technical_title=facts.technical_title,
        education=facts.education, achievements=facts.achievements, awards=facts.awards, mentor=facts.mentor,
        reason=facts.reason, entered_on=act.on, valid_until=until,
    )  # fmt: skip
    facts.valid_until = until
    act.change("valid_until", "在库有效期至", "", zh_date(until))


def renew(act: Nominating) -> None:
    """Let the row stand for another year, from its last day or from today where that is past."""
    row = _row(act)
    since = max(row.valid_until, act.on)
    until = _until(act, since)
    act.change("valid_until", "在库有效期至", zh_date(row.valid_until), zh_date(until))
    for name, label in (("position", "岗位"), ("technical_title", "职称")):
        if act.answers[name]:
            act.change(name, label, getattr(row, name), act.answers[name])
            setattr(row, name, act.answers[name])
            setattr(act.facts, name, act.answers[name])
    if act.answers["achievements"]:
        row.achievements = f"{row.achievements}\n{act.on.year}年：{act.answers['achievements']}"
        act.facts.achievements = row.achievements
    row.valid_until = act.facts.valid_until = until
    act.facts.renewals += 1
    row.save(update_fields=["position", "technical_title", "achievements", "valid_until"])


def place(act: Nominating) -> None:
    """Keep to what the person was recommended, and what came of it."""
    row, given = _row(act), act.answers
    act.facts.placements = [
        *act.facts.placements,
        Placement(on=act.on, kind=given["kind"], target=given["target"], result=given["result"]),
    ]
    before = row.get_status_display()
    row.place()
    row.placed_on, row.placed_to = act.on, given["target"]
    row.save(update_fields=["status", "placed_on", "placed_to"])
    act.change("pool_status", "信息库状态", before, row.get_status_display())


def _until(act: Nominating, since: date) -> date:
    """Return the last day of a stretch of the register: the day that corresponds to the one it is counted from."""
    return add_months(since, act.law.number(rules.VALID_MONTHS))


def _row(act: Nominating) -> Talent:
    row = row_of(act)
    if row is None:
        raise LookupError(f"case {act.case.pk} has no row in the talent register")
    return row
