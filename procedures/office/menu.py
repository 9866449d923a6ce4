"""The posts in the menu: one's own powers for everybody, terms and vacancies for keepers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.appointments.keepers import KEEPERS
from workflows.pages.shell import KEEPING, Entry

MENU = (
    Entry("powers", _("我的职权"), "shield-lock", group=KEEPING),
    Entry("posts_watch", _("任期与空岗"), "clock", KEEPERS, KEEPING),
)
