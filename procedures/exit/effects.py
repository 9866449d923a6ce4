"""超龄离团的后果: what acts change in the register and in what the case knows."""

from __future__ import annotations

from procedures.exit import due, scan
from procedures.exit.ceremony import ceremony
from procedures.exit.conditions import office_of
from procedures.exit.facts import ExitFacts
from procedures.register import verbs
from procedures.register.models import Status
from workflows.models import Paper
from workflows.models.paper import PaperStatus
from workflows.store import rooted
from workflows.table.act import Act

Exit = Act[ExitFacts]

TELLING_OF_THE_EXIT = ("exit_certificate", "exit_keepsake")


def begin(act: Exit) -> None:
    """Note the birthday, and from which day the exit is due."""
    one = due.coming([act.subject], act.on, act.law)[act.subject.pk]
    known = scan.facts_of(one, act.on)
    act.facts.birthday_on, act.facts.due_on, act.facts.late = known.birthday_on, known.due_on, known.late


def verify(act: Exit) -> None:
    """Keep what the branch found: office, dues."""
    facts, answers = act.facts, act.answers
    facts.office_held, facts.office_title = answers["office_held"], answers["office_title"]
    facts.office_until = None
    booked = verbs.subject_standing(act).dues_paid_to
    facts.dues_paid_to = answers["dues_paid_to"] or (due.month_text(booked) if booked else "")


def verify_anew(act: Exit) -> None:
    """Forget what another branch found: the one that has taken the member in verifies for itself."""
    facts = act.facts
    facts.verified_on, facts.office_held, facts.office_title = None, None, ""
    facts.office_until, facts.dues_paid_to = None, ""


def keep(act: Exit) -> None:
    """Keep until when the office lasts: by the register, else by the branch's word."""
    office = office_of(act, act.on)
    act.facts.office_until = office.until if office and office.until else act.answers["office_until"]


def leave(act: Exit) -> None:
    """End the membership on the day of exit; dues are due up to its month (rules.md 8)."""
    exit_on = act.answers["exit_on"]
    act.facts.exit_on, act.facts.last_dues_month = exit_on, due.month_text(exit_on)
    verbs.leave(act, Status.EXITED_AGE, on=exit_on)


def celebrate(act: Exit) -> None:
    """Keep where the ceremony was held and for how many at once."""
    act.facts.ceremony_place = act.answers["place"]
    act.facts.celebrated_together = max(1, len(ceremony(act).read_out))


def restore(act: Exit) -> None:
    """Make a member again; both changes stay in the history, and the papers that told of the exit are void."""
    verbs.restore(act)
    because = f"恢复团籍：{act.answers['reason']}"[:200]
    papers = list(Paper.objects.filter(case=act.case, kind__in=TELLING_OF_THE_EXIT, status=PaperStatus.ISSUED))
    for paper in papers:
        paper.revoke(act.on, because)
        act.change("paper", f"{paper.title}（{paper.number}）", "有效", "已撤销")
    for some in rooted.by_root(papers):
        Paper.objects.bulk_update(some, ("status", "revoked_on", "revoked_because"))
