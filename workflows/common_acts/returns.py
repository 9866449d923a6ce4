"""退回: a reviewer gives a case back to an act on the way by which it came; what was asked for comes straight back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.common_acts.recorded import entries_of
from workflows.desks.inbox import NO_DAY
from workflows.messages import notify
from workflows.models import Entry, Task
from workflows.table import Ending, Record, RoundRow
from workflows.table.act import Act, once
from workflows.table.condition import condition, unmet
from workflows.table.refusals import Finding
from workflows.table.word import Word


@dataclass(frozen=True, slots=True)
class Done:
    """An act on the way of a case: where it was done and where it led, on which day, and which day it followed.

    Attributes:
        by: who did it last.
    """

    code: str
    stage_from: str
    stage_to: str
    on: date
    after: date | None
    by: int | None


def returnable(act: Act[Any]) -> tuple[Record, ...]:
    """Return the acts to which the case can be given back, oldest first, each once; a round that failed is left out."""
    return tuple(act.procedure.row(done.code) for done in _ways_back(act))


def way_to(act: Act[Any]) -> list[Done]:
    """Return the way of the case to its stage: going back cuts it off there, correcting what was returned leaves it."""
    moving = {row.code for _, row in act.procedure.acts() if row.ways}
    path: list[Done] = []
    for done in _done(_history(act)):
        if done.code not in moving or not done.stage_to:
            continue
        left = [one.stage_from for one in path]
        if done.stage_to in left:
            path = path[: left.index(done.stage_to)]
        elif done.code in {one.code for one in path}:
            path = [replace(one, by=done.by) if one.code == done.code else one for one in path]
        else:
            path.append(done)
    return path


def _ways_back(act: Act[Any]) -> list[Done]:
    """Return the acts on the way that somebody can do again: a round opens cases by the many, and is nobody's paper.

    A case that is returned already can be given back further, but not once more to the act that is asked for.
    """
    rounds = {row.code for row in act.procedure.rounds if isinstance(row, RoundRow)}
    asked = act.case.returns[-1]["act"] if act.case.returns else ""
    return [done for done in way_to(act) if done.code not in rounds and done.code != asked]


def _done(entries: Iterable[Entry]) -> Iterator[Done]:
    """Yield what was done, each with the latest day before it, which it could not be earlier than."""
    latest: date | None = None
    for one in entries:
        yield Done(one.act, one.stage_from, one.stage_to, one.on, latest, one.actor_id)
        if one.act not in NO_DAY:
            latest = max(one.on, latest or one.on)


def _history(act: Act[Any]) -> Iterable[Entry]:
    """Return the entries of the case, oldest first: those that a page has read already, where it has."""
    read = entries_of.known(act)
    return act.case.history.order_by("sequence") if read is None else read


@once
def asked(act: Act[Any]) -> Done:
    """Return the act that a return asks back, which its conditions have found.

    Raises:
        LookupError: they were not asked.
    """
    raise LookupError(f"nobody has found what {act.row.code} asks back")


@condition("not_now", "尚未作出最后决定")
def undecided(act: Act[Any]) -> Finding | None:
    """A decision that has been taken is not given back."""
    if act.case.decided_on or isinstance(act.procedure.place(act.case.stage), Ending):
        return unmet("该事项已作出决定，不能退回。")
    return None


@condition("field_invalid", "退回到已经办理过的步骤", asks=True, after=(undecided,))
def goes_back(act: Act[Any]) -> Finding | None:
    """Find the act on the way that is asked back."""
    path = {done.code: done for done in _ways_back(act)}
    done = path.get(act.answers["to"])
    if done is None:
        names = "、".join(f"{act.procedure.row(code).title}（{code}）" for code in path)
        sentence = f"只能退回到已经办理过的步骤：{names}。" if path else "此前没有可以退回的步骤，请直接办理。"
        return unmet(sentence, field="to")
    asked.keep(act, done)
    return None


def take_to_start(act: Act[Any], because: str) -> bool:
    """Ask back the act that opened a case, as the calendar does after too long; False where it was taken over."""
    path = _ways_back(act)
    if not path or path[0].stage_from:
        return False
    asked.keep(act, path[0])
    act.answers = {"to": path[0].code, "reason": because}
    act.reason = because
    return True


def leads_back(act: Act[Any]) -> str:
    """Return the stage in which the act asked back was done."""
    done = asked(act)
    return done.stage_from or done.stage_to


def ask_back(act: Act[Any]) -> None:
    """Put the return on the case's stack, and take back what the act asked for says."""
    done = asked(act)
    frame = {
        "act": done.code,
        "stage": act.case.stage,
        "led_to": done.stage_to,
        "because": act.answers["reason"],
        "by": act.by.pk if act.by else None,
        "on": done.on.isoformat(),
        "after": done.after.isoformat() if done.after else "",
    }
    act.case.returns = [*act.case.returns, frame]
    for effect in act.procedure.row(done.code).reopens:
        effect(act)


def told(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell who has to mend it, who did the act that it goes back to, the person concerned, the starter: each once."""
    done = asked(act)
    title, because = act.procedure.row(done.code).title, act.answers["reason"]
    desk = "、".join(task.post.title for task in tasks)
    mending = [pk for task in tasks for pk in notify.holders(act, task.post)]
    yield from notify.to_people(act, mending, f"已退回至“{title}”，请补正：{because}")
    yield from notify.to_people(act, [done.by], f"您办理的“{title}”已被退回，由{desk}补正：{because}")
    concerned = [act.case.subject_id, act.case.starter_id]
    yield from notify.to_people(act, concerned, f"已退回至“{title}”，由{desk}补正：{because}")
