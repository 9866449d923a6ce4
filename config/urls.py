"""The addresses of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("workflows.pages.public.urls")),
    path("", include("workflows.pages.work.urls")),
    path("", include("procedures.register.pages.urls")),
    path("import/", include("procedures.register.roster.urls")),
    path("demo/", include("procedures.town.urls")),
    path("account/", include("workflows.pages.account_urls")),
]
