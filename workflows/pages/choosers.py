"""可选名单: a chooser on a page takes only whom it offers, or whom its reader sees anyway.

A key of anybody else is taken out of what was sent before a form or a condition reads it, so that no answer tells his
name, his standing, or that there is such a person.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, QueryDict

from forms.base import PaperForm
from forms.fields import PeopleField, PersonField
from workflows.pages.reader import Reader
from workflows.pages.words import key_in
from workflows.people.models import Organization, Person
from workflows.table.refusals import Finding, Refused

NOT_OFFERED = "not_offered"


def kept_to_offers(
    request: HttpRequest, who: Reader, asks: type[PaperForm] | None, *, on: date, place: Organization | None
) -> Refused | None:
    """Take the keys of people out of a request whom neither the form offers nor the reader sees, and refuse them."""
    request.POST, refused = without_strangers(request.POST, who, asks, on=on, place=place)  # type: ignore[assignment]
    return refused


def without_strangers(
    sent: QueryDict, who: Reader, asks: type[PaperForm] | None, *, on: date, place: Organization | None
) -> tuple[QueryDict, Refused | None]:
    """Return what was sent without those keys, and their refusal; the same where there are none."""
    named = {name: field for name, field in asks.base_fields.items() if _names_people(field)} if asks else {}
    keys = {name: {key for one in sent.getlist(name) if (key := key_in(str(one))) is not None} for name in named}
    asked = set().union(*keys.values()) - {who.person.pk} if keys else set()
    if asks is None or not asked:
        return sent, None
    strange = asked - set(who.sight.people().filter(pk__in=asked).values_list("pk", flat=True))
    if not strange:
        return sent, None
    form = asks(on=on, organization=place)
    refused = {name: some & strange - _offered(form.fields[name]) for name, some in keys.items()}
    kept = sent.copy()
    for name, some in refused.items():
        kept.setlist(name, [one for one in kept.getlist(name) if key_in(str(one)) not in some])
    said = "所选人员不在可选名单中，请从名单中选择。"
    found = tuple(Finding(NOT_OFFERED, said, field=name) for name, some in refused.items() if some)
    return kept, Refused(found[0], found[1:]) if found else None


def _names_people(field: object) -> bool:
    return isinstance(field, (PersonField, PeopleField))


def _offered(field: object) -> set[int]:
    people = getattr(field, "suggested", None)
    return {one.pk for one in people if isinstance(one, Person)} if people is not None else set()
