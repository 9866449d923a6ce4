"""Telling people what happened with their case and what newly waits for them, each in words for that reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from workflows.messages import sending
from workflows.models import Task
from workflows.people.models import Person, Post
from workflows.table.act import Act, once
from workflows.table.word import Word


@once
def answered(act: Act[Any]) -> Mapping[str, Any] | None:
    """Return the frame of the return that an act answers by going straight back; None for any other act."""
    return None


def tell(act: Act[Any], target: str | None, tasks: Sequence[Task]) -> None:
    """Tell of a move: the person concerned, the returner of what is handed in again, and who stands in for a post."""
    sending.send(words_of(act, target, tasks), by=by_of(act))


def words_of(act: Act[Any], target: str | None, tasks: Sequence[Task]) -> Iterator[Word]:
    """Yield what an act gives to tell: what its row says, else what a move does."""
    if act.row.told is not None:
        yield from act.row.told(act, tasks)
        return
    if answered(act):
        yield from _handed_in_again(act, tasks)
    subject = act.case.subject_id
    if target and subject:
        place = act.procedure.place(target)
        text = f"您的{act.procedure.case_title}已办理“{act.row.title}”，现为“{place.title}”。"
        yield _word(act, subject, text)
    for task in tasks:
        if task.note and task not in act.tasks:
            for person in holders(act, task.post):
                yield _word(act, person, f"{task.note}。", about=True)


def _handed_in_again(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell who returned it, where he still sits at the desk that it goes back to; else whoever sits there now."""
    desk = [person for task in tasks for person in holders(act, task.post)]
    returner = (answered(act) or {}).get("by")
    for person in [returner] if returner in desk else desk:
        yield _word(act, person, f"退回的“{act.row.title}”已补正并重新提交，请继续办理。", about=True)


def tell_moved(act: Act[Any], old: Post, new: Post, note: str) -> None:
    """Tell those who get a task that follows its post, and those who sit where it waited.

    Args:
        note: why it is diverted; empty where it comes back to its own post.
    """
    gets = f"{note}。" if note else f"原由{old.title}代办，现转回{new.title}，请办理。"
    loses = f"已转由{new.title}办理，不必再办理。" if note else f"{new.title}已有人任职，转回该岗位，不必再办理。"
    words = [_word(act, person, gets, about=True) for person in holders(act, new)]
    words += [_word(act, person, loses, about=True) for person in holders(act, old)]
    sending.send(words, by=by_of(act))


def tell_holders(act: Act[Any], posts: Iterable[Post], text: str, *, but: Person | None = None) -> None:
    """Tell everybody who holds one of the posts, once each; `but` knows it already."""
    people = dict.fromkeys(person for post in posts for person in holders(act, post))
    tell_people(act, (person for person in people if but is None or person != but.pk), text)


def tell_subject(act: Act[Any], text: str) -> None:
    """Tell the person concerned, who has not acted himself."""
    tell_people(act, [act.case.subject_id] if act.case.subject_id else [], text)


def tell_people(act: Act[Any], people: Iterable[int], text: str) -> None:
    """Tell some people; whoever acts is left out."""
    sending.send([_word(act, person, text) for person in people], by=by_of(act))


def to_people(act: Act[Any], people: Iterable[int | None], what: str) -> Iterator[Word]:
    """Yield what some people are told of the case, which is named before it."""
    yield from (_word(act, person, what, about=True) for person in people if person)


def at_desks(act: Act[Any]) -> list[int]:
    """Return who sits at the desks at which the case waits."""
    return [person for task in act.tasks for person in holders(act, task.post)]


def holders(act: Act[Any], post: Post) -> list[int]:
    """Return who sits at a post: its holders around the case, or the person whose own it is."""
    if post.person_id:
        return [post.person_id]
    return sorted({one.person_id for one in act.appointments if one.post_id == post.pk})


def by_of(act: Act[Any]) -> int | None:
    """Return who acts."""
    return act.by.pk if act.by else None


def _word(act: Act[Any], person: int, what: str, *, about: bool = False) -> Word:
    return Word(person, act.case.root, act.case, what, act.at, act.case.title if about else "")
