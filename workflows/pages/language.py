"""Chinese first: pages are Chinese until somebody chooses English, whatever language his browser asks for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguage(LocaleMiddleware):
    """Activates the language that was chosen on a page, and nothing else."""

    def process_request(self, request: HttpRequest) -> None:
        """Read the choice from its cookie."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave the thread in the language in which it came: what it does next was asked for by somebody else."""
        answer: HttpResponseBase = super().process_response(request, response)
        translation.deactivate()
        return answer
