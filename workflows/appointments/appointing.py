"""任职: who holds which post, from when until when; nobody appoints himself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from workflows.appointments import overdone
from workflows.appointments.keepers import Keeping, check_seen, hold, note
from workflows.days.dates import zh_date
from workflows.desks.routing import kin_of
from workflows.engine import following
from workflows.messages import sending
from workflows.models import Entry
from workflows.people.models import Appointment, Organization, Person, Post, Role
from workflows.people.models.organization import Kind
from workflows.people.models.post import ROLES_OF, not_over
from workflows.table.act import Change
from workflows.table.refusals import refuse
from workflows.table.word import Word

SINGLE = frozenset({Role.BRANCH_SECRETARY, Role.COMMITTEE_SECRETARY, Role.PARTY_BRANCH_SECRETARY})


@dataclass(frozen=True, slots=True)
class Term:
    """The days of an appointment; `last_on` None while it is open."""

    first_on: date
    last_on: date | None = None


def appoint(
    person: Person,
    organization: Organization,
    role: str,
    term: Term,
    kept: Keeping,
    *,
    deputizing_for: Person | None = None,
    despite: str = "",
) -> Appointment:
    """Appoint a person to a post of an organization, as its holder or for somebody who holds it.

    Tasks that were diverted because the post was vacant come back to it from the first day on, those begun excepted.
    `despite` is why it stands although others have acted at the post in days that it claims.

    Raises:
        Refused: `own_appointment`, `post_not_there`, `act_date_before_previous`, `already_held`, `deputy_for_nobody`,
            `acts_in_term`.
    """
    appointment = _appoint(person, organization, role, term, kept, deputizing_for=deputizing_for, despite=despite)
    following.follow_posts([appointment.post_id], on=kept.on, at=kept.at)
    return appointment


@transaction.atomic
def _appoint(
    person: Person,
    organization: Organization,
    role: str,
    term: Term,
    kept: Keeping,
    *,
    deputizing_for: Person | None,
    despite: str,
) -> Appointment:
    hold(organization)
    post = _post(organization, role)
    _check_appointment(person, post, term, kept, deputizing_for)
    _check_standing(organization, term)
    acts = overdone.over_others(person, post, term.first_on, term.last_on, kept.on)
    if acts and not despite.strip():
        raise overdone.refused(acts, f"{zh_date(term.first_on)}起{post.title}的事已由他人办理")
    appointment = Appointment.objects.create(
        person=person, post=post, first_on=term.first_on, last_on=term.last_on, deputizing_for=deputizing_for
    )
    words = f"代{deputizing_for}" if deputizing_for else ""
    change = Change(role, f"{post.title}{words}", "", f"{person}，{days_of(appointment)}")
    _note_with(acts, organization, kept, ("appoint", "任职"), change, subject=person, because=despite)
    return appointment


@dataclass(frozen=True, slots=True)
class Ended:
    """The entry of an appointment's end, and how many tasks moved on at once; they stay until its last day is past."""

    entry: Entry
    moved: int


def end_appointment(
    appointment: Appointment, last_on: date, kept: Keeping, *, because: str, despite: str = ""
) -> Ended:
    """Set the last day of an appointment; what waits at the post goes on to whom routing names once that day is past.

    `despite` is why it stands although the holder has acted by it after that day.

    Raises:
        Refused: `act_date_before_previous`, `already_done`, `acts_in_term`.
    """
    entry = _end(appointment, last_on, kept, because=because, despite=despite)
    return Ended(entry, following.follow_posts([appointment.post_id], on=kept.on, at=kept.at))


@transaction.atomic
def _end(appointment: Appointment, last_on: date, kept: Keeping, *, because: str, despite: str) -> Entry:
    organization = _organization(appointment.post)
    hold(organization)
    now = Appointment.objects.select_related("person", "post__organization").get(pk=appointment.pk)
    if now.last_on and (now.ceased or now.last_on < kept.on):
        raise refuse("already_done", f"该任职已于{zh_date(now.last_on)}结束。")
    if last_on < now.first_on:
        raise refuse(
            "act_date_before_previous",
            f"最后一日 {zh_date(last_on)} 早于任职开始日期 {zh_date(now.first_on)}，请核对。",
            earliest=now.first_on,
        )
    acts = overdone.after_the_end(now, last_on)
    if acts and not despite.strip():
        raise overdone.refused(acts, f"{now.person}在{zh_date(last_on)}以后仍以{now.post.title}办理")
    check_seen(organization, kept, "end_appointment", f"{now.post.title}·{now.person}")
    before = days_of(now)
    early = now.last_on is None or last_on < now.last_on
    now.last_on = last_on
    now.save(update_fields=["last_on"])
    if early:
        _tell_ended(now, organization, kept, because)
    change = Change(now.post.role, f"{now.post.title}·{now.person}", before, days_of(now))
    why = "；".join(one for one in (because, despite.strip()) if one)
    return _note_with(
        acts, organization, kept, ("end_appointment", "结束任职"), change, subject=now.person, because=why
    )


