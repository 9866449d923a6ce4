"""One unit of work per case: a transaction that holds the case's row and refuses a second case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

from django.db import OperationalError, transaction
from django.db.models import OuterRef, QuerySet

from workflows.models import Case
from workflows.people.models.person import has_relatives
from workflows.people.reach import parted, reached_from
from workflows.store import rooted
from workflows.store.prepared import Prepared
from workflows.table.refusals import refuse

_held: ContextVar[Case | None] = ContextVar("held_case", default=None)


def _case(pk: int) -> QuerySet[Case]:
    cases = Case.objects.filter(pk=pk).select_related("organization", "subject").defer("organization__seal")
    noted = {"has_kin": has_relatives(OuterRef("subject")), "reaches": reached_from("root")}
    found: QuerySet[Case] = cases.annotate(**noted).select_for_update(of=("self",))
    return found


_locked = Prepared(_case)


class SecondCase(RuntimeError):
    """A unit of work of one case tried to touch another; two locks taken in two orders would deadlock."""


@contextmanager
def unit_of_work(pk: int) -> Iterator[Case]:
    """Lock a case until commit and give it; inside, the same case is given again as the same object.

    The case is found in the roots under way; inside, these are its own and those that its people have to do with.

    PostgreSQL locks the row; SQLite's immediate transactions let one writer in at a time.

    Raises:
        SecondCase: another case is held already.
    """
    held = _held.get()
    if held is not None:
        if held.pk != pk:
            raise SecondCase(f"case {held.pk} is held, case {pk} was asked for")
        yield held
        return
    with transaction.atomic():
        found = _lock(pk)
        if not found:
            raise Case.DoesNotExist(f"no case {pk}")
        case = found[0]
        with holding(case), rooted.within(case.root, *parted(case.reaches)):
            yield case


def _lock(pk: int) -> list[Case]:
    """Lock a case in its own root; where it may lie in one of several, that is asked first, for a lock names one."""
    if len(rooted.roots()) < 2:
        return _locked(pk)
    own: str | None = Case.objects.filter(pk=pk).values_list("root", flat=True).first()
    if own is None:
        return []
    with rooted.within(own):
        return _locked(pk)


@contextmanager
def holding(case: Case) -> Iterator[Case]:
    """Treat a case that this transaction has just inserted as held."""
    token = _held.set(case)
    try:
        yield case
    finally:
        _held.reset(token)


def lock_others(cases: QuerySet[Case], busy: str) -> list[Case]:
    """Lock cases beside the one that is held, in the order of their keys, without waiting for anybody.

    Args:
        busy: the refusal's sentence.

    Raises:
        Refused: `already_done`, where somebody is acting on one of them at this moment.
    """
    found = cases.select_related("organization", "subject").order_by("pk").select_for_update(of=("self",), nowait=True)
    try:
        return list(found)
    except OperationalError as error:
        raise refuse("already_done", busy) from error


def case_lock(flow_class: type, process_pk: int) -> AbstractContextManager[Case]:
    """Lock a case as Viewflow asks for it; given to every flow that is compiled."""
    return unit_of_work(process_pk)
