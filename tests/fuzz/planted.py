"""Views that break, to show that the fuzz finds them: by a field, an unseen parameter, half-written, broken off."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import include, path

from workflows.people.models import Organization

PAGE = """<a href="half/">半</a> <a href="torn/">断</a>
<form method="post" action="number/"><input name="kept" value="甲"><input type="number" name="count"></form>
<form method="post" action="half/"><input name="name"></form>"""


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Show the forms, and read a parameter that no link shows."""
    return HttpResponse(f"{PAGE}<p>{int(request.GET.get('wide', '1'))}</p>")


@login_not_required
def number(request: HttpRequest) -> HttpResponse:
    """Read a number without asking whether it is one."""
    return HttpResponse(str(int(request.POST.get("count") or "0")))


@login_not_required
def half(request: HttpRequest) -> HttpResponse:
    """Write, and refuse only then."""
    if request.method == "POST":
        Organization.objects.add_root({"code": "HALF", "name": "半", "kind": "committee"})
        return HttpResponse(status=422)
    return HttpResponse("")


@login_not_required
def torn(request: HttpRequest) -> HttpResponseBase:
    """Begin an answer that breaks off where somebody asks for more than it has."""
    return StreamingHttpResponse(_pieces(request.GET.get("until", "")))


def _pieces(until: str) -> Iterator[str]:
    yield "begun"
    yield {"": "ended"}[until]


urlpatterns = [
    path("planted/", page, name="planted"),
    path("planted/number/", number, name="planted_number"),
    path("planted/half/", half, name="planted_half"),
    path("planted/torn/", torn, name="planted_torn"),
    path("", include("config.urls")),
]