def _tell_ended(ended: Appointment, organization: Organization, kept: Keeping, because: str) -> None:
    """Tell whose appointment ends before its time, and what becomes of what waits for him."""
    last = zh_date(ended.last_on) if ended.last_on else ""
    text = f"您在{ended.post.title}的任职于{last}结束（{because}）。此后该岗位的待办由继任人员或者代为办理的岗位办理。"
    sending.send([Word(ended.person_id, organization.root, None, text, kept.at)], by=kept.by.pk)


def days_of(appointment: Appointment) -> str:
    """Say in Chinese from when until when an appointment holds."""
    until = f"至{zh_date(appointment.last_on)}" if appointment.last_on else "起"
    return f"{zh_date(appointment.first_on)}{until}"


def _check_appointment(person: Person, post: Post, term: Term, kept: Keeping, deputizing_for: Person | None) -> None:
    if kept.by.pk in kin_of(person.pk):
        raise refuse("own_appointment", "不能为本人或申报的亲属办理任职，请由上级的管理员或团委书记办理。")
    if term.last_on and term.last_on < term.first_on:
        raise refuse(
            "act_date_before_previous",
            f"最后一日 {zh_date(term.last_on)} 早于第一日 {zh_date(term.first_on)}，请核对。",
            earliest=term.first_on,
            field="last_on",
        )
    during = _during(post, term)
    if deputizing_for is None:
        _check_free(person, post, during)
    else:
        _check_deputy(person, post, term, during, deputizing_for)


def _check_standing(organization: Organization, term: Term) -> None:
    ended = organization.dissolved_on
    if ended and (term.last_on is None or term.last_on >= ended):
        raise refuse("organization_dissolved", f"{organization}已于{zh_date(ended)}撤销，此后不设岗位。")


def _check_free(person: Person, post: Post, during: QuerySet[Appointment]) -> None:
    holders = during.filter(deputizing_for=None)
    other = (holders if post.role in SINGLE else holders.filter(person=person)).first()
    if other:
        raise refuse(
            "already_held",
            f"{post.title}在此期间由{other.person}担任（{days_of(other)}）。请先结束该任职，或改日期。",
        )


def _check_deputy(person: Person, post: Post, term: Term, during: QuerySet[Appointment], deputized: Person) -> None:
    if term.last_on is None:
        raise refuse("field_missing", "代理须写明最后一日。", field="last_on")
    if deputized.pk == person.pk or not during.filter(person=deputized, deputizing_for=None).exists():
        raise refuse("deputy_for_nobody", f"{deputized}在此期间不担任{post.title}，不能由他人代理。")


def _during(post: Post, term: Term) -> QuerySet[Appointment]:
    started = Q(first_on__lte=term.last_on) if term.last_on else Q()
    return Appointment.objects.filter(started, not_over(term.first_on), post=post).select_related("person")


def _post(organization: Organization, role: str) -> Post:
    if role not in ROLES_OF[Kind(organization.kind)]:
        raise refuse("post_not_there", f"{organization.get_kind_display()}不设“{Role(role).label}”。", field="role")
    post, _ = Post.objects.get_or_create(role=role, organization=organization, person=None)
    return post


def _organization(post: Post) -> Organization:
    if post.organization is None:
        raise LookupError(f"post {post.pk} is a person's own desk")
    return post.organization


def _note_with(
    acts: Sequence[Entry],
    organization: Organization,
    kept: Keeping,
    act: tuple[str, str],
    change: Change,
    *,
    subject: Person,
    because: str,
) -> Entry:
    """Append a change of an appointment with the acts that it leaves without a holder, and a note to each of these."""
    listed = [Change(overdone.NOTE, "任期以外的办理", "", overdone.said(one)) for one in acts]
    words = f"{change.label}：{change.after}"
    overdone.note_in_each(acts, by=kept.capacity, at=kept.at, words=words, because=because)
    return note(organization, kept, act, [change, *listed], subject=subject, because=because)
