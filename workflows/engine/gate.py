"""Everything that may refuse an act, in order, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflows.days.dates import zh_date
from workflows.desks import common_people, recusal
from workflows.desks.routing import person_ids
from workflows.engine.request import Request
from workflows.models import Case, Task
from workflows.people.actors import BRANCH, BRANCH_OR_COMMITTEE, Actor, Level
from workflows.people.chain import Chain
from workflows.people.models import Appointment, Person, Post
from workflows.table import Common, Procedure, Record, Stage
from workflows.table.act import Act
from workflows.table.condition import Condition, judge_all
from workflows.table.refusals import Finding, NeedsReason, Refused, refuse


def actor_of(procedure: Procedure, case: Case, row: Record, act: Act[Any]) -> Actor:
    """Return who may do a row: its own actor, else the one that the stage waits for."""
    if row.actor is not None:
        return row.actor
    place = procedure.place(case.stage)
    if not isinstance(place, Stage):
        raise LookupError(f"{procedure.code}.{row.code} names no actor and {place.code} waits for nobody")
    return place.waits_for(act.facts, cover=case.is_cover)


def actors_of(act: Act[Any]) -> tuple[Actor, ...]:
    """Return all who may do the row of an act, whoever is waited for first; none for one open on every case."""
    if isinstance(act.row, Common):
        return ()
    return (actor_of(act.procedure, act.case, act.row, act), *act.row.also)


def capacity_of(act: Act[Any], as_deputy_of: Person | None) -> Appointment | None:
    """Return the capacity in which a person may do the row of an act, be it of the table or open on every case.

    Raises:
        Refused: `not_your_task`, `must_recuse`.
    """
    if isinstance(act.row, Common):
        return common_people.capacity_of(act, act.row)
    capacity = check_person(act, actor_of(act.procedure, act.case, act.row, act), as_deputy_of)
    common_people.check_claim(act, capacity)
    return capacity


def office_of(act: Act[Any], actors: Iterable[Actor]) -> tuple[Actor, Appointment] | None:
    """Return the first of some actors for whom a person may act, and by which appointment; None for none."""
    return next(_capacities(act, tuple(actors), None), None)


def check_person(act: Act[Any], actor: Actor, as_deputy_of: Person | None) -> Appointment | None:
    """Return the capacity in which a person may act.

    Raises:
        Refused: `not_your_task`, `must_recuse`.
    """
    actors = (actor, *act.row.also)
    if any(_may_in_person(act, one) for one in actors):
        return None
    found = next(_capacities(act, actors, as_deputy_of), None)
    if found is None:
        raise _not_your_task(act, actors)
    meant, capacity = found
    if act.row.leaves_to_others:
        recusal.check(act, meant, capacity)
    return capacity


def _may_in_person(act: Act[Any], actor: Actor) -> bool:
    if actor.level is Level.ANYWHERE:
        return True
    personal = person_ids(actor, act.case, act.facts) if actor.level is Level.PERSON else ()
    return act.by is not None and act.by.pk in personal


def _capacities(
    act: Act[Any], actors: Iterable[Actor], as_deputy_of: Person | None
) -> Iterator[tuple[Actor, Appointment]]:
    """Yield the actors that are an office in which the person may act; one not chosen yet is nobody's."""
    for actor in actors:
        known = not actor.of or getattr(act.facts, actor.of)
        capacity = _capacity(act, actor, as_deputy_of) if actor.level is not Level.PERSON and known else None
        if capacity:
            yield actor, capacity
    yield from (found for task in act.tasks for found in _at_its_post(act, task, actors))


def _at_its_post(act: Act[Any], task: Task, actors: Iterable[Actor]) -> Iterator[tuple[Actor, Appointment]]:
    """Yield the appointment by which a person is at a task elsewhere: passed on by hand, or diverted and begun with."""
    meant = next((one for one in actors if task.passed_from and task.passed_from.role in one.may), None)
    place = act.procedure.place(act.case.stage)
    if meant is None and act.by and task.claimed_by_id == act.by.pk and isinstance(place, Stage):
        waited = place.waits_for(act.facts, cover=act.case.is_cover)
        meant = waited if waited in actors else None
    if meant is None or act.by is None:
        return
    yield from ((meant, one) for one in act.appointments if one.person_id == act.by.pk and one.post_id == task.post_id)


def _capacity(act: Act[Any], actor: Actor, as_deputy_of: Person | None) -> Appointment | None:
    if act.by is None:
        return None
    if actor.level is Level.OTHER_BRANCH:
        return other_branch_capacity(act, actor)
    chain = act.chain.seen_by(actor, act.facts)
    capacity = chain.capacity(act.by, actor) or _capacity_in_place_of(act, actor, chain)
    if as_deputy_of is None or (capacity and capacity.deputizing_for_id == as_deputy_of.pk):
        return capacity
    return next(
        (
            one
            for one in chain.appointments
            if one.person_id == act.by.pk and one.deputizing_for_id == as_deputy_of.pk and one.post.role in actor.may
        ),
        None,
    )


def _capacity_in_place_of(act: Act[Any], actor: Actor, chain: Chain) -> Appointment | None:
    """Return the appointment of a person to the post that stands in for an actor whom nobody in place can act for."""
    mine = [one for one in chain.appointments if act.by and one.person_id == act.by.pk]
    desk = recusal.desk_of(act, actor) if mine else None
    if desk is None:
        return None
    at_desk = next((one for one in mine if one.post_id == desk.post.pk), None)
    return at_desk or next((one for one in mine if _stands_beside(one.post, desk.post, actor)), None)


