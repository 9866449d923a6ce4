"""The dues in the menu: the account for officers, what is published for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.visibility import CASE_READERS
from workflows.pages.shell import Entry

MENU = (
    Entry("dues_account", _("团费账目"), "cash", CASE_READERS),
    Entry("dues_published", _("团费公布"), "eye"),
)
