"""页面外壳: what every page shows around its content: menu by roles, unread messages, the demo's bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from workflows.appointments.keepers import KEEPERS
from workflows.engine.visibility import CASE_READERS, PEOPLE_READERS
from workflows.pages.reader import Desk, Reader, reader
from workflows.people.models import Person, Role

EVERYBODY: frozenset[Role] = frozenset()
IMPORTERS = frozenset({*KEEPERS, Role.COMMITTEE_REVIEWER})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: the name of its address, its words, its icon, and whose it is (empty: everybody's).

    `group` is the heading under which it stands; without one it stands on top, or where a procedure's entries do.
    """

    name: str
    title: str | Promise
    icon: str
    roles: frozenset[Role] = EVERYBODY
    group: str | Promise = ""


WORK, KEEPING = _("业务"), _("管理")
MENU = [
    Entry("home", _("首页"), "home"),
    Entry("inbox", _("待办"), "inbox"),
    Entry("me", _("我的"), "user"),
    Entry("inbox_done", _("已办"), "checks"),
    Entry("papers", _("我的证书"), "file-certificate"),
    Entry("notices", _("公示"), "eye"),
    Entry("messages", _("消息"), "bell"),
    Entry("roll", _("团员名册"), "users", PEOPLE_READERS, WORK),
    Entry("rounds", _("轮次"), "calendar", CASE_READERS, WORK),
    Entry("audit", _("查询"), "search", PEOPLE_READERS, KEEPING),
    Entry("organizations", _("组织与岗位"), "building", KEEPERS, KEEPING),
    Entry("missing", _("还缺什么"), "clipboard-check", KEEPERS, KEEPING),
    Entry("roster_upload", _("导入名册"), "upload", IMPORTERS, KEEPING),
    Entry("rules", _("依据"), "scale", group=KEEPING),
]


def add_entries(entries: Iterable[Entry]) -> None:
    """Add the entries of a procedure to the menu, among those of the other procedures."""
    for entry in entries:
        if entry not in _of_procedures:
            _of_procedures.append(entry)


_of_procedures: list[Entry] = []


def _entries() -> list[Entry]:
    """Return all entries, those of one heading together."""
    known = [*MENU, *(replace(one, group=one.group or WORK) for one in _of_procedures)]
    return [*(one for one in known if one.group != KEEPING), *(one for one in known if one.group == KEEPING)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the menu as a page shows it."""

    title: str | Promise
    icon: str
    address: str
    current: bool
    count: int = 0
    group: str | Promise = ""


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
    roles = who.sight.roles
    return Shell(
        who.person,
        who.posts[0].organization if who.posts else who.own.home,
        who.posts,
        who.own.unread,
        tuple(_line(entry, request.path, who) for entry in _entries() if not entry.roles or entry.roles & roles),
    )


def _line(entry: Entry, path: str, who: Reader) -> Line:
    address = reverse(entry.name)
    counts = {"inbox": who.waiting, "messages": who.own.unread}
    current = path == address or (entry.name == "inbox" and path == reverse("inbox_claimable"))
    return Line(entry.title, entry.icon, address, current, counts.get(entry.name, 0), entry.group)
