"""The addresses of the dues' pages."""

from __future__ import annotations

from django.urls import path

from procedures.dues.pages import account

urlpatterns = [
    path("", account.account, name="dues_account"),
    path("published/", account.published, name="dues_published"),
]
