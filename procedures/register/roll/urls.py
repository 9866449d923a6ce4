"""Addresses of the roll."""

from __future__ import annotations

from django.urls import path

from procedures.register.roll import pages

urlpatterns = [
    path("", pages.roll, name="roll"),
    path("print/", pages.printed, name="roll_print"),
    path("export/", pages.export, name="roll_export"),
    path("names/", pages.names, name="roll_names"),
    path("views/", pages.save_view, name="roll_save_view"),
    path("views/forget/", pages.forget_view, name="roll_forget_view"),
]
