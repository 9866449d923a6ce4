"""限流: how often one address may ask, counted for all processes by whole windows of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workflows.accounts.shared_counts import counted
from workflows.pages.accounts import client_address

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def throttled(name: str, *, most: int, seconds: int) -> Callable[[View[P]], View[P]]:
    """Answer 429 where one address has posted more than `most` times in a window of `seconds`."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST" or _count(name, request, seconds) <= most:
                return view(request, *args, **kwargs)
            response = render(request, "public/too_many.html", {"seconds": seconds}, status=429)
            response["Retry-After"] = str(seconds)
            return response

        return answer

    return wrap


def _count(name: str, request: HttpRequest, seconds: int) -> int:
    address = sha256(client_address(request).encode()).hexdigest()[:32]
    window = int(time.time()) // seconds
    return counted(f"throttle/{name}/{window}/{address}", (window + 1) * seconds)
