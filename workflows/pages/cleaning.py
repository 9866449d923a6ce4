"""去除看不见的字符: what comes in is freed of characters that nobody sees, and whoever typed them is told.

So no page, form or rule below has to expect them. An address that holds one is the address of nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, QueryDict
from django.utils.translation import gettext as _

from forms.texts import UNSEEN, seen

Page = Callable[[HttpRequest], HttpResponse]


class Cleaning:
    """Cleans a request: cookies, path and query at once, what was posted once it is known that it may be read."""

    def __init__(self, get_response: Page) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Clean what every part of the product may read, and go on; nobody is known yet to whom to show a page."""
        if UNSEEN.search(request.path_info):
            return HttpResponseNotFound()
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if not UNSEEN.search(name + value)}
        request.GET = _clean(request.GET)  # type: ignore[assignment]  # a query is replaced by a query
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Page, args: Any, kwargs: Any) -> None:
        """Clean what was posted, and tell who typed it; a password stays as it was typed."""
        if request.method != "POST":
            return
        cleaned = _clean(request.POST)
        if cleaned is not request.POST:
            request.POST = cleaned  # type: ignore[assignment]  # as above
            messages.info(request, _("填写的内容中有看不见的字符（如控制字符、方向符），已去除。"))


def _clean(given: QueryDict) -> QueryDict:
    """Return the same where there is nothing to take out, else a copy without it."""
    texts = [(name, str(text)) for name in given for text in given.getlist(name) or [""]]
    if not any(UNSEEN.search(name) or (UNSEEN.search(text) and not _is_secret(name)) for name, text in texts):
        return given
    cleaned = QueryDict(mutable=True, encoding=given.encoding)
    for name, text in texts:
        cleaned.appendlist(seen(name), text if _is_secret(name) else seen(text))
    cleaned._mutable = False
    return cleaned


def _is_secret(name: str) -> bool:
    return "password" in name
