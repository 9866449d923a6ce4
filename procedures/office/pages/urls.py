"""Addresses of the posts: what the reader may do by them, and which of those he keeps are wanting."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from procedures.office.pages import powers, watch

urlpatterns: list[URLPattern | URLResolver] = [
    path("powers/", powers.page, name="powers"),
    path("watch/", watch.page, name="posts_watch"),
]
