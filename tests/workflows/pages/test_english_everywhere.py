"""English everywhere: no page, no refusal and no sentence of the house is left in Chinese for whoever chose English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest
import time_machine
from django.conf import LazySettings
from django.utils import translation

from tests.english import HAN, HEADING, Page, chinese_in, cited, names
from tests.fuzz import world
from tests.fuzz.asking import Ask
from tests.fuzz.finding import Finder, Found
from tests.fuzz.judging import Answer, Judge
from workflows.pages.said import in_words, said

ROOT = Path(__file__).parents[3]
# Rooms whose Chinese no page shows: papers and what stands on them, the officer's handbook, commands, the invented
# town, what is stored under a verbose name, what is read in a file.
OTHERS = {
    "apps", "columns", "demo", "demo_road", "filled", "handbook", "management", "migrations", "models", "papers",
    "pinyin", "policy", "rules", "scenarios", "sheet", "sheets", "sources", "stories", "town",
}  # fmt: skip
PAGES = {Path("workflows/pages/public/papers.py"), Path("workflows/pages/work/papers.py")}


class Reading(Judge):
    """A judge whose people have chosen English, and who keeps what they get to read."""

    def __init__(self) -> None:
        super().__init__(world.cast(world.TODAY))
        self.pages: dict[str, str] = {}
        for client in (one for pair in self.clients.values() for one in pair):
            client.cookies["django_language"] = "en"

    def put(self, ask: Ask) -> Answer:
        """Keep the page of an answer under what was asked."""
        answer = super().put(ask)
        self.pages.setdefault(f"{ask.who}: {ask.method} {ask.path} {answer.status}", answer.page)
        return answer

    def chinese(self, typed: Iterable[str] = ()) -> dict[str, str]:
        """Return each Chinese text that is no name and was not typed, with where it stands first."""
        known = sorted({*names(), *(one for one in typed if HAN.search(one))}, key=len, reverse=True)
        found: dict[str, str] = {}
        for where, page in self.pages.items():
            for text in chinese_in(Page(page).texts, known):
                found.setdefault(text, where)
        return found


@pytest.fixture
def reading(db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Reading]:
    """Give the people of a world in which a case stands in every stage, with English chosen."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    with time_machine.travel(world.NOW, tick=False):
        world.every_stage()
        made = Reading()
        made.remember()
        yield made


@pytest.mark.slow
@pytest.mark.any_database
def test_every_page_and_every_refusal_is_english_to_everybody_who_chose_it(reading: Reading) -> None:
    leads = list(world.leads(world.cast(world.TODAY), world.TODAY))
    found = Finder(reading, leads, each=False).find()
    typed = list(_sent(reading, found))

    assert len(reading.pages) > 200
    assert reading.chinese(typed) == {}


def _sent(reading: Reading, found: Found) -> Iterator[str]:
    """Send each form as somebody might fill it, and yield what was typed."""
    chance = Random(1)
    for target in found.targets:
        if target.form.method != "GET":
            fields = tuple(target.form.filled(chance, [str(key) for key in range(1, 30)]))
            reading.put(Ask(target.who, "POST", target.path, (), fields, multipart=target.form.multipart))
            yield from (value for _, value in fields if isinstance(value, str))


def sentences() -> Iterator[tuple[str, str]]:
    """Yield (place, form) of every sentence in the code: what is formatted, and what is punctuated."""
    for folder in ("forms", "procedures", "workflows"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            inside = path.relative_to(ROOT)
            if OTHERS.isdisjoint((*inside.parts[:-1], inside.stem)) or inside in PAGES:
                yield from ((f"{inside}:{line}", form) for line, form in _sentences_in(path))


def _sentences_in(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    silent = {id(part) for node in ast.walk(tree) for part in _not_said(node)}
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr) and len(HAN.findall(form := _form_of(node))):
            yield node.lineno, form
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sentence(node.value):
            yield node.lineno, node.value


def _not_said(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is no text of its own: docstrings, pieces of formatted texts, expressions, articles of rows."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from node.values
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "compile":
        yield from node.args


def _form_of(node: ast.JoinedStr) -> str:
    places = 0
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            parts.append(f"{{{places}}}")
            places += 1
    return "".join(parts)


def _is_sentence(text: str) -> bool:
    return bool(HAN.search(text)) and text.endswith("。")


def test_every_sentence_that_the_code_makes_has_an_english_form() -> None:
    with translation.override("en"):
        missing = {form: place for place, form in sentences() if not _is_title(form) and _unknown(form)}

    assert missing == {}


def _is_title(form: str) -> bool:
    """Tell whether a form is what the tables cite, the name of a file, or a single character."""
    written = re.compile(re.sub(r"\\\{\d\\\}", ".*", re.escape(form)))
    return (
        len("".join(HAN.findall(form))) < 2
        or form.endswith((".xlsx", ".zip"))
        or any(written.fullmatch(one) for one in cited())
    )


def _unknown(form: str) -> bool:
    """Tell whether a form with figures in its places stays Chinese."""
    filled = re.sub(r"\{\d\}(?=年)", "2026", form)
    filled = re.sub(r"\{(\d)\}", lambda place: str(int(place[1]) + 2), filled)
    return bool(HAN.search(HEADING.sub("", in_words(filled))))


@pytest.mark.parametrize(("text", "words"), [
    ("团课学习 6 学时，不足 8 学时，还差 2 学时。", "6 class hours, fewer than 8: 2 are missing."),
    (
        "自 2026年2月10日确定为入团积极分子起须培养考察 3 个月，未满期限。",
        "Activist since 10 February 2026; 3 months of observation are needed: not over yet.",
    ),
    ("王晓梅·入团申请·第一团支部", "王晓梅·Application to join the League·第一团支部"),
    ("阿依古丽·买买提", "阿依古丽·买买提"),
    ("李至诚", "李至诚"),
    ("周敏须回避，由第一团支部·支部副书记办理。", "周敏 is recused, 第一团支部·Branch deputy does it."),
    ("王晓梅17 周岁，未满 18 周岁，不能推荐。", "王晓梅 is 17, under 18, and cannot be recommended."),
    ("已联系 1 次。", "1 attempts recorded."),
    ("2026年1月至2026年6月", "January 2026 to June 2026"),
    ("2026年1月、2026年3月", "January 2026, March 2026"),
    ("随便写的一句话，没有人认识。", "随便写的一句话，没有人认识。"),
])  # fmt: skip
def test_a_composed_sentence_is_said_in_english_by_its_form(text: str, words: str) -> None:
    with translation.override("en"):
        assert said(text) == words


def test_what_somebody_typed_inside_a_sentence_stays_as_it_was_typed() -> None:
    with translation.override("en"):
        assert said("王晓梅·入团申请：已退回至“申请入团”，请补正：同意").endswith("please complete: 同意")


def test_a_sentence_is_said_in_chinese_where_nothing_was_chosen() -> None:
    assert said("团课学习 6 学时，不足 8 学时，还差 2 学时。") == "团课学习 6 学时，不足 8 学时，还差 2 学时。"


@pytest.mark.parametrize(
    "text", ["：" * 900, "（" * 500, "“" * 500 + "。" * 500, "、团" * 499, "·团" * 499, "，团。" * 300]
)
def test_no_typed_text_is_too_odd_to_be_said(text: str) -> None:
    with translation.override("en"):
        assert isinstance(said(text), str)
