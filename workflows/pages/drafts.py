"""草稿: what somebody has typed is kept while he types, and shown again when he comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.http import Http404, QueryDict

from forms.base import PaperForm
from forms.numbers import whole
from workflows.engine import once
from workflows.models import Case, Draft
from workflows.people.models import Person
from workflows.table.registry import common, row_of

KEPT = 200_000  # characters of answers; the longest paper of the regulations is a tenth of it
OF_THE_PAGE = ("on", "despite")  # what a page asks beside its form: the day, the reason to go on over a warning


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which form somebody fills in: of which act, on which case, and since which entry the case waits for it."""

    person: Person
    procedure: str
    act: str
    case: Case | None = None
    since: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The page that keeps a draft.

    Attributes:
        window: its own name and how often it has kept one, as `5d41c0.3`; empty for a page without scripts.
        nonce: of its form; empty where whoever fills it in stands by it, whatever has become of the form.
    """

    window: str = ""
    nonce: str = ""

    def is_the_page_of(self, draft: Draft) -> bool:
        """Tell whether it has kept the draft itself, whatever became of the answer that would have told it."""
        name = self.window.partition(".")[0]
        return bool(name) and draft.window.partition(".")[0] == name

    def is_older_than(self, draft: Draft) -> bool:
        """Tell whether what it sent comes after what it has sent later."""
        mine, kept = (whole(one.partition(".")[2]) or 0 for one in (self.window, draft.window))
        return mine < kept


NO_PAGE = Page()


class Overtaken(Exception):
    """Another page has kept the draft since, or handed it in, which is None then; nothing was written."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__()
        self.draft = draft


def sheet_on(person: Person, case: Case, act: str, seen: int | None = None) -> Sheet:
    """Return the form of an act on a case, in the state that a page showed, as it stands where none is named."""
    if common(act) is not None:
        return Sheet(person, case.procedure, act, case)
    moved = case.history.exclude(stage_to="").exclude(stage_from=F("stage_to"))
    known = moved if seen is None else moved.filter(sequence__lte=seen)
    return Sheet(person, case.procedure, act, case, known.aggregate(last=Max("sequence"))["last"] or 0)


def form_of(procedure: str, act: str) -> type[PaperForm]:
    """Return the form that an act asks for.

    Raises:
        Http404: there is no such procedure or act, or it asks for nothing.
    """
    try:
        asks = row_of(procedure, act).asks
    except LookupError as error:
        raise Http404 from error
    if asks is None:
        raise Http404
    return asks


def typed(data: QueryDict, asks: type[PaperForm]) -> dict[str, list[str]]:
    """Return what was typed into the fields of a form, as it was typed; nothing else of the request."""
    return {
        key: [str(text) for text in data.getlist(key)]
        for key in data
        if key in OF_THE_PAGE or any(belongs(key, name) for name in asks.base_fields)
    }


def belongs(key: str, name: str) -> bool:
    """Tell whether what was typed under a key is of a field: itself, a cell of its rows, a name beside its list."""
    return key in (name, f"{name}_named") or key.startswith(f"{name}-")


def is_too_long(answers: Mapping[str, list[str]]) -> bool:
    """Tell whether it is more than a draft holds."""
    return sum(len(text) for texts in answers.values() for text in texts) > KEPT


@transaction.atomic
def save(
    sheet: Sheet, answers: Mapping[str, list[str]], at: datetime, *, seen: str | None = None, by: Page = NO_PAGE
) -> Draft:
    """Keep a draft in the place of the one before.

    Args:
        seen: its version on the page, empty for none; None where the page does not say, and then nothing is asked.

    Raises:
        Overtaken: it is another page's by now, or the form was handed in: a late draft does not bring it back.
    """
    known = _drafts(sheet).select_for_update().filter(since=sheet.since).first()
    if known is None and once.is_used(by.nonce):
        raise Overtaken(None)
    if known is not None and by.is_the_page_of(known):
        if by.is_older_than(known):
            return known
    elif seen is not None and seen != (known.version if known else "") and not (known and known.answers == answers):
        raise Overtaken(known)
    draft = known or Draft(
        person=sheet.person, procedure=sheet.procedure, act=sheet.act, case=sheet.case, since=sheet.since
    )
    draft.answers, draft.saved_at, draft.window = dict(answers), at, by.window
    draft.save()
    sheet.person.drafting = True  # type: ignore[attr-defined]  # as the statement that found him says it
    return draft


def kept(sheet: Sheet) -> Draft | None:
    """Return the draft of a form, None where there is none."""
    return kept_and_former(sheet)[0]


def kept_and_former(sheet: Sheet) -> tuple[Draft | None, Draft | None]:
    """Return the draft of a form, and the last one of an earlier stay of the case at the stage."""
    if not has_any(sheet.person):
        return None, None
    by_stay = {one.since: one for one in _drafts(sheet).order_by("since")}
    earlier = [one for since, one in by_stay.items() if since < sheet.since]
    return by_stay.get(sheet.since), earlier[-1] if earlier else None


def discard(sheet: Sheet) -> None:
    """Forget what was typed into a form, whenever: it was handed in."""
    if has_any(sheet.person):
        _drafts(sheet).delete()


def _drafts(sheet: Sheet) -> QuerySet[Draft]:
    return Draft.objects.filter(person=sheet.person, procedure=sheet.procedure, act=sheet.act, case=sheet.case)


def has_any(person: Person) -> bool:
    """Tell whether a person may have drafts; the statement that found who is signed in has told it."""
    return bool(getattr(person, "drafting", True))


def day_of(draft: Draft | None) -> dict[str, Any]:
    """Return the day of the act that was typed with a draft, as the page's own field shows it."""
    return {"on": draft.answers.get("on", [""])[-1]} if draft else {}


def initial_of(draft: Draft | None, asks: type[PaperForm]) -> dict[str, Any]:
    """Return what a form shows of a draft, without judging it."""
    if draft is None:
        return {}
    data = QueryDict(mutable=True)
    for key, texts in draft.answers.items():
        data.setlist(key, texts)
    return initial_in(data, asks)


def initial_in(data: QueryDict, asks: type[PaperForm]) -> dict[str, Any]:
    """Return what a form shows of what was typed, without judging it."""
    fields = asks.base_fields
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in fields.items()
        if not isinstance(field, forms.FileField) and not field.widget.value_omitted_from_data(data, {}, name)
    }
