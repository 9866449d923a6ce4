"""Addresses of the first day."""

from __future__ import annotations

from django.urls import path

from procedures.register.first_day import pages

urlpatterns = [
    path("begin/", pages.begin, name="begin"),
    path("begin/<str:token>/", pages.first_day, name="first_day"),
    path("missing/", pages.missing, name="missing"),
]
