"""Finding organizations by name or code; answers the picker of a form."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from workflows.pages.reader import reader
from workflows.pages.words import searched
from workflows.people.models import Kind, Organization
from workflows.people.models.organization import name_above

MOST = 12
WORDS = 4


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Return up to `MOST` organizations as `{found: [{id, text}]}`: each word is in its name or in that above it.

    One that has been dissolved is not among them.
    """
    words = searched(request.GET).split()[:WORDS]
    if not words:
        return JsonResponse({"found": []})
    who = reader(request)
    places = who.kept if request.GET.get("kept") else Organization.objects.all()
    kinds = [kind for kind in request.GET.get("kinds", "").split(",") if kind in Kind.values]
    places = places.filter(kind__in=kinds, dissolved_on=None).annotate(above=name_above())
    for word in words:
        places = places.filter(Q(name__icontains=word) | Q(above__icontains=word) | Q(code__iexact=word))
    found = [{"id": one.pk, "text": one.title} for one in places.defer("seal").order_by("path")[:MOST]]
    return JsonResponse({"found": found})
