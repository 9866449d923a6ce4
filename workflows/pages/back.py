"""Back to the page that a form names, within this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def address_back(request: HttpRequest, field: str, otherwise: str) -> str:
    """Return the address in a field of the form or of the address, or another where it is none of this site.

    Careful: only what begins with a slash is an address; `redirect` would look for a page of that name.
    """
    address: str = request.POST.get(field) or request.GET.get(field, "")
    here = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if here and address.startswith("/") else otherwise


def back(request: HttpRequest, field: str, otherwise: str) -> HttpResponse:
    """Lead there."""
    return HttpResponseRedirect(address_back(request, field, otherwise))
