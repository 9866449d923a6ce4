"""What transfer adds to the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.engine.visibility import PEOPLE_READERS
from workflows.pages.shell import Entry

MENU = (Entry("transfer_letters", _("介绍信"), "file-text", PEOPLE_READERS),)
