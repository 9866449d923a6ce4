"""Back to the page that a form names, within this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, field: str, otherwise: str) -> HttpResponse:
    """Lead to the address in a field of the form, or elsewhere where it is none of this site.

    Careful: only what begins with a slash is an address; `redirect` would look for a page of that name.
    """
    address = request.POST.get(field, "")
    here = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(address if here and address.startswith("/") else otherwise)
