"""交接项目: what the books of the procedures hold for a post, told to whoever hands it over and whoever takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from workflows.people.models import Organization


@dataclass(frozen=True, slots=True)
class Money:
    """What a book says that there must be at an organization, in fen, by the name of the book."""

    title: str
    fen: int


Book = Callable[[Organization, str, date], Money | None]

_books: list[Book] = []


def add_books(books: Iterable[Book]) -> None:
    """Have the money of some books counted when a post is handed over."""
    _books.extend(one for one in books if one not in _books)


def money_at(place: Organization, role: str, on: date) -> list[Money]:
    """Return what there must be at a post of an organization by the books; nothing where it keeps none."""
    return [money for book in _books if (money := book(place, role, on))]
