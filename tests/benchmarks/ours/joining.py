"""The joining case: seven acts of the real procedure, each its own transaction with log, routing, papers and notices.

Application and talk are done on one case; the five acts from the introducers' opinions to the filing on another, which
is taken over where the introducers are waited for, so that the seven are those of the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from procedures.scenarios.runner import noon
from tests.benchmarks.browser import Browser
from tests.benchmarks.measuring import Measures, measure, tally, timed
from tests.benchmarks.ours import world
from workflows import engine
from workflows.days import clock
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.rounds.adoption import adopt

LETTER = {
    "knowledge": "学习了团章", "motive": "愿意进步", "self_assessment": "踏实",
    "cv-0-from": "2018-09", "cv-0-where": "医学院", "family-0-relation": "母亲", "family-0-name": "张华",
}  # fmt: skip
VOTES = {"no": "0", "abstain": "0", "minutes": "讨论"}
APPROVAL = {"decision": "approve", "opinion": "批准", "members_present": "5", "members_yes": "5"}
ROLL = 50
_serial = count(1)


@dataclass(frozen=True, slots=True)
class Step:
    """One act: on which case (none: it opens one), by whom, with which answers; all are of today, with a reason."""

    act: str
    case: Case | None
    by: Person
    answers: dict[str, Any]


def by_engine(cases: int) -> Measures:
    """Walk cases by the engine's door."""
    return _walked(cases, _by_engine)


def by_pages(cases: int) -> Measures:
    """Walk cases by the posts of the product's pages."""
    browsers: list[Browser] = []

    def door(step: Step) -> float:
        took, browser = _by_page(step)
        browsers.append(browser)
        return took

    measures = _walked(cases, door)
    forms = [took for browser in browsers[7:] for took in browser.form_times]
    return [*measures, measure("form", forms)]


def _walked(cases: int, door: Callable[[Step], float]) -> Measures:
    for step in _steps():  # warm
        door(step)
    with tally() as statements:
        acts = len([door(step) for step in _steps()])
    samples = [door(step) for _ in range(cases) for step in _steps()]
    return [measure("act", samples, statements=round(statements[0] / acts, 1))]


def _steps() -> Iterator[Step]:
    """Yield the seven acts on new cases of a branch; what they need is made between them, untimed."""
    number = next(_serial)
    branches = world.branches()
    branch = branches[number % len(branches)]
    committee = world.reviewer(branch.get_parent())
    secretary, commissioner, deputy = world.officers(branch)
    applicant = world.newcomer(branch, number * 2)
    yield Step("apply", None, applicant, {"organisation": branch.pk, **LETTER})
    opened = Case.objects.get(subject=applicant)
    yield Step("talk", opened, secretary, {"talker": secretary.pk, "summary": "动机端正", "suitable": "true"})
    case = _waiting_for_introducers(branch, number, [commissioner, deputy])
    yield Step("introduce", case, commissioner, {"opinion": "愿意介绍"})
    yield Step("introduce", case, deputy, {"opinion": "愿意介绍"})
    voters = str(_voters(branch))
    yield Step("hold_meeting", case, secretary, {**VOTES, "present": voters, "yes": voters})
    yield Step("approve", case, committee, APPROVAL)
    yield Step("file", case, world.reviewer(None), {})
    found = Case.objects.get(pk=case.pk)
    if found.stage != "filed":
        raise AssertionError(f"the case stands at {found.stage}")


def _voters(branch: Organization) -> int:
    from procedures.register.rolls import should_attend  # noqa: PLC0415

    return should_attend(branch, clock.today())


def _waiting_for_introducers(branch: Organization, number: int, introducers: list[Person]) -> Case:
    person = world.newcomer(branch, number * 2 + 1)
    facts = {
        "applied_on": _ago(400), "activist_on": _ago(300), "last_class_on": _ago(200), "notice_ended_on": _ago(30),
        "form_filled_on": _ago(20), "introducers": [one.pk for one in introducers],
        "development_number": f"{_ago(20).year}42{number % 1_000_000:06}",
    }  # fmt: skip
    on = _ago(12)
    return adopt("joining", stage="form_filled", facts=facts, subject=person, organization=branch, on=on, at=noon(on))


def _ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def _by_engine(step: Step) -> float:
    request = engine.Request(step.act, step.by, None, clock.now(), step.answers, reason="略")
    if step.case is None:
        return timed(lambda: engine.start("joining", request))[0]
    pk = step.case.pk
    return timed(lambda: engine.act(pk, request))[0]


def _by_page(step: Step) -> tuple[float, Browser]:
    client = Client(enforce_csrf_checks=True)
    client.force_login(step.by, backend=settings.AUTHENTICATION_BACKENDS[-1])
    client.get(reverse("messages"))  # the first page of a session notes when it began
    browser = Browser(client)
    address = reverse("start", args=["joining"]) if step.case is None else reverse("act", args=[step.case.pk, step.act])
    answers = {**step.answers, "warned": "1", "despite": "略"}
    return browser.submit(address, answers), browser
