"""可选名单: a chooser on a page takes only whom it offers, or whom its reader sees anyway.

A key of anybody else is taken out of what was sent before a form or a condition reads it, so that no answer tells his
name, his standing, or that there is such a person.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

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
    named = {name: field for name, field in asks.base_fields.items() if _names_people(field)} if asks else {}
    sent = {name: {key for one in request.POST.getlist(name) if (key := key_in(one)) is not None} for name in named}
    asked = set().union(*sent.values()) - {who.person.pk} if sent else set()
    if asks is None or not asked:
        return None
    strange = asked - set(who.sight.people().filter(pk__in=asked).values_list("pk", flat=True))
    if not strange:
        return None
    form = asks(on=on, organization=place)
    refused = {name: keys & strange - _offered(form.fields[name]) for name, keys in sent.items()}
    posted = request.POST.copy()
    for name, keys in refused.items():
        posted.setlist(name, [one for one in posted.getlist(name) if key_in(one) not in keys])
    request.POST = posted  # type: ignore[assignment]  # Django lets it be set
    said = "所选人员不在可选名单中，请从名单中选择。"
    found = tuple(Finding(NOT_OFFERED, said, field=name) for name, keys in refused.items() if keys)
    return Refused(found[0], found[1:]) if found else None


def _names_people(field: object) -> bool:
    return isinstance(field, (PersonField, PeopleField))


def _offered(field: object) -> set[int]:
    people = getattr(field, "suggested", None)
    return {one.pk for one in people if isinstance(one, Person)} if people is not None else set()
