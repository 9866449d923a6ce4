"""发起: check before you start, then the paper that the procedure opens with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms.base import PaperForm
from forms.day import ActDay
from workflows import engine
from workflows.engine import outlook
from workflows.models import Draft
from workflows.pages import draft_files, drafts, nonces, parcels, told
from workflows.pages.back import address_back, back
from workflows.pages.beside import beside
from workflows.pages.choosers import kept_to_offers
from workflows.pages.drafts import Sheet
from workflows.pages.public import draft_page, prefill
from workflows.pages.public.about import Chosen, chooses, chosen, panel, settle
from workflows.pages.public.offers import Offer, called, may_open, offer, place_of
from workflows.pages.reader import Reader, reader
from workflows.people.models import Organization, Person
from workflows.table import Procedure, Step
from workflows.table.refusals import Finding, NeedsReason, Refused
from workflows.table.registry import procedure as procedure_of

Opening = tuple[Procedure, Step]
LOOK = "look"  # the button, and the page itself while somebody types, that asks what it comes to


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, procedure: str, act: str = "") -> HttpResponse:
    """Show the conditions and the form of an opening step, and open the case."""
    who = reader(request)
    opening = _opening(who, procedure, act)
    if request.method == "POST":
        step = opening[1]
        strange = kept_to_offers(request, who, step.asks, on=who.on, place=place_of(who, step))
        return _look(request, who, opening) if LOOK in request.POST else _open(request, who, opening, strange)
    offered = offer(who, *opening)
    given = prefill.of_address(request, who, offered.step)
    sheet = Sheet(who.person, procedure, offered.step.code)
    if overtaken := draft_page.resume(request, who, sheet):
        return overtaken
    draft = _draft(sheet, offered, given)
    about = chosen(who, offered, {**_kept(draft, offered), **request.GET.dict()}, who.on)
    form, nonce = _blank(who, offered, draft, given, about), nonces.of_opening(who, procedure, offered.step.code)
    draft_files.show(form, draft, {}, None)
    day = ActDay(today=who.on, initial=drafts.day_of(draft))
    return _page(request, who, offered, form, day=day, about=about, draft=draft, nonce=nonce)


def _look(request: HttpRequest, who: Reader, opening: Opening) -> HttpResponse:
    """Show what is typed so far, and what it comes to; nothing is opened."""
    day = ActDay(request.POST if "on" in request.POST else None, today=who.on)
    if request.headers.get("HX-Request"):
        offered = offer(who, *opening)
        about = chosen(who, offered, request.POST, day.day)
        facts = panel(who, offered, about, day.day, request.POST) if about else {}
        return render(request, "public/beside.html", facts)
    return _again(request, who, opening, day, judged=False)


def _kept(draft: Draft | None, offered: Offer) -> dict[str, Any]:
    return drafts.initial_of(draft, offered.step.asks) if offered.step.asks else {}


def _opening(who: Reader, code: str, act: str) -> Opening:
    try:
        procedure = procedure_of(code)
    except LookupError as error:
        raise Http404 from error
    for step in procedure.opens:
        if step.code == (act or step.code) and may_open(who, step):
            return procedure, step
    raise Http404


def _open(request: HttpRequest, who: Reader, opening: Opening, strange: Refused | None) -> HttpResponse:
    """Open the case; the engine judges, so that what stands against it is looked up only for a page that says so."""
    procedure, step = opening
    code = procedure.code
    sheet = Sheet(who.person, code, step.code)
    day = ActDay(request.POST if "on" in request.POST else None, today=who.on)
    if day.is_bound and not day.is_valid():
        return _again(request, who, opening, day)
    if strange:
        return _again(request, who, opening, day, refusal=strange)
    asked = engine.Request(
        act=step.code,
        by=who.person,
        on=day.given,
        at=who.at,
        with_=request.POST,
        files=draft_files.with_drafted(drafts.kept(sheet), request.POST, request.FILES),
        reason=request.POST.get("despite", ""),
        nonce=nonces.sent(request),
    )
    try:
        outcome = engine.start(code, asked)
    except Refused as refused:
        return _again(request, who, opening, day, refusal=refused)
    except NeedsReason as needed:
        return _again(request, who, opening, day, warnings=needed.warnings)
    drafts.discard(sheet)
    done = _("%(case)s已提交，编号 %(number)s。") % {"case": _(called(procedure, step)), "number": outcome.case.number}
    told.tell(request, outcome, done)
    return back(request, "back", reverse("case", args=[outcome.case.pk]))


def _again(
    request: HttpRequest,
    who: Reader,
    opening: Opening,
    day: ActDay,
    *,
    refusal: Refused | None = None,
    warnings: tuple[Finding, ...] = (),
    judged: bool = True,
) -> HttpResponse:
    """Show the page once more with everything that was typed; `judged` where it was to be opened."""
    offered = offer(who, *opening)
    form, about, draft = None, chosen(who, offered, request.POST, day.day), None
    if offered.step.asks:
        place, asks = place_of(who, offered.step), offered.step.asks
        subject = about.person if about else None
        sheet = Sheet(who.person, offered.procedure.code, offered.step.code)
        files = draft_files.with_drafted(drafts.kept(sheet), request.POST, request.FILES)
        form = asks(request.POST, files, on=day.day, organization=place, subject=subject)
        prefill.keep_to_own(form, who, offered.step)
        draft = draft_page.keep_refused(request, who, sheet, form, {})
        if not judged:
            form.is_bound, form.initial = False, {**form.initial, **drafts.initial_in(request.POST, asks)}
    loose = [one for one in (refusal.findings if refusal else ()) if not beside(one, form, day.day)]
    nonce, status = nonces.kept(request, refusal), 422 if judged else 200
    shown: dict[str, Any] = {
        "refusals": loose,
        "warnings": warnings,
        "nonce": nonce,
        "typed": request.POST,
        "draft": draft,
    }
    return _page(request, who, offered, form, day=day, about=about, status=status, **shown)


def _page(
    request: HttpRequest,
    who: Reader,
    offered: Offer,
    form: PaperForm | None,
    *,
    day: ActDay,
    about: Chosen | None = None,
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
    refusals: Sequence[Finding] = (),
    **more: Any,
) -> HttpResponse:
    field = chooses(offered)
    if about and field and form:
        settle(form, about)
        more |= panel(who, offered, about, day.day, typed)
    context = {
        "offer": offered,
        "form": form,
        "about": about.person if about and field else None,
        "about_label": form.label(field) if form and field else "",
        "choosing": _chooser(who, offered, field) if field and not about else None,
        "day": "" if offered.is_own and not day.errors else day,
        "known": known_of(who.person) if offered.is_own else (),
        "refusals": [one.cited(day.day) for one in refusals],
        "despite": request.POST.get("despite", ""),
        "draft_of": parcels.mark_of(who.person, offered.procedure.code, offered.step.code),
        "back": address_back(request, "back", ""),
        **more,
    }
    return render(request, "public/start.html", context, status=status)


def _chooser(who: Reader, offered: Offer, name: str) -> BoundField | None:
    """Return the list of those who may be chosen; nobody is in it for having been named."""
    asks = offered.step.asks
    return asks(on=who.on, organization=place_of(who, offered.step))[name] if asks else None


def _draft(sheet: Sheet, offered: Offer, given: Mapping[str, Any]) -> Draft | None:
    """Return what was typed last, unless the address is about somebody or something else."""
    draft, asks = drafts.kept(sheet), offered.step.asks
    agrees = draft is None or asks is None or prefill.agrees(drafts.initial_of(draft, asks), given)
    return draft if agrees else None


def _blank(
    who: Reader, offered: Offer, draft: Draft | None, given: Mapping[str, Any], about: Chosen | None
) -> PaperForm | None:
    asks = offered.step.asks
    if asks is None:
        return None
    place = given.get("organisation") or place_of(who, offered.step)
    first = {"organisation": place.pk if place and not prefill.keeps(offered.step) else None}
    kept = drafts.initial_of(draft, asks)
    if about:
        same = str(kept.get(about.field, "")) == str(about.person.pk)
        kept = {**(kept if same else {}), about.field: about.person.pk}
    initial = {**first, **_filled(who, offered, place), **kept, **given}
    form = asks(initial=initial, on=who.on, organization=place, subject=about.person if about else None)
    prefill.keep_to_own(form, who, offered.step)
    return form


def _filled(who: Reader, offered: Offer, place: Organization | None) -> Mapping[str, Any]:
    """Return what the row shows before anybody has typed; nothing where it is not known yet whom the case concerns."""
    step = offered.step
    known = offered.is_own or (step.matter is not None and step.matter.of_organization)
    if step.fills is None or place is None or not known:
        return {}
    act = outlook.opening(offered.procedure, step, who.person, place, on=who.on, at=who.at)
    return step.fills(act)


def known_of(person: Person) -> tuple[tuple[str, str], ...]:
    """Return (label, text) of what the register knows of a person and no form asks again; numbers are masked."""
    return (
        (_("姓名"), person.name),
        (_("性别"), _(person.get_sex_display())),
        (_("民族"), person.ethnicity),
        (_("出生日期"), f"{person.born:%Y-%m-%d}" if person.born else ""),
        (_("身份证号"), person.masked_id_number),
        (_("手机号码"), person.masked_phone),
        (_("籍贯"), person.native_place),
        (_("文化程度"), person.education),
        (_("工作单位及职务"), person.work),
        (_("所在组织"), str(person.home or "")),
    )
