"""The addresses of the site."""

from __future__ import annotations

from importlib import import_module

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from procedures.folders import folders, part_of
from workflows.pages.converters import KeyConverter

register_converter(KeyConverter, "key")  # before the addresses that use it
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("workflows.pages.public.urls")),
    path("", include("workflows.pages.work.urls")),
    path("", include("procedures.register.pages.urls")),
    path("import/", include("procedures.register.roster.urls")),
    path("demo/", include("procedures.town.urls")),
    path("account/", include("workflows.pages.account_urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]
handler500 = "workflows.pages.interrupted.failed"
urlpatterns += [
    path(f"{import_module(f'{folder}.procedure').PROCEDURE.code}/", include(urls))
    for folder in folders()
    for urls in [part_of(folder, "pages.urls")]
    if urls
]