def _stands_beside(post: Post, desk: Post, actor: Actor) -> bool:
    """Tell whether a post stands in for an actor as well as the one at which the task waits does."""
    absent = [role for role in actor.deputies if role not in actor.may]
    return post.organization_id == desk.organization_id and desk.role in absent and post.role in absent


def other_branch_capacity(act: Act[Any], actor: Actor) -> Appointment | None:
    """Return the appointment of a person at a branch other than the case's own."""
    appointments = (
        Appointment.objects.on(act.recorded_on)
        .filter(person=act.by, post__role__in=actor.may)
        .exclude(post__organization=act.organization)
    )
    return appointments.select_related("post__organization", "person", "deputizing_for").first()


def _not_your_task(act: Act[Any], actors: Iterable[Actor]) -> Refused:
    """Say who does it; at which desk it waits only of an act for which the stage waits."""
    here = [stage for stage in act.procedure.stages if stage.code == act.case.stage]  # none while a case is opened
    by = "、".join(_named(act, actor) for actor in dict.fromkeys(actors))
    waiting = "、".join(task.post.title for task in act.tasks)
    awaited = waiting and any(act.row in stage.steps for stage in here)
    return refuse("not_your_task", f"“{act.row.title}”由{by}办理" + (f"，现在等待：{waiting}。" if awaited else "。"))


def _named(act: Act[Any], actor: Actor) -> str:
    """Return the title of an actor with the body meant: who holds the same post elsewhere would read his own."""
    if actor.level is Level.BRANCH and not actor.of and actor not in (BRANCH, BRANCH_OR_COMMITTEE):
        return f"{act.chain.organization}·{actor.title}"
    committee = act.chain.committee if actor.level is Level.COMMITTEE else None
    return f"{actor.title}（{committee}）" if committee else actor.title


def clean(row: Record, with_: Mapping[str, Any], **context: Any) -> tuple[Any, dict[str, Any]]:
    """Return the bound form of a row and its cleaned answers.

    Raises:
        Refused: `field_missing` or `field_invalid`, naming the field; all faults are among its `others`.
    """
    if row.asks is None:
        return None, {}
    form = row.asks(data=with_, **context)
    if form.is_valid():
        return form, form.cleaned_data
    faults = [
        Finding(
            "field_missing" if error.code == "required" else "field_invalid",
            f"{form.label(name)}：{'；'.join(error.messages)}",
            field=name,
        )
        for name, errors in form.errors.as_data().items()
        for error in errors
    ]
    raise Refused(faults[0], tuple(faults[1:]))


def check_subject(act: Act[Any]) -> None:
    """Refuse another person in the act that opened the case, handed in again: the subject of a case never changes.

    Raises:
        Refused: `field_invalid`, saying what to do for the other person.
    """
    name = act.procedure.subject_field
    given = act.answers.get(name) if act.again and act.row in act.procedure.opens else None
    if given is not None and act.case.subject_id not in (None, given.pk):
        raise refuse(
            "field_invalid",
            f"该事项是为{act.case.subject}办理的，退回补正时不能换成另一人。请撤回本事项，再为其重新发起。",
            field=name,
        )


def judge(act: Act[Any]) -> tuple[Finding, ...]:
    """Apply all conditions of a row in order and return the warnings.

    Raises:
        Refused: the first condition that is not met and refuses; the other ones that fail are among its `others`.
    """
    failed: list[Finding] = []
    warned: list[Finding] = []
    for need, finding in judge_all(act, act.row.needs):
        if finding is None or finding.met:
            continue
        (warned if lets_pass(act, need) else failed).append(finding)
    if failed:
        first, *others = {(one.code, one.sentence): one for one in failed}.values()
        raise Refused(first, tuple(others))
    further = act.row.warns if isinstance(act.row, Common) else None
    warned += further(act) if further else ()
    alone = recusal.warning(act, actors_of(act))
    warned += [alone] if alone else []
    return tuple({one.code: one for one in warned}.values())


def lets_pass(act: Act[Any], need: Condition) -> bool:
    """Tell whether an act may go on with a reason where a condition is not met: it warns, or is set aside."""
    return need.lets_pass(act) or (need.waivable and need.code in waived(act))


def ask_reason(act: Act[Any], request: Request) -> None:
    """Stop an act with warnings for which nobody has given a reason yet.

    Raises:
        NeedsReason: there is none; a request that insists needs none.
    """
    if act.warnings and not request.reason.strip() and not request.insist:
        raise NeedsReason(act.warnings)


def waived(act: Act[Any]) -> tuple[str, ...]:
    """Return the conditions that a special approval of the case sets aside."""
    return tuple(getattr(act.facts, "waived", ()))


def check_unseen(case: Case, seen: int | None, code: str) -> None:
    """Refuse an act from a page that has been overtaken.

    Raises:
        Refused: `already_done`, saying by whom and when.
    """
    if seen is None or seen == case.sequence:
        return
    since = case.history.filter(sequence__gt=seen)
    moves = since.filter(act=code) if code == "claim" else since.exclude(stage_from="", stage_to="")
    last = moves.order_by("-sequence").first()
    if last is None:
        return
    raise refuse(
        "already_done",
        f"{last.actor_name}已于{zh_date(last.on)}办理“{last.title}”，此页已不是最新状态。请刷新后再看。",
    )
