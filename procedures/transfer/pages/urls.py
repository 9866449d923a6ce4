"""The addresses of transfer, mounted at `/transfer/`."""

from __future__ import annotations

from django.urls import path

from procedures.transfer.pages.letters import letters

urlpatterns = [path("letters/", letters, name="transfer_letters")]
