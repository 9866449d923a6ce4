"""Telling people what happened with their case and what newly waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workflows.models import Message, Task
from workflows.people.models import Post
from workflows.store import writing
from workflows.table.act import Act


def tell(act: Act[Any], target: str | None, tasks: Sequence[Task]) -> None:
    """Tell the person concerned of a move, and whoever stands in for a vacant post that the task came to him."""
    for message in messages_of(act, target, tasks):
        writing.insert(message)


def messages_of(act: Act[Any], target: str | None, tasks: Sequence[Task]) -> list[Message]:
    """Return the messages of a move, not saved."""
    messages = []
    subject = act.case.subject_id
    if target and subject and (act.by is None or act.by.pk != subject):
        place = act.procedure.place(target)
        text = f"您的{act.procedure.case_title}已办理“{act.row.title}”，现为“{place.title}”。"
        messages.append(Message(person_id=subject, root=act.case.root, case=act.case, text=text, sent_at=act.at))
    for task in tasks:
        if task.note and task not in act.tasks:
            messages += _to_holders(act, task.post, f"{act.case.title}：{task.note}。")
    return messages


def tell_holders(act: Act[Any], posts: Iterable[Post], text: str) -> None:
    """Tell everybody who holds one of the posts."""
    Message.objects.bulk_create([one for post in posts for one in _to_holders(act, post, text)])


def _to_holders(act: Act[Any], post: Post, text: str) -> list[Message]:
    if post.person_id:
        people = {post.person_id}
    else:
        people = {one.person_id for one in act.appointments if one.post_id == post.pk}
    root = act.case.root
    return [Message(person_id=pk, root=root, case=act.case, text=text[:300], sent_at=act.at) for pk in sorted(people)]
