"""English as the second language: what a page says itself is English; names and regulation texts stay Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from procedures.joining.procedure import PROCEDURE
from tests.odd_values import FORMS
from workflows.models import Case, Entry, Paper
from workflows.pages.language import ChosenLanguage
from workflows.pages.said import said
from workflows.people.models import Organization, Person, Role
from workflows.table.registry import common_rows, tables

ROOT = Path(__file__).parents[3]
PAGES = [path for path in sorted(ROOT.glob("templates/**/*.html")) if "papers" not in path.relative_to(ROOT).parts[:2]]
PAGES += sorted(ROOT.glob("procedures/register/templates/**/*.html"))
HAN = re.compile(r"[\u4e00-\u9fff]+")
QUOTED = re.compile("“[^”]*”")  # the heading of a column, as it has to stand in a spreadsheet
SAID = re.compile(
    r"""\{% translate (["'])(?P<plain>.*?)\1|_\((["'])(?P<format>.*?)\3\)"""
    r"""|\{% blocktranslate[^%]*%\}(?P<block>.*?)\{% endblocktranslate %\}""",
    re.DOTALL,
)
FRAME = {"h1", "h2", "h3", "th", "nav", "button", "label", "legend", "dt", "option", "summary"}
AT_CASE = "/cases/{case}/"
LOOKS = [
    ("wang", "/"),
    ("sec_surg", "/"),
    ("wang", "/start/joining/"),
    ("sec_surg", "/inbox/"),
    ("sec_surg", "/inbox/claimable/"),
    ("sec_surg", "/inbox/done/"),
    ("wang", AT_CASE),
    ("sec_surg", AT_CASE),
    ("sec_surg", AT_CASE + "talk/"),
    ("sec_surg", AT_CASE + "consult/"),
    ("sec_surg", AT_CASE + "return/"),
    ("sec_surg", AT_CASE + "correct/"),
    ("sec_surg", AT_CASE + "reassign/"),
    ("sec_surg", AT_CASE + "comment/"),
    ("wang", AT_CASE + "withdraw/"),
    ("wang", "/start/withdrawal/"),
    ("sec_surg", "/start/transfer/"),
    ("sec_surg", "/start/talent/"),
    ("sec_surg", "/start/lapse/"),
    ("sec_surg", "/start/dues/pay/"),
    ("sec_surg", "/start/dues/set_basis/"),
    ("sec_surg", "/start/dues/import_payments/"),
    ("wang", "/messages/"),
    ("wang", "/me/"),
    ("wang", "/papers/"),
    ("wang", "/notices/"),
    ("wang", "/check/"),
    ("wang", "/rules/"),
    ("aud", "/audit/"),
    ("aud", "/audit/cases/{case}/"),
    ("aud", "/people/{person}/"),
    ("admin", "/organizations/"),
    ("admin", "/organizations/{organization}/"),
    ("admin", "/people/new/"),
    ("admin", "/import/"),
]


class Frame(HTMLParser):
    """Collects what a page says itself: headings, navigation, tables' heads, buttons, labels and choices."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag in FRAME

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in FRAME

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.texts.append(data.strip())


def names() -> list[str]:
    """Return what stays Chinese: people, organizations, cases, papers and articles by name, and the way back to it."""
    found = [
        *(row.article for table in tables() for _, row in table.acts() if row.article),
        *Person.objects.values_list("name", flat=True),
        *Organization.objects.values_list("name", flat=True),
        *Case.objects.values_list("title", flat=True),
        *Paper.objects.values_list("title", flat=True),
    ]
    return ["中文", *sorted(found, key=len, reverse=True)]


def chinese_in_frame(page: str) -> list[str]:
    """Return the texts of a page's frame that are Chinese and no name."""
    frame = Frame()
    frame.feed(page)
    known = names()
    initials = {name[:1] for name in known}  # an avatar shows the first character of a name
    return [text for text in frame.texts if text not in initials and HAN.search(_without(text, known))]


def _without(text: str, known: list[str]) -> str:
    for name in known:
        text = text.replace(name, "")
    return QUOTED.sub("", text)


def said_on_pages() -> Iterator[str]:
    """Return every text that the templates hand to the catalogue, as it stands there."""
    for path in PAGES:
        for found in SAID.finditer(path.read_text("utf-8")):
            text = (found["plain"] or found["format"] or found["block"]).partition("{% plural %}")[0]
            yield re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", text)


def said_by_views() -> Iterator[str]:
    """Return every text that the modules of pages hand to the catalogue."""
    for path in [*ROOT.glob("workflows/pages/**/*.py"), *ROOT.glob("procedures/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                not isinstance(node, ast.Call)
                or not isinstance(node.func, ast.Name)
                or node.func.id not in ("_", "gettext")
            ):
                continue
            if isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def titles() -> Iterator[str]:
    """Return the titles of stages, endings and acts, and of their forms."""
    yield from (PROCEDURE.title, PROCEDURE.case_title)
    for place in (*PROCEDURE.stages, *PROCEDURE.endings):
        yield place.title
        yield from (row.title for row in place.acts)
        yield from (row.asks.title for row in place.acts if row.asks)
    yield from (row.title for row in (*PROCEDURE.opens, *common_rows()))


def untranslated(texts: Iterator[str]) -> list[str]:
    """Return the Chinese texts that English does not know."""
    with translation.override("en"):
        return sorted({text for text in texts if HAN.search(text) and _stays(text)})


def _stays(text: str) -> bool:
    """Tell whether neither a sentence nor one that counts is known; some Pythons find the latter as the former too."""
    return text == translation.gettext(text) == translation.ngettext(text, text, 2)


@pytest.mark.parametrize(("who", "address"), LOOKS, ids=[f"{who} at {address}" for who, address in LOOKS])
def test_the_frame_of_a_page_is_english_where_english_is_chosen(hospital, who, address):
    here = hospital(1)
    client = here.at(who)
    client.post("/language/", {"language": "en", "next": "/"})
    known = {
        "case": here.case().pk,
        "person": here.person("wang").pk,
        "organization": here.person("sec_surg").home_id,
    }

    answer = client.get(address.format(**known))

    assert answer.status_code == 200
    assert chinese_in_frame(answer.content.decode()) == []


def test_the_frame_of_an_answer_to_a_search_is_english(hospital):
    client = hospital(1).at("aud")
    client.post("/language/", {"language": "en", "next": "/"})

    answer = client.post("/audit/", {"q": "王晓梅"})

    assert answer.status_code == 200
    assert chinese_in_frame(answer.content.decode()) == []


def test_the_same_page_is_chinese_where_nothing_was_chosen(hospital):
    client = hospital(1).at("sec_surg")

    page = client.get("/inbox/").content.decode()

    assert "待派人谈话" in page
    assert chinese_in_frame(page)


def test_everything_that_pages_and_views_say_is_in_the_catalogue():
    assert untranslated(said_on_pages()) == []
    assert untranslated(said_by_views()) == []


def test_no_page_puts_chinese_punctuation_after_what_it_translates():
    behind = re.compile(r"\{% translate [^%]*%\}[：，；。（、]")

    found = {path.name: behind.findall(path.read_text("utf-8")) for path in PAGES}

    assert {name: texts for name, texts in found.items() if texts} == {}


def test_stages_endings_acts_and_forms_have_english_titles():
    assert untranslated(titles()) == []


def test_what_is_done_in_english_is_recorded_in_chinese(hospital):
    here = hospital(1)
    client, case = here.at("sec_surg"), here.case()
    client.post("/language/", {"language": "en", "next": "/"})

    answer = client.post(f"/cases/{case.pk}/comment/", {"text": "已电话联系", "seen": case.sequence})

    entry = Entry.objects.filter(case=case).latest("pk")
    assert answer.status_code == 302
    assert entry.title == "评论"
    assert [label for _, label, _ in entry.submission.shown][:1] == ["内容"]


def test_a_page_in_english_leaves_the_process_in_chinese():
    request = RequestFactory().get("/")
    request.COOKIES["django_language"] = "en"

    page = ChosenLanguage(lambda _: HttpResponse(translation.gettext("返回")))(request)

    assert (page.content, page["Content-Language"]) == (b"Back", "en")
    assert translation.get_language() == "zh-hans"


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_english_where_english_is_chosen(name):
    with translation.override("en"):
        page = str(FORMS[name](on=date(2026, 12, 1)))

    assert HAN.findall(QUOTED.sub("", page)) == []


def test_who_acts_has_an_english_name():
    actors = [stage.actor for table in tables() for stage in table.stages]
    actors += [row.actor for table in tables() for _, row in table.acts() if row.actor]

    assert untranslated(actor.title for actor in actors) == []
    assert untranslated(str(role.label) for role in Role) == []


def test_a_post_is_named_by_its_place_and_an_english_role():
    with translation.override("en"):
        assert said("第一团支部·支部书记") == "第一团支部·Branch secretary"
        assert said("支部书记") == "Branch secretary"
        assert said("") == ""


def test_what_is_required_of_an_act_has_an_english_name():
    rows = [*(row for table in tables() for _, row in table.acts()), *common_rows()]

    assert untranslated(need.title for row in rows for need in row.needs) == []
    assert untranslated(rule.title for table in tables() for rule in table.rules) == []
