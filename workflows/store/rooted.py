"""The roots under way: every statement on a large table says in which trees of organizations it looks.

A row of a large table belongs to one root organization for good. Whoever opens a door (a page, an act, a night's run)
says once for which roots, and every query that starts from a model's manager is restricted to them; joins, saves and
lookups of one row by another carry the root of the row they start from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models.lookups import Exact

from workflows.store.loaded import Loaded

M = TypeVar("M", bound=models.Model, covariant=True)
R = TypeVar("R", bound="Rooted")

NOWHERE = ("",)  # the root of no organization: who has to do with none sees nothing

_under_way: ContextVar[tuple[str, ...]] = ContextVar("roots_under_way", default=())
_why: ContextVar[str] = ContextVar("why_everywhere", default="")


def roots() -> tuple[str, ...]:
    """Return the roots under way; none where nobody has said any, and then nothing is restricted."""
    return _under_way.get()


@contextmanager
def within(*given: str) -> Iterator[None]:
    """Look in these roots alone, until the end of the block."""
    token = _under_way.set(_set_of(given))
    try:
        yield
    finally:
        _under_way.reset(token)


def enter(*given: str) -> None:
    """Look in these roots from here to the end of the block of `within` around this."""
    _under_way.set(_set_of(given))


def in_each(read: Callable[[], Iterable[R]]) -> list[R]:
    """Return what a query finds in the roots under way, asked one root after the other: a lock names one.

    The query is made inside `read`, for it keeps the roots under which it is made.
    """
    found: list[R] = []
    for root in roots():
        with within(root):
            found += read()
    return found if roots() else list(read())


def by_root(rows: Iterable[R]) -> Iterator[list[R]]:
    """Yield rows those of one root at a time, with that root alone under way: a write names one."""
    known = list(rows)
    for root in sorted({row.root for row in known}):
        with within(root):
            yield [row for row in known if row.root == root]


@contextmanager
def everywhere(why: str) -> Iterator[None]:
    """Look in all roots, which asks every shard; `why` says for the reader what cannot be known before."""
    token = _why.set(why)
    try:
        with within():
            yield
    finally:
        _why.reset(token)


def asked_everywhere() -> str:
    """Return why all roots are asked; nothing where they are not."""
    return "" if roots() else _why.get()


def _set_of(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(given)))


class RootedManager(models.Manager[M]):
    """Starts every query in the roots under way."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Return the rows of the roots under way."""
        found, given = super().get_queryset(), roots()
        if not given:
            return found
        return found.filter(root=given[0]) if len(given) == 1 else found.filter(root__in=given)


class Rooted(Loaded, models.Model):
    """A large table: `root` is the first step of the path of the organization under which the row was written.

    `paths` are its columns that name the path of an organization, and change where that one is put elsewhere.
    """

    paths: ClassVar[tuple[str, ...]] = ()

    root = models.CharField(max_length=4)

    objects = RootedManager[Self]()

    class Meta:
        abstract = True

    def _do_update(
        self, base_qs: models.QuerySet[Any], using: Any, pk_val: Any, values: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Write what changed, never the root: a row stays where it was written."""
        changed = [one for one in values if one[0].name != "root"]
        return super()._do_update(base_qs.filter(root=self.root), using, pk_val, changed, *args, **kwargs)

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: models.QuerySet[Any] | None = None
    ) -> None:
        """Read the row again, in its own root."""
        rows = type(self)._base_manager.all() if from_queryset is None else from_queryset
        super().refresh_from_db(using, fields, rows.filter(root=self.root))


class _SameRoot:
    """A key to a row of the same root: both ways it is followed within that root alone."""

    model: Any
    remote_field: Any

    def get_extra_restriction(self, alias: str, related_alias: str) -> Any:
        """Join the row referred to (`alias`) within the root of the row that refers to it."""
        theirs, ours = (model._meta.get_field("root") for model in (self.remote_field.model, self.model))
        return Exact(theirs.get_col(alias), ours.get_col(related_alias))

    def get_extra_descriptor_filter(self, instance: Any) -> dict[str, str]:
        """Fetch the row referred to in the root of the row that refers to it."""
        return {"root": instance.root}

    def get_forward_related_filter(self, obj: Any) -> dict[str, Any]:
        """Fetch the row that refers to `obj` in the root of `obj`."""
        return {**super().get_forward_related_filter(obj), "root": obj.root}  # type: ignore[misc]  # of the mixed-in

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Be to migrations what the column is: the root is a matter of queries."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]  # of the mixed-in
        return name, f"django.db.models.{type(self).__mro__[2].__name__}", args, kwargs


class RootedKey(_SameRoot, models.ForeignKey):  # type: ignore[type-arg]  # each use says of what
    """A foreign key to a row of the same root."""


class RootedOneToOne(_SameRoot, models.OneToOneField):  # type: ignore[type-arg]  # each use says of what
    """A one-to-one key to a row of the same root."""
