"""团员名册的页面: the list, what is done with people chosen from it, and lists of names that are pasted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily
from django.views.decorators.http import require_POST, require_safe

from forms.money import yuan
from procedures.register.models import SavedView
from procedures.register.roll import taking
from procedures.register.roll.asked import CHOICES, LABELS, MOST_PEOPLE, Asked
from procedures.register.roll.columns import COLUMNS, SEALED, Column, Line
from procedures.register.roll.names import look_up
from procedures.register.roll.reading import PAGE, Roll
from workflows.engine.visibility import PEOPLE_READERS
from workflows.pages.reader import Reader, reader
from workflows.people.models import Appointment, Organization
from workflows.people.models.organization import COMMITTEES, PARTY, name_above

PLACES = 300
VIEWS = (
    ("all", "", lazily("全部")),
    ("half_year", "age=half_year", lazily("半年内到龄")),
    ("owing", "dues=3", lazily("欠费 3 个月以上")),
    ("number", "missing=number", lazily("缺编号")),
    ("any", "missing=any", lazily("资料不全")),
)
MOST_VIEWS = 12
WIDE = 20  # characters, from which a column is given room


@dataclass(frozen=True, slots=True)
class Here:
    """A reader at a roll: by which post he reads it, and the rolls that he may choose from."""

    who: Reader
    roll: Roll
    capacity: Appointment
    places: list[Organization]


@require_safe
def roll(request: HttpRequest) -> HttpResponse:
    """Show who is on the rolls that the reader may see, filtered, sorted, a page at a time."""
    asked = Asked.of(request.GET)
    return _page(request, _here(request, asked), asked)


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """Show the same people as a sheet to be printed."""
    asked = Asked.of(request.GET)
    here = _here(request, asked)
    found = taking.taken(here.roll, asked, ())
    columns = found.columns
    rows = ([one.text(line) for one in columns] for line in found.lines)
    context = {"place": _title(here), "on": here.who.on, "columns": columns, "rows": rows, "people": found.people}
    return render(request, "register/roll_printed.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Hand out the people asked for as a file, and enter who took it."""
    asked = Asked.of(request.POST)
    here = _here(request, asked)
    form = taking.Taking(request.POST, on=here.who.on)
    if not form.is_valid():
        return _page(request, here, asked, taking_form=form, status=422)
    answers = form.cleaned_data
    found = taking.taken(here.roll, asked, answers["sealed"])
    place = here.roll.place or here.capacity.post.organization
    if place is None:
        raise Http404
    taking.note(here.who, place, here.capacity, found, form=answers["format"], purpose=answers["purpose"])
    response = FileResponse(
        taking.as_file(found, answers["format"]), as_attachment=True, content_type=taking.FORMATS[answers["format"]],
        filename=f"roll-{here.who.on}.{answers['format']}",
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def names(request: HttpRequest) -> HttpResponse:
    """Look for everybody on a pasted list of names, and say who is found, who several are, and who nobody is."""
    asked = Asked.of(request.POST)
    here = _here(request, asked)
    text = request.POST.get("names", "")
    found = look_up(here.roll.within, text)
    context = {"text": text, "found": found, "place": _title(here), "asked": asked, "most": MOST_PEOPLE}
    response = render(request, "register/roll_names.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filter, the order and the columns under a name; the same name takes the place of the former."""
    asked = Asked.of(request.POST)
    here = _here(request, asked)
    name = request.POST.get("name", "").strip()[:20]
    person = here.who.person
    if not name:
        messages.error(request, _("请填写视图的名称，条件仍在本页。"))
    elif SavedView.objects.filter(person=person).exclude(name=name).count() >= MOST_VIEWS:
        messages.error(request, _("最多保存 %(most)s 个视图，请先删去一个。") % {"most": MOST_VIEWS})
    else:
        SavedView.objects.update_or_create(person=person, name=name, defaults={"query": asked.query})
        messages.info(request, _("已保存视图“%(name)s”。") % {"name": name})
    return redirect(f"{reverse('roll')}?{asked.query}")


@require_POST
def forget_view(request: HttpRequest) -> HttpResponse:
    """Forget a view of one's own."""
    who = reader(request)
    SavedView.objects.filter(person=who.person, name=request.POST.get("name", "")).delete()
    return redirect("roll")


def _here(request: HttpRequest, asked: Asked) -> Here:
    """Return the reader at the roll asked for; whoever reads no roll, or not that one, finds nothing."""
    who = reader(request)
    held = [one for one in who.sight.appointments if one.post.role in PEOPLE_READERS and one.post.organization]
    if not held:
        raise Http404
    places = list(
        who.sight.organizations().exclude(kind__in=PARTY).annotate(above=name_above()).defer("seal")
        .order_by("path")[: PLACES + 1]
    )  # fmt: skip
    place = next((one for one in places if one.pk == asked.place), None)
    if asked.place and place is None:
        place = who.sight.organizations().defer("seal").filter(pk=asked.place).first()
        if place is None:
            raise Http404
    near = place.path if place else ""
    above = (one for one in held if one.post.organization and near.startswith(one.post.organization.path))
    capacity = next(above, held[0])
    several = sum(one.kind in COMMITTEES for one in places) > 1 and not (place and place.is_branch)
    return Here(who, Roll(who.sight, who.on, place, several), capacity, places)


def _page(
    request: HttpRequest, here: Here, asked: Asked, *, taking_form: taking.Taking | None = None, status: int = 200
) -> HttpResponse:
    people = here.roll.asked(asked)
    counts = here.roll.counts(people)
    lines, more = here.roll.page(people, asked.page)
    columns = [(code, COLUMNS[code]) for code in asked.columns]
    context = {
        "title": _title(here),
        "asked": asked,
        "query": asked.query,
        "places": here.places,
        "on": here.who.on,
        "views": _views(asked, counts),
        "own_views": list(SavedView.objects.filter(person=here.who.person)),
        "filters": [(name, LABELS[name], CHOICES[name].items(), getattr(asked, name)) for name in LABELS],
        "sorts": CHOICES["sort"].items(),
        "columns": columns,
        "all_columns": COLUMNS.items(),
        "rows": [(line, [_cell(code, one, line) for code, one in columns]) for line in lines],
        "owed": _sum(lines, asked),
        "number": counts["fits"],
        "chosen": frozenset(asked.people),
        "before": _address(asked, asked.page - 1) if asked.page > 1 else "",
        "after": _address(asked, asked.page + 1) if more else "",
        "pages": PAGE,
        "taking": taking_form or taking.Taking(on=here.who.on),
        "taking_open": taking_form is not None,
        "sealed": [one.title for one in SEALED.values()],
        "purposes": taking.PURPOSES,
    }
    response = render(request, "register/roll.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _views(asked: Asked, counts: Mapping[str, int]) -> list[tuple[object, str, int, bool]]:
    """Return the usual views of the roll that is shown, each with its address, its number, and whether it is this."""
    place = f"place={asked.place}" if asked.place else ""
    addresses = {code: "&".join(part for part in (query, place) if part) for code, query, _title in VIEWS}
    here = sorted(asked.query.split("&"))
    return [(title, addresses[code], counts[code], sorted(addresses[code].split("&")) == here)
            for code, _query, title in VIEWS]  # fmt: skip


def _cell(code: str, column: Column, line: Line) -> tuple[object, str, str]:
    """Return a cell with its heading and the names of how it is set; what is late stands out."""
    late = code == "remarks" and any(level == "late" for _words, level in line.remarks)
    named = {"amount": column.right, "fixed": column.fixed, "wide": column.width > WIDE, "late": late}
    return column.title, column.text(line), " ".join(name for name, is_so in named.items() if is_so)


def _title(here: Here) -> str:
    if here.roll.place:
        return here.roll.place.name
    held = {one.post.organization.name for one in here.who.sight.appointments
            if one.post.role in PEOPLE_READERS and one.post.organization}  # fmt: skip
    return "、".join(sorted(held))


def _sum(lines: list[Line], asked: Asked) -> str:
    """Return what the people of the page owe together in yuan; nothing where that is not shown."""
    fen = sum(line.owed[1] for line in lines)
    return yuan(fen) if fen and "owed" in asked.columns else ""


def _address(asked: Asked, page: int) -> str:
    return f"{asked.query}&{urlencode({'page': page})}" if asked.query else urlencode({"page": page})
