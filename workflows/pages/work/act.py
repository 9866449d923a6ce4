"""办理页: the form of one act with every rule's verdict; whatever it says, the engine judges again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forms.base import PaperForm
from forms.day import ActDay, GoOn
from workflows import engine
from workflows.common_acts.consulting import question_of
from workflows.common_acts.listed import ANSWER
from workflows.engine import outlook
from workflows.models import Case, Draft
from workflows.pages import draft_files, drafts, nonces, parcels, told
from workflows.pages.beside import beside
from workflows.pages.drafts import Sheet
from workflows.pages.public import draft_page
from workflows.pages.reader import Reader, reader
from workflows.pages.words import key_in
from workflows.pages.work import papers, timeline
from workflows.pages.work.case import case_of
from workflows.table.act import Act
from workflows.table.refusals import Finding, NeedsReason, Refused
from workflows.table.registry import table_of

CONFLICT, UNPROCESSABLE = 409, 422
FORMER = "former"  # in the address: fill in the draft of before the return
DAY_CODES = frozenset({"act_date_in_future", "act_date_before_previous"})


@dataclass
class Desk:
    """What one request for the page of an act works with."""

    request: HttpRequest
    who: Reader
    pk: int
    code: str
    day: ActDay
    used: bool = False

    @cached_property
    def case(self) -> Case:
        """The case, as far as the reader may see it; read when it is first asked for.

        Raises:
            Http404: there is none.
        """
        return case_of(self.who, self.pk)

    @cached_property
    def files(self) -> Mapping[str, Any]:
        """The files chosen, and those that are kept with the draft."""
        chosen = dict(self.request.FILES.items())
        if not drafts.has_any(self.who.person):
            return chosen
        draft = drafts.kept(drafts.sheet_on(self.who.person, self.case, self.code))
        return draft_files.with_drafted(draft, self.request.POST, chosen)

    @property
    def posted(self) -> int | None:
        """The sequence of the case on the page that the form stood on, None where it does not say."""
        return key_in(self.request.POST.get("seen", ""))

    @property
    def seen(self) -> int:
        """The same, and that of the case where the form does not say, or is used up and shown anew."""
        return self.case.sequence if self.used or self.posted is None else self.posted


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show the form of an act, or do it."""
    desk = _desk(request, pk, code)
    if request.method == "POST":
        return _do(desk)
    try:
        entered = _enter(desk)
    except Refused as refused:
        return _not_open(desk, refused.finding)
    sheet = drafts.sheet_on(desk.who.person, desk.case, desk.code)
    if overtaken := draft_page.resume(request, desk.who, sheet):
        return overtaken
    draft, former = drafts.kept_and_former(sheet)
    shown = former if former and request.GET.get(FORMER) else draft
    desk.day = ActDay(today=desk.who.on, initial=drafts.day_of(shown))
    form = papers.blank(entered, shown, request.GET.get("field", ""))
    draft_files.show(form, draft, papers.handed_in(entered), None)
    return _show(desk, entered, form, draft=draft, former=former if shown is draft else None)


