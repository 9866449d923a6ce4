"""The works of the comparison side."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission, User

from tests.benchmarks.others import bare, inbox, joining, paper, rounds, urls


def prepare(desks: int) -> list[Any]:
    """Make the people who do the steps, and the tables of bare SQL."""
    names = ("worker", *(f"reviewer{number}" for number in range(desks)))
    people = User.objects.bulk_create([User(username=name, password="!") for name in names])
    role = Group.objects.create(name="officers")
    role.permissions.set(Permission.objects.filter(codename__endswith="_joining"))
    role.user_set.set(people)
    bare.create()
    return []


SITE = urls.site  # stock Viewflow knows its own addresses only once they are loaded
WORKS = {
    "prepare": prepare,
    "joining.bare": bare.joining,
    "joining.handwritten": joining.handwritten_orm,
    "joining.stock": joining.stock_engine,
    "pages.handwritten": joining.handwritten_http,
    "pages.stock": joining.stock_http,
    "inbox.fill": inbox.fill,
    "inbox.bare": bare.inbox,
    "inbox.handwritten": inbox.handwritten,
    "inbox.stock": inbox.stock,
    "round.bare": bare.round_of,
    "round.handwritten": rounds.handwritten,
    "round.stock": rounds.stock,
    "timeline.fill": bare.fill_timeline,
    "timeline.bare": bare.timeline,
    "papers.bare": paper.print_again,
}
