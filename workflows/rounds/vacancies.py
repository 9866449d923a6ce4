"""空岗: what the night does where posts change hands by a day that has come, and where nobody holds one at all.

Once a week it tells whoever keeps organizations of the terms that run out and of those that nobody leads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.appointments import watching
from workflows.appointments.keepers import KEEPERS
from workflows.engine import following
from workflows.engine.law import law_for
from workflows.messages import sending
from workflows.people.models import Appointment, Organization, Post, Role
from workflows.table.common_rules import TERM_ENDS
from workflows.table.word import Word

LOOKS_BACK = timedelta(days=14)  # an installation may have been switched off over a holiday
TOLD_EVERY = timedelta(days=7)
NAMED = 5  # posts that a message names
WEEKLY = 0  # the day of the week on which keepers are told what will be wanting: Monday


@dataclass(frozen=True, slots=True)
class Unheld:
    """A post at which tasks wait and that nobody holds, nor anybody who could stand in."""

    post: Post
    organization: Organization

    @property
    def title(self) -> str:
        """The post and how much waits there, in words."""
        return f"{self.post.title}（{self.post.open_tasks}件）"


def follow_the_day(root: Organization, on: date, at: datetime) -> int:
    """Have tasks follow the appointments under a root that began or ended lately; return how many moved."""
    since = on - LOOKS_BACK
    lately = Q(first_on__gt=since, first_on__lte=on) | Q(last_on__gte=since, last_on__lt=on)
    changed = Appointment.objects.filter(lately, _of(root, "post__organization__"))
    posts = {*changed.values_list("post", flat=True), *_unheld(root, on).values_list("pk", flat=True)}
    return following.follow_posts(posts, on=on, at=at)


def unheld(root: Organization, on: date) -> list[Unheld]:
    """Return the posts under a root at which tasks wait for nobody; with those of the Party that leads there."""
    found = _unheld(root, on).select_related("organization").order_by("organization__path", "role")
    return [Unheld(post, post.organization) for post in found if post.organization]


@transaction.atomic(savepoint=False)
def tell_keepers(found: Iterable[Unheld], on: date, at: datetime) -> None:
    """Tell those who appoint there, each in one message, when a post is first found so and every week after."""
    fresh = [one for one in found if not one.post.unheld_told_on or one.post.unheld_told_on + TOLD_EVERY <= on]
    by_keeper: dict[tuple[int, str], list[Unheld]] = defaultdict(list)
    for one in fresh:
        for keeper in _keepers(one.organization, on):
            by_keeper[keeper, one.organization.root].append(one)
    sending.send((_word(keeper, root, ones, at) for (keeper, root), ones in by_keeper.items()), by=None)
    Post.objects.filter(pk__in=[one.post.pk for one in fresh]).update(unheld_told_on=on)


def forget_held(root: Organization, on: date) -> None:
    """Have a post that is held again told anew when it next falls vacant."""
    told = Post.objects.filter(_of(root, "organization__"), unheld_told_on__isnull=False)
    told.exclude(pk__in=_unheld(root, on).values("pk")).update(unheld_told_on=None)


@transaction.atomic(savepoint=False)
def tell_of_terms(root: Organization, on: date, at: datetime) -> int:
    """Tell each keeper once a week of terms that run out without a successor, and of vacancies; return how many."""
    if on.weekday() != WEEKLY:
        return 0
    places = watching.under(root)
    within = law_for(root, on).number(TERM_ENDS)
    terms = [(one.held.post.organization, one) for one in watching.ending(places, on, within) if not one.followed]
    wanting = watching.vacant(places, on)
    by_keeper: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, one in terms:
        for keeper in _keepers(place, on) if place else ():
            by_keeper[keeper][0].append(f"{one.held.post.title}（{one.held.person}，还有{one.days}天）")
    for vacancy in wanting:
        for keeper in _keepers(vacancy.organization, on):
            by_keeper[keeper][1].append(f"{vacancy.organization}·{vacancy.title}")
    words = [Word(keeper, root.root, None, _weekly(*told), at) for keeper, told in by_keeper.items()]
    sending.send(words, by=None)
    return len(words)


def _weekly(terms: list[str], wanting: list[str]) -> str:
    said = [
        f"{len(ones)}个{what}：{_first(ones)}" for what, ones in (("任期将满", terms), ("岗位空缺", wanting)) if ones
    ]
    return f"{'；'.join(said)}。请在“任期与空岗”中办理。"


def _first(ones: list[str]) -> str:
    return "、".join(ones[:NAMED]) + ("等" if len(ones) > NAMED else "")


def _unheld(root: Organization, on: date) -> QuerySet[Post]:
    held = Appointment.objects.on(on).filter(post=OuterRef("pk"))
    return Post.objects.filter(_of(root, "organization__"), ~Exists(held), open_tasks__gt=0, person=None)


def _of(root: Organization, prefix: str) -> Q:
    """Return the test that an organization lies under a root, or leads one that does."""
    led = Organization.objects.filter(path__startswith=root.path, led_by__isnull=False).values("led_by")
    return Q(**{f"{prefix}path__startswith": root.path}) | Q(**{f"{prefix}pk__in": led})


def _keepers(organization: Organization, on: date) -> set[int]:
    """Return who keeps an organization: at the nearest above that has a registrar or a secretary, else a reviewer."""
    places = [organization, *organization.leads.all()] if organization.is_party else [organization]
    paths = {path for place in places for path in place.above_paths}
    held = Appointment.objects.on(on).filter(
        post__organization__path__in=paths, post__role__in=(*KEEPERS, Role.COMMITTEE_REVIEWER)
    )
    rows = list(held.values_list("post__organization__path", "post__role", "person"))
    for roles in (KEEPERS, {Role.COMMITTEE_REVIEWER}):
        nearest = max((len(path) for path, role, _ in rows if role in roles), default=0)
        found = {person for path, role, person in rows if role in roles and len(path) == nearest}
        if found:
            return found
    return set()


def _word(keeper: int, root: str, ones: list[Unheld], at: datetime) -> Word:
    named = "、".join(one.title for one in ones[:NAMED])
    more = f"等{len(ones)}个岗位" if len(ones) > NAMED else ""
    text = f"以下岗位无人任职，也无人可以代为办理，待办在等：{named}{more}。请在“组织与岗位”中任命。"
    return Word(keeper, root, None, text, at)
