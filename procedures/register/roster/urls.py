"""The addresses of 导入名册."""

from __future__ import annotations

from django.urls import path

from procedures.register.roster import import_pages, mapping_pages, pages

urlpatterns = [
    path("", pages.upload, name="roster_upload"),
    path("list/", import_pages.imports, name="roster_imports"),
    path("list/<key:pk>/back/", import_pages.back, name="roster_take_back"),
    path("<str:token>/forget/", pages.forget, name="roster_forget"),
    path("<str:token>/<str:code>/columns/", mapping_pages.columns, name="roster_columns"),
    path("<str:token>/<str:code>/", pages.preview, name="roster_preview"),
    path("<str:token>/<str:code>/problems.xlsx", pages.problems, name="roster_problems"),
]
