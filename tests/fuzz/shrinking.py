"""The shortest request that shows a fault: whatever can be left out without losing it is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.fuzz.asking import Ask, Pairs
from tests.fuzz.spoils import Upload, Value

TRIES = 150


def shrunk(ask: Ask, shows: Callable[[Ask], bool], tries: int = TRIES) -> Ask:
    """Return a request as short as was found in so many tries; `shows` says whether one still shows the fault."""
    found = True
    while found:
        found = False
        for one in _shorter(ask):
            tries -= 1
            if tries < 0:
                return ask
            if shows(one):
                ask, found = one, True
                break
    return ask


def _shorter(ask: Ask) -> Iterator[Ask]:
    """Yield simpler requests, those with the most left out first."""
    if ask.body is None:
        yield from (replace(ask, fields=some) for some in _fewer(ask.fields))
        yield from (replace(ask, fields=some) for some in _simpler(ask.fields))
    elif len(ask.body[1]) > 1:
        kind, content = ask.body
        yield from (
            replace(ask, body=(kind, part)) for part in (content[: len(content) // 2], content[len(content) // 2 :])
        )
    yield from (replace(ask, query=some) for some in _fewer(ask.query))
    yield from (replace(ask, query=some) for some in _simpler(ask.query))
    for index in range(len(ask.headers)):
        yield replace(ask, headers=ask.headers[:index] + ask.headers[index + 1 :])
    if ask.multipart and not ask.cut and not any(isinstance(value, Upload) for _, value in ask.fields):
        yield replace(ask, multipart=False)
    if ask.cut:
        yield replace(ask, cut=0)
    if ask.strict:
        yield replace(ask, strict=False)


def _fewer(pairs: Pairs) -> Iterator[Pairs]:
    half = len(pairs) // 2
    if half > 1:
        yield from (pairs[:half], pairs[half:])
    yield from (pairs[:index] + pairs[index + 1 :] for index in range(len(pairs)))


def _simpler(pairs: Pairs) -> Iterator[Pairs]:
    for index, (name, value) in enumerate(pairs):
        for less in _less(value):
            yield (*pairs[:index], (name, less), *pairs[index + 1 :])


def _less(value: Value) -> Iterator[Value]:
    if isinstance(value, Upload):
        if len(value.content) > 1:
            yield replace(value, content=value.content[: len(value.content) // 2])
        return
    if len(value) > 1:
        half = len(value) // 2
        yield from (value[:half], value[half:])
        if len(value) <= 12:
            yield from (value[:index] + value[index + 1 :] for index in range(len(value)))
