"""Finding people by name or pinyin, among those whom the reader may see; answers the people picker."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from workflows.pages.reader import reader
from workflows.pages.words import searched
from workflows.people.called import called

MOST = 12
LEAST_LETTERS = 2


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Return up to `MOST` people as `{found: [{id, text}]}`; fewer than two letters find nobody."""
    text = searched(request.GET)
    if len(text) < LEAST_LETTERS:
        return JsonResponse({"found": []})
    found = reader(request).sight.people().filter(called(text)).select_related("home").order_by("name", "id")[:MOST]
    people = [{"id": one.pk, "text": f"{one.name}（{one.home.name if one.home else '未登记组织'}）"} for one in found]
    return JsonResponse({"found": people})
