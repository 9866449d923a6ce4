"""The search for cases: one by its number, and a name that nobody bears, however many there are."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.benchmarks.measuring import Measures, counted, measure, timed
from tests.benchmarks.ours import world
from workflows.models import Case

NOBODY = "无此人"


def pages(pages: int) -> Measures:
    """Ask for both in turn, as the reviewer of the committee in which the cases of the inbox lie."""
    found = Case.objects.order_by("-pk").select_related("organization")[0]
    client = Client()
    person = world.reviewer(world.committee_of(found.organization))
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    asked = ((found.number, reverse("audit_case", args=[found.pk])), (NOBODY, "没有符合的事项"))
    with counted() as statements:
        _ask(client, *asked[0])
    samples = [_ask(client, *one) for _ in range(pages) for one in asked]
    return [measure("search", samples, statements=statements[0])]


def _ask(client: Client, text: str, shown: str) -> float:
    """Return the milliseconds of a search.

    Raises:
        AssertionError: its page does not show what it should.
    """
    took, answer = timed(lambda: client.post(reverse("audit"), {"q": text}))
    if shown not in answer.content.decode():
        raise AssertionError(f"the search for {text} does not show {shown}")
    return took
