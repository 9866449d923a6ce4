"""The addresses of the demo."""

from __future__ import annotations

from django.urls import path

from procedures.town import pages

urlpatterns = [
    path("", pages.cast, name="demo"),
    path("as/<key:pk>/", pages.play, name="demo_as"),
    path("move/", pages.move_on, name="demo_move"),
]
