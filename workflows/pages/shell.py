"""页面外壳: what every page shows around its content: menu by roles, unread messages, the demo's bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from workflows.offices import KEEPERS
from workflows.pages.reader import Desk, Reader, reader
from workflows.people.models import Person, Role
from workflows.visibility import PEOPLE_READERS

EVERYBODY: frozenset[Role] = frozenset()
IMPORTERS = frozenset({*KEEPERS, Role.COMMITTEE_REVIEWER})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: the name of its address, its words, its icon, and whose it is (empty: everybody's)."""

    name: str
    title: str | Promise
    icon: str
    roles: frozenset[Role] = EVERYBODY


MENU = (
    Entry("home", _("首页"), "home"),
    Entry("inbox", _("待办"), "inbox"),
    Entry("inbox_done", _("已办"), "checks"),
    Entry("papers", _("我的证书"), "file-certificate"),
    Entry("notices", _("公示"), "eye"),
    Entry("messages", _("消息"), "bell"),
    Entry("audit", _("查询"), "search", PEOPLE_READERS),
    Entry("organizations", _("组织与岗位"), "building", KEEPERS),
    Entry("roster_upload", _("导入名册"), "upload", IMPORTERS),
    Entry("rules", _("依据"), "scale"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the menu as a page shows it."""

    title: str | Promise
    icon: str
    address: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around a signed-in person's page."""

    person: Person
    place: str
    desks: tuple[Desk, ...]
    unread: int
    menu: tuple[Line, ...]

    @property
    def desk(self) -> Desk | None:
        """The post that stands in the header."""
        return self.desks[0] if self.desks else None

    @property
    def more_desks(self) -> int:
        """How many other posts the person holds."""
        return max(len(self.desks) - 1, 0)


def shell(request: HttpRequest) -> Mapping[str, object]:
    """Give every template the shell; nothing is asked of the database before a template uses it."""
    return {
        "shell": SimpleLazyObject(lambda: _shell_of(request)),
        "demo": settings.DEMO,
        "version": settings.VERSION,
        "source": settings.SOURCE_URL,
    }


def _shell_of(request: HttpRequest) -> Shell | None:
    if not isinstance(getattr(request, "user", None), Person):
        return None
    who = reader(request)
    return Shell(
        who.person,
        who.posts[0].organization if who.posts else who.own.home,
        who.posts,
        who.own.unread,
        tuple(_line(entry, request.path, who) for entry in MENU if not entry.roles or entry.roles & who.sight.roles),
    )


def _line(entry: Entry, path: str, who: Reader) -> Line:
    address = reverse(entry.name)
    counts = {"inbox": who.mine + who.claimable, "messages": who.own.unread}
    current = path == address or (entry.name == "inbox" and path == reverse("inbox_claimable"))
    return Line(entry.title, entry.icon, address, current, counts.get(entry.name, 0))
