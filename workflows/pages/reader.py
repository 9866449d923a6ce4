"""读者: who looks at a page, on which day, what he may see and at which desks he sits; asked once per request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.contrib.auth.middleware import get_user
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from workflows.appointments import keepers
from workflows.appointments.keepers import KEEPERS
from workflows.days import clock
from workflows.engine.visibility import Sight, visible_to
from workflows.models import Message, Task
from workflows.people.models import Organization, Person, Role
from workflows.store import rooted


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk of the reader.

    Attributes:
        open, claimed: the post's counters.
        sole: nobody else holds the post, so that its tasks are the reader's own.
    """

    post: int
    role: str
    organization: str
    open: int
    claimed: int
    sole: bool
    deputizing_for: str = ""

    @property
    def role_title(self) -> str:
        """The role in words."""
        return _(str(Role(self.role).label))

    @property
    def title(self) -> str:
        """The desk in words; a deputy's says for whom."""
        deputy = _("（代 %(deputizing_for)s）") % {"deputizing_for": self.deputizing_for} if self.deputizing_for else ""
        return f"{self.organization}·{self.role_title}{deputy}" if self.organization else _("本人")


@dataclass(frozen=True, slots=True)
class Own:
    """The own desk, unread messages, claimed tasks of shared posts, and the name of the organization."""

    desk: Desk | None
    home: str
    unread: int
    claims: int


class Reader:
    """One signed-in person during one request; each answer costs at most one statement, the first time."""

    def __init__(self, person: Person, at: datetime, on: date) -> None:
        self.person = person
        self.at = at
        self.on = on

    @cached_property
    def sight(self) -> Sight:
        """What the reader may see today; the rest of the request looks where there may be any of it."""
        found = visible_to(self.person, self.on)
        rooted.enter(*found.roots)
        return found

    @cached_property
    def posts(self) -> tuple[Desk, ...]:
        """The posts held, in the order of appointment."""
        found: dict[int, Desk] = {}
        for one in sorted(self.sight.appointments, key=lambda one: (one.deputizing_for_id is not None, one.pk)):
            post = one.post
            place = post.organization.name if post.organization else ""
            deputy = one.deputizing_for.name if one.deputizing_for else ""
            sole = getattr(one, "holders", 0) == 1
            found.setdefault(
                post.pk, Desk(post.pk, post.role, place, post.open_tasks, post.claimed_tasks, sole, deputy)
            )
        return tuple(found.values())

    @cached_property
    def own(self) -> Own:
        """What belongs to the reader himself."""
        post = getattr(self.person, "desk", None)
        desk = Desk(post.pk, Role.SELF, "", post.open_tasks, post.claimed_tasks, True) if post else None
        home = self.person.home.name if self.person.home else ""
        return Own(desk, home, self._unread(), self._claims())

    def _unread(self) -> int:
        """Return how many messages are unread; the sign-in's own statement has counted them for most requests."""
        counted = getattr(self.person, "unread", None)
        return Message.objects.filter(person=self.person, read_at=None).count() if counted is None else int(counted)

    def _claims(self) -> int:
        posts = [one.post for one in self.shared]
        return Task.objects.filter(claimed_by=self.person, finished=None, post__in=posts).count() if posts else 0

    @property
    def kept(self) -> QuerySet[Organization]:
        """The organizations that the reader keeps, by the posts that were read already."""
        held = [one.post for one in self.sight.appointments if one.post.role in KEEPERS]
        return keepers.kept_under(one.organization.path for one in held if one.organization)

    @property
    def desks(self) -> tuple[Desk, ...]:
        """The own desk and the posts held."""
        return (*((self.own.desk,) if self.own.desk else ()), *self.posts)

    @property
    def shared(self) -> tuple[Desk, ...]:
        """The posts that somebody else holds as well."""
        return tuple(one for one in self.posts if not one.sole)

    @property
    def waiting(self) -> int:
        """How many tasks wait for the reader, of which `claimable` are free: the one number of all pages."""
        return self.mine + self.claimable

    @property
    def mine(self) -> int:
        """How many open tasks only the reader can do, or has claimed; from the posts' counters."""
        return sum(one.open for one in self.desks if one.sole) + self.own.claims

    @property
    def claimable(self) -> int:
        """How many open tasks of shared posts nobody has claimed; from the posts' counters."""
        return sum(one.open - one.claimed for one in self.shared)


def reader(request: HttpRequest) -> Reader:
    """Return the reader of a request, the same one each time.

    Raises:
        PermissionError: nobody is signed in.
    """
    known = getattr(request, "_reader", None)
    if isinstance(known, Reader):
        return known
    person = get_user(request)  # the person himself: what `request.user` wraps is looked up through it each time
    if not isinstance(person, Person):
        raise PermissionError("nobody is signed in")
    made = Reader(person, clock.now(), clock.today())
    request._reader = made  # type: ignore[attr-defined]  # kept for this request alone
    return made
