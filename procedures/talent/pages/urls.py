"""Addresses of the talent register, mounted at /talent/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from procedures.talent.pages import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.pool, name="talent_pool"),
    path("export/", views.export, name="talent_export"),
]
