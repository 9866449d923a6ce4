"""团费账目: the months of a branch, or the branches of a committee, with cash, remittances and what was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forms.money import yuan
from procedures.dues.credit import credit_at
from procedures.dues.models import Account, Remittance
from procedures.dues.pages.matrix import branches_of, rows_of, unpaid_of, unpaid_text
from procedures.dues.periods import Period, half_year_of, parse
from procedures.dues.publishing import CASH, TITLES, Moved, cash_of, moved_at
from procedures.register.models import Charge
from procedures.register.months import month_of, months_between
from workflows.days.dates import add_months
from workflows.engine.visibility import CASE_READERS
from workflows.models import Case
from workflows.pages.reader import Reader, reader
from workflows.pages.words import key_in
from workflows.people.actors import ORG_COMMISSIONER
from workflows.people.models import Organization, Person

PAGE = 50
SHOWN = 10


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the account of one organization for a half-year."""
    who = reader(request)
    here = _organization(who, request.GET.get("at", ""))
    period = _period(request.GET.get("period", ""), who.on)
    moved = moved_at(here, period)
    context = {
        "here": here,
        "period": period,
        "months": months_between(period.first, period.last),
        "before": half_year_of(add_months(period.first, -1)),
        "after": half_year_of(add_months(period.last, 1)),
        "cash": _cash(moved),
        "flow": _flow(moved),
        "remittances": _remittances(here),
        "published": _published(here.above_paths)[:SHOWN],
    }
    if here.is_branch:
        return render(request, "dues/account_branch.html", {**context, **_of_branch(request, who, here, period)})
    return render(request, "dues/account_committee.html", {**context, **_of_committee(who, here, period)})


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Show what the organizations at and above the reader's own have published of their accounts."""
    who = reader(request)
    home = who.person.home
    found = _published(home.above_paths) if home else Case.objects.none()
    accounts = [(case, parse(case.facts["period"]), _figures(case)) for case in found[:SHOWN]]
    return render(request, "dues/published.html", {"accounts": accounts})


def _organization(who: Reader, asked: str) -> Organization:
    """Return the organization asked for, or the first one held, as far as the reader may see it.

    Raises:
        Http404: the reader holds no office, or not there.
    """
    held = who.sight.organizations(CASE_READERS)
    if (pk := key_in(asked)) is not None:
        found = held.filter(pk=pk).first()
    else:
        posts = [one.post.organization for one in who.sight.appointments if one.post.role in CASE_READERS]
        found = next((one for one in posts if one and not one.is_party), None)
    if found is None:
        raise Http404
    return found


def _period(asked: str, on: date) -> Period:
    try:
        return parse(asked) if asked else half_year_of(on)
    except ValueError as error:
        raise Http404 from error


def _cash(moved: Iterable[Moved]) -> list[tuple[str, str]]:
    """Return the accounts as they stand now."""
    found: dict[str, int] = defaultdict(int)
    for one in moved:
        found[one.debit] += one.ever
        found[one.credit] -= one.ever
    signs = {Account.INCOME: -1, Account.VOLUNTARY: -1, Account.RECEIVED: -1, Account.CREDIT: -1}
    order = (
        Account.CASH, Account.RECEIVABLE, Account.INCOME, Account.VOLUNTARY, Account.RECEIVED, Account.IN_TRANSIT,
        Account.REMITTED, Account.CREDIT,
    )  # fmt: skip
    return [(one.label, yuan(found[one] * signs.get(one, 1))) for one in order if found[one] or one is Account.CASH]


def _flow(moved: Iterable[Moved]) -> list[tuple[str, str]]:
    """Return the cash account of a period: what was there, came in, went out and is left."""
    found, always = cash_of(moved), ("opening", "collected", "cash")
    return [(TITLES[name], yuan(found[name])) for name in CASH if found[name] or name in always]


def _remittances(here: Organization) -> list[tuple[Remittance, str]]:
    rows = Remittance.objects.filter(organization=here).select_related("above").order_by("-id")[:SHOWN]
    return [(one, yuan(one.fen)) for one in rows]


def _published(paths: tuple[str, ...]) -> QuerySet[Case]:
    cases = Case.objects.filter(procedure="dues", matter="account", stage="published", path__in=paths)
    return cases.select_related("organization").order_by("-id")


def _figures(case: Case) -> list[tuple[str, str]]:
    figures = case.facts["figures"]
    return [(title, yuan(figures[name])) for name, title in TITLES.items() if name in figures]


def _of_branch(request: HttpRequest, who: Reader, here: Organization, period: Period) -> dict[str, object]:
    charges = Charge.objects.filter(organization=here, month__gte=period.first, month__lte=period.last)
    credit = credit_at(here)
    listed = Q(pk__in=charges.order_by().values("person")) | Q(pk__in=list(credit))
    people = Person.objects.filter(listed).order_by("pinyin", "name", "id")
    page: Page[Person] = Paginator(people.only("name", "pinyin"), PAGE).get_page(request.GET.get("page"))
    unpaid = unpaid_of(here, month_of(who.on))
    return {
        "page": page,
        "rows": rows_of(list(page.object_list), charges, period, credit),
        "with_credit": bool(credit),
        "collects": _collects(who, here),
        "unpaid": unpaid,
        "text": unpaid_text(here, unpaid, who.on),
    }


def _collects(who: Reader, here: Organization) -> bool:
    """Tell whether the reader takes in the dues of a branch, and not only looks into its account."""
    held = (one.post for one in who.sight.appointments)
    return any(one.organization_id == here.pk and one.role in ORG_COMMISSIONER.may for one in held)


def _of_committee(who: Reader, here: Organization, period: Period) -> dict[str, object]:
    return {"branches": branches_of(here, period, month_of(who.on))}
