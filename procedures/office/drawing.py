"""交接清单: what the register knows of a post on a day: what waits, what is due, what runs, members, money."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Q

from procedures.office.facts import Item
from procedures.register.handing import Money, money_at
from procedures.register.rolls import members_on
from workflows.models import Case, Task
from workflows.people.models import Organization, Role
from workflows.people.models.organization import BRANCHES
from workflows.people.models.post import BRANCH_ROLES, COMMITTEE_ROLES
from workflows.table.registry import procedure

WORK, THINGS, BOOKS = "work", "things", "books"
GROUPS = {WORK: "办理中的事", THINGS: "档案和印章", BOOKS: "账目"}
MOST = 4  # procedures that a line names
RUNS = frozenset({*BRANCH_ROLES, *COMMITTEE_ROLES})


def drawn(place: Organization, role: str, on: date, soon: int, *, but: int = 0) -> list[Item]:
    """Return what the register knows to be handed over at a post, in three statements at most.

    Args:
        soon: within so many days something is due soon.
        but: the key of the handover's own case.
    """
    tasks = Task.objects.filter(post__organization=place, post__role=role, finished=None, advisory=False)
    near = on + timedelta(days=soon)
    told = tasks.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due__lt=on)),
                           due=Count("pk", filter=Q(due__gte=on, due__lte=near)))  # fmt: skip
    late = f"其中 {told['late']} 件已过期" if told["late"] else ""
    items = [
        Item(code="tasks", group=WORK, title="待办", number=f"{told['all']} 件", note=late),
        Item(code="due", group=WORK, title="近期要办", number=f"{told['due']} 件", note=f"{soon} 天内到期"),
    ]
    if role in RUNS:
        items.append(_running(place, but))
    return items


def _running(place: Organization, but: int) -> Item:
    cases = Case.objects.filter(organization=place, finished=None).exclude(pk=but)
    rows = list(cases.order_by().values_list("procedure").annotate(number=Count("pk")).order_by("procedure"))
    named = [f"{procedure(code).title} {number} 件" for code, number in rows]
    note = "、".join(named[:MOST]) + ("等" if len(named) > MOST else "")
    return Item(code="cases", group=WORK, title="在办事项", number=f"{sum(n for _, n in rows)} 件", note=note)


def usual(place: Organization, role: str, on: date) -> list[Item]:
    """Return what is commonly handed over in hand, for whoever gives to change: files and rolls, seal, minutes."""
    members = members_on(place, on).count() if place.kind in BRANCHES and role in RUNS else None
    files = [Item(code="own-0", group=THINGS, title="团员档案", number=f"{members} 份")] if members is not None else []
    rolls = [Item(code="own-1", group=THINGS, title="团员名册", number="1 本")] if members is not None else []
    rest = (("own-2", "印章", "1 枚"), ("own-3", "会议记录本", "1 本"))
    return [*files, *rolls, *(Item(code=code, group=THINGS, title=title, number=n) for code, title, n in rest)]


def money(place: Organization, role: str, on: date) -> Money | None:
    """Return the money that there must be at a post by the books; None where it keeps none."""
    return next(iter(money_at(place, role, on)), None)


def role_words(role: str) -> str:
    """Say a role in Chinese."""
    return str(Role(role).label)
