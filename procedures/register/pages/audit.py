"""查询: finding a person or a case, and proving that the record of a case is whole.

What is typed is posted, never put into an address: it may be an ID number.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from forms.texts import folded
from procedures.register.models import DevelopmentNumber
from workflows.engine.visibility import CASE_READERS, PEOPLE_READERS
from workflows.models import Case, Entry
from workflows.pages.reader import Reader, reader
from workflows.pages.words import key_in, searched
from workflows.people.called import called
from workflows.people.models import Person
from workflows.people.secrets import blind_index
from workflows.proof.log import first_broken
from workflows.store.keys import among

PAGE = 20
MANY = 1000  # people or organizations of a name; the cases of more are found among all cases
ID_LENGTHS = (15, 18)


@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """Search people and cases among those that the reader may see."""
    who = reader(request)
    if not who.sight.roles & PEOPLE_READERS:
        raise Http404
    text = searched(request.POST)
    context: dict[str, object] = {"text": text}
    if text:
        people, people_after = _people(who, text, request.POST.get("people_after", ""))
        cases, cases_after = _cases(who, text, request.POST.get("cases_after", ""))
        context |= {
            "people": people,
            "people_after": people_after,
            "cases": cases,
            "cases_after": cases_after,
            "further": bool(request.POST.get("people_after") or request.POST.get("cases_after")),
        }
    response = render(request, "register/audit.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def audit_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Reckon the chain of a case anew and say whether its record is whole."""
    who = reader(request)
    if not who.sight.roles & CASE_READERS:
        raise Http404
    case = get_object_or_404(who.sight.cases(), pk=pk)
    if not who.sight.is_insider(case):
        raise Http404
    chain = f"case/{case.pk}"
    broken = first_broken(chain)
    length = Entry.objects.filter(chain=chain).count()
    if broken is None and length != case.sequence:
        broken = length + 1
    context = {"case": case, "broken": broken, "length": length, "head": case.head}
    return render(request, "register/audit_case.html", context)


def is_id_number(text: str) -> bool:
    """Tell whether a text has the shape of an ID number."""
    return len(text) in ID_LENGTHS and text[:-1].isdecimal()


def _people(who: Reader, text: str, after: str) -> tuple[list[Person], str]:
    """Return a page of people by name, and the key of the last where more follow."""
    found = _named(who, text).select_related("home", "standing").order_by("name", "id")
    name, _, pk = after.rpartition("/")
    if name and (key := key_in(pk)) is not None:
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=key))
    rows = list(found[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.name}/{last.pk}" if last else ""


def _named(who: Reader, text: str) -> QuerySet[Person]:
    """Return the people in sight who are called so, or have the number."""
    people, number = who.sight.people(), folded(text)
    if is_id_number(number):
        return people.filter(id_index=blind_index(number))
    if number.isdecimal():
        return people.filter(pk__in=DevelopmentNumber.objects.filter(number=number).values("person"))
    return people.filter(called(text))


def _cases(who: Reader, text: str, after: str) -> tuple[list[Case], str]:
    """Return a page of cases, newest first, and the key of the last where more follow.

    Each way of naming a case is asked by itself and reads its own index: all at once would read every case there is.
    """
    if not who.sight.roles & CASE_READERS:
        return [], ""
    seen = who.sight.cases().select_related("organization").order_by("-id")
    if (last := key_in(after)) is not None:
        seen = seen.filter(pk__lt=last)
    found = {case.pk: case for named in _ways_to_name(who, text) for case in seen.filter(named)[: PAGE + 1]}
    rows = [found[pk] for pk in sorted(found, reverse=True)]
    return rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""


def _ways_to_name(who: Reader, text: str) -> Iterator[Q]:
    """Yield the tests of cases: by somebody in sight, by the whole name of anybody, by number, by an organization."""
    people = _named(who, text).values_list("pk", flat=True)
    if is_id_number(text):
        yield from _of_people(people)
        return
    yield from _of_people(people.union(Person.objects.filter(name=text).values_list("pk", flat=True)))
    yield Q(number=text)
    places = who.sight.organizations(CASE_READERS).filter(name__begins=text).values_list("path", flat=True)
    if paths := list(places[: MANY + 1]):
        yield Q(subject=None, path__in=paths if len(paths) <= MANY else places)


def _of_people(people: QuerySet[Person, int]) -> Iterator[Q]:
    """Yield the test for cases of some people, who are asked for first.

    Careful: as part of the same statement PostgreSQL may take nobody for many, and read all cases to find theirs.
    """
    if keys := list(people[: MANY + 1]):
        yield Q(among("subject_id", keys)) if len(keys) <= MANY else Q(subject__in=people)
