"""The one door by which anybody is told anything: nobody of his own act, nobody twice of one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from workflows.models import Message
from workflows.store import bulk
from workflows.table.word import Word

NAMED = 3  # cases that a message about several names


_kept: ContextVar[list[Word] | None] = ContextVar("words_kept", default=None)


def send(words: Iterable[Word], *, by: int | None) -> None:
    """Tell people of one event; who caused it is not told, and each is told once of a case, the first word first.

    Args:
        by: who acted; None for the calendar and for a visitor.
    """
    once: dict[tuple[int, int | None, str], Word] = {}
    for word in words:
        if word.person != by:
            once.setdefault((word.person, word.case.pk if word.case else None, "" if word.case else word.what), word)
    kept = _kept.get()
    if kept is None:
        _write(once.values())
    else:
        kept.extend(once.values())


@contextmanager
def gathered() -> Iterator[None]:
    """Keep what is told until the end of the block, and tell what is the same of several cases in one message.

    A block inside another hands on what was told in it, and nothing where it failed.
    """
    outer, kept = _kept.get(), list[Word]()
    token = _kept.set(kept)
    try:
        yield
    except BaseException:
        if outer is not None:
            kept.clear()
        raise
    finally:
        _kept.reset(token)
        if outer is None:
            _write(kept)
        else:
            outer.extend(kept)


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what a block that fails has told inside `gathered`, as its transaction does with what it wrote."""
    kept = _kept.get()
    before = len(kept) if kept is not None else 0
    try:
        yield
    except BaseException:
        if kept is not None:
            del kept[before:]
        raise


def _write(words: Iterable[Word]) -> None:
    with transaction.atomic(savepoint=False):  # what was gathered of many acts belongs to none of their transactions
        bulk.insert_all(list(_summed_up(words)))


def _summed_up(words: Iterable[Word]) -> Iterator[Message]:
    alike: dict[tuple[object, ...], list[Word]] = {}
    for word in words:
        own = () if word.about else (word.case.pk if word.case else None,)
        alike.setdefault((word.person, word.root, word.what, *own), []).append(word)
    for same in alike.values():
        yield _message(same)


def _message(same: Sequence[Word]) -> Message:
    first = same[0]
    case = first.case if len(same) == 1 else None
    return Message(person_id=first.person, root=first.root, case=case, text=_text(same)[:300], sent_at=first.at)


def _text(same: Sequence[Word]) -> str:
    first = same[0]
    if not first.about or len(same) == 1:
        return f"{first.about}：{first.what}" if first.about else first.what
    named = "、".join(word.about for word in same[:NAMED])
    return f"{len(same)}件事项：{first.what}（{named}{'等' if len(same) > NAMED else ''}）"
