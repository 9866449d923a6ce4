"""What transfer adds to the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.pages.shell import Entry
from workflows.visibility import PEOPLE_READERS

MENU = (Entry("transfer_letters", _("介绍信"), "file-text", PEOPLE_READERS),)
