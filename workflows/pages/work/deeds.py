"""已办: what somebody has done, latest first; a round is one row, however many people it reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from workflows.models import Entry, Round
from workflows.pages.reader import Reader
from workflows.pages.words import key_in
from workflows.pages.work.tasks import PAGE, Wanted, like
from workflows.table.registry import procedures


@dataclass(frozen=True, slots=True)
class Deed:
    """An act with what it was done on: a case with its number, or a round, which has none."""

    entry: Entry
    title: str
    address: str
    number: str = ""


def done(who: Reader, wanted: Wanted) -> tuple[tuple[Deed, ...], str]:
    """Return a page of what the reader has done, and the key of the next page."""
    entries = Entry.objects.filter(actor=who.person).select_related("case").order_by("-id")
    if wanted.procedure:
        entries = entries.filter(procedure=wanted.procedure)
    if (last := key_in(wanted.after)) is not None:
        entries = entries.filter(pk__lt=last)
    rows = list(entries.filter(_on_cases(wanted.text) | _on_rounds(who, wanted.text))[: PAGE + 1])
    return tuple(_deeds(rows[:PAGE])), str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""


def _on_cases(text: str) -> Q:
    """Return the test for acts on cases, those aside by which a round opened them."""
    by_round = Q(pk__in=[])
    for one in procedures():
        by_round |= Q(procedure=one.code, act__in=[row.code for row in one.rounds], sequence=1)
    found = Q(case__isnull=False) & ~by_round
    return found & like(text, "case__") if text else found


def _on_rounds(who: Reader, text: str) -> Q:
    """Return the test for the rounds that the reader has begun."""
    if not text:
        return Q(chain__startswith=Round.CHAIN)
    called = Round.objects.filter(started_by=who.person, title__icontains=text)
    return Q(chain__in=[one.chain for one in called.only("pk", "root")])


def _deeds(entries: Sequence[Entry]) -> Iterator[Deed]:
    """Say what each was done on; the rounds among them are read at once."""
    chains = [entry.chain for entry in entries if entry.case is None]
    begun = Round.objects.filter(pk__in=[chain.removeprefix(Round.CHAIN) for chain in chains]) if chains else ()
    rounds = {one.chain: one for one in begun}
    for entry in entries:
        if entry.case:
            yield Deed(entry, entry.case.title, reverse("case", args=[entry.case.pk]), entry.case.number)
        else:
            found = rounds[entry.chain]
            yield Deed(entry, found.title, reverse("round", args=[found.pk]))
