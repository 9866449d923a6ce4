"""推优荐才 in the menu: the talent register, for committees and auditors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from procedures.talent.pages.views import READERS
from workflows.pages.shell import Entry

MENU = (Entry("talent_pool", _("青年人才信息库"), "users", READERS),)