@require_POST
def rehearse(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Return the verdicts on what is being typed; changes nothing."""
    desk = _desk(request, pk, code)
    try:
        entered = _enter(desk)
    except Refused as refused:
        return render(request, "work/verdicts.html", {"refusal": refused.finding, "on": desk.day.day})
    outlook.answer(entered, request.POST)
    return render(request, "work/verdicts.html", _verdicts(entered))


def _desk(request: HttpRequest, pk: int, code: str) -> Desk:
    who = reader(request)
    day = ActDay(request.POST if request.method == "POST" else None, today=who.on)
    return Desk(request, who, pk, code, day)


def _enter(desk: Desk) -> Act[Any]:
    try:
        return outlook.enter(desk.case, desk.code, desk.who.person, on=desk.day.given, at=desk.who.at)
    except LookupError as error:
        raise Http404 from error


def _do(desk: Desk) -> HttpResponse:
    if desk.day.is_bound and "on" in desk.request.POST and not desk.day.is_valid():
        return _again(desk, ())
    request = engine.Request(
        act=desk.code,
        by=desk.who.person,
        on=desk.day.given,
        at=desk.who.at,
        with_=desk.request.POST,
        files=desk.files,
        reason=desk.request.POST.get("despite", ""),
        seen=desk.posted,
        nonce=nonces.of_act(desk.who.person, desk.pk, desk.code, desk.posted),
    )
    try:
        outcome = engine.act(_held(desk), request)
    except NeedsReason as wants:
        return _again(desk, (), wants.warnings)
    except Refused as refused:
        return _refused(desk, refused)
    except (LookupError, Case.DoesNotExist) as error:
        raise Http404 from error
    drafts.discard(Sheet(desk.who.person, outcome.case.procedure, desk.code, outcome.case))
    told.tell(desk.request, outcome, _("已办理“%(title)s”。") % {"title": _(outcome.entry.title)})
    return redirect("case", pk=desk.pk)


def _held(desk: Desk) -> int:
    """Return the case's key; what anybody may do who sees the case is not even tried by who does not.

    Raises:
        Http404: the reader sees no such case.
    """
    return desk.case.pk if outlook.open_to_anybody(desk.code) else desk.pk


def _refused(desk: Desk, refused: Refused) -> HttpResponse:
    if refused.code == nonces.USED:
        return _used(desk, refused)
    if refused.code == "already_done":
        return _already(desk, refused.finding)
    if refused.code in ("not_now", "case_closed", "not_your_task", "must_recuse"):
        return _not_open(desk, refused.finding)
    return _again(desk, refused.findings)


def _used(desk: Desk, refused: Refused) -> HttpResponse:
    """Show the form anew with what was typed; where the act is not open any more, what it was used for."""
    try:
        _enter(desk)
    except Refused:
        return _already(desk, refused.finding)
    desk.used = True
    return _again(desk, refused.findings)


def _again(desk: Desk, findings: tuple[Finding, ...], warnings: tuple[Finding, ...] = ()) -> HttpResponse:
    """Show the same page with what was typed, and each refusal beside its field or on top."""
    try:
        entered = _enter(desk)
    except Refused as refused:
        return _not_open(desk, refused.finding)
    form = papers.bound(entered, desk.request, desk.files)
    sheet = drafts.sheet_on(desk.who.person, desk.case, desk.code)
    draft = draft_page.keep_refused(desk.request, desk.who, sheet, form, papers.handed_in(entered))
    loose = [one for one in findings if not _beside(one, desk, form)]
    outlook.answer(entered, desk.request.POST)
    return _show(desk, entered, form, loose=loose, warnings=warnings, status=UNPROCESSABLE, draft=draft)


def _beside(finding: Finding, desk: Desk, form: PaperForm | None) -> bool:
    """Put a refusal beside the day or the field at fault; False where it is of none."""
    if finding.code in DAY_CODES:
        desk.day.add_error("on", finding.cited(desk.day.day))
        return True
    return beside(finding, form, desk.day.day)


def _already(desk: Desk, finding: Finding) -> HttpResponse:
    """Answer a second click, or an overtaken page, with what was done first."""
    insider = desk.who.sight.is_insider(desk.case)
    entries = desk.who.sight.entries(desk.case, insider=insider).filter(sequence__gt=desk.seen)
    entries = entries.exclude(stage_from="", stage_to="")
    procedure = table_of(desk.case)
    events = timeline.events(procedure, entries, desk.who.person, insider=insider)
    facts = {"case": desk.case, "finding": finding, "events": events}
    return render(desk.request, "work/already.html", facts, status=CONFLICT)


def _not_open(desk: Desk, finding: Finding) -> HttpResponse:
    facts = {"case": desk.case, "sentence": finding.cited(desk.day.day)}
    return render(desk.request, "work/not_open.html", facts, status=CONFLICT)


def _show(
    desk: Desk,
    entered: Act[Any],
    form: PaperForm | None,
    *,
    loose: list[Finding] | None = None,
    warnings: tuple[Finding, ...] = (),
    status: int = 200,
    draft: Draft | None = None,
    former: Draft | None = None,
) -> HttpResponse:
    insider = desk.who.sight.is_insider(desk.case)
    entries = list(desk.who.sight.entries(desk.case, insider=insider))
    given = desk.request.POST if "warned" in desk.request.POST else None
    facts = {
        **_verdicts(entered),
        "case": desk.case,
        "row": entered.row,
        "form": form,
        "draft": draft,
        "former": former,
        "draft_of": parcels.mark_of(desk.who.person, desk.case.procedure, desk.code, desk.case),
        "day": desk.day if entered.capacity or desk.day.errors else "",
        "seen": desk.seen,
        "refusals": [one.cited(entered.on) for one in loose or ()],
        "warnings": [one.cited(entered.on) for one in warnings],
        "go_on": GoOn(given) if warnings else None,
        "returned": _asked_back(entered),
        "question": question_of(entered) if entered.row is ANSWER else None,
        "events": timeline.events(entered.procedure, entries, desk.who.person, insider=insider),
        "papers": desk.who.sight.papers_of(desk.case, insider=insider).defer("facts").order_by("id"),
    }
    return render(desk.request, "work/act.html", facts, status=status)


def _verdicts(entered: Act[Any]) -> dict[str, object]:
    aside = entered.row.side_panel
    return {
        "verdicts": outlook.verdicts(entered),
        "on": entered.on,
        "aside": aside.template if aside else "",
        **(aside.facts(entered) if aside else {}),
    }


def _asked_back(entered: Act[Any]) -> object:
    returns = entered.case.returns
    return returns[-1] if returns and returns[-1]["act"] == entered.row.code else None
