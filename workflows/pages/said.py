"""句式: sentences that were composed in Chinese, and are kept so, said in the language of the page.

What a condition finds, what somebody is told and what the log notes is one Chinese sentence with its numbers. The
catalogue knows it by its form, with a place for each value: `团课学习 {0} 学时。`. Its translation may turn the places
round; `{0!s}` keeps a value as somebody typed it, `{0}` says it in English too where that is possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from operator import attrgetter

from django.conf import settings
from django.utils.dateformat import format as in_format
from django.utils.translation import get_language, gettext

from workflows.pages.sentences import HAN, Sentence, compiled, sentences_of
from workflows.people.models import Role

DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
YEAR = re.compile(r"\d{4}年")
MONTH = re.compile(r"(\d{4})年(\d{1,2})月")
COUNTED = re.compile(
    r"(?<![\d.,])1 ((?:[a-z]+ )?(?:ballot|branch|case|day|hour|member|month|row|task|time|vote|year))(?:es|s)\b"
)
PAPER = re.compile(r"《([^》]+)》([^、\s]*)")
DONE = re.compile(r"([^，。；：“]*?)(\d{4}年\d{1,2}月\d{1,2}日)“([^”]+)”")
ROLES = sorted((str(role.label) for role in Role if role is not Role.SELF), key=len, reverse=True)
MORE = re.compile(r"等(?: (\d+) 人)?$")
NESTING, DEEPEST = "：（“《", 30  # what opens a piece inside a piece: no sentence of ours has as many
LONGEST = 1_000  # characters: longer texts were typed by somebody
OPENING, CLOSING = "（“《", "）”》"


class _Value(str):
    """A value inside a sentence: said in English by `{0}`, as it stands by `{0!s}`."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return in_words(str(self))

    def __str__(self) -> str:
        return "".join(self)


def said(text: str) -> str:
    """Say a composed Chinese text in the language of the page; what the catalogue does not know stays as it is."""
    return text if get_language() == settings.LANGUAGE_CODE else in_words(text)


def in_words(text: str) -> str:
    """Say a text in the language that is active: as a whole, by its form, piece by piece, or as it stands."""
    if len(text) > LONGEST or not HAN.search(text) or sum(map(text.count, NESTING)) > DEEPEST:
        return text
    return _in_words(text, get_language() or "")


@lru_cache(maxsize=4096)
def _in_words(text: str, language: str) -> str:
    ways: tuple[Callable[[str], str | None], ...] = (
        _known, _days, _exact, _sentences, _wide, _some_sentences, _counted, _placed, _held, _titled, _bracketed,
        _named, _ended, _listed,
    )  # fmt: skip
    return next((found for way in ways if (found := way(text)) is not None), text)


def _known(text: str) -> str | None:
    found = gettext(text)
    return found if found != text else None


def _days(text: str) -> str | None:
    """Say a day, a month, a span of either, whose end may leave its year out, or one that has no end yet."""
    if text.endswith("起"):
        day = _day(text[:-1])
        return day and gettext("%(day)s起") % {"day": day}
    first, *last = text.split("至")
    if last and (year := YEAR.match(first)):
        last = [one if YEAR.match(one) else year[0] + one for one in last]
    days = [_day(part) for part in (first, *last)]
    return " to ".join(day for day in days if day) if all(days) else None


def _day(text: str) -> str | None:
    for form, written in ((DAY, gettext("Y年n月j日")), (MONTH, gettext("Y年n月"))):
        if found := form.fullmatch(text):
            year, month, *day = map(int, found.groups())
            return in_format(date(year, month, *(day or [1])), written)
    return None


def _exact(text: str) -> str | None:
    return _by_form(text, attrgetter("exact"))


def _wide(text: str) -> str | None:
    return _by_form(text, attrgetter("wide"))


def _by_form(text: str, form: Callable[[Sentence], str]) -> str | None:
    for one in sentences_of(get_language() or ""):
        if one.sure in text and (found := compiled(form(one)).fullmatch(text)):
            return COUNTED.sub(r"1 \1", one.english.format(*map(_Value, found.groups())))
    return None


def _sentences(text: str) -> str | None:
    """Say several sentences one after the other, if each is known."""
    parts = _together(list(_parts(text, "。")))
    if len(parts) < 2 or any(HAN.search(one) and in_words(one) == one for one in parts):
        return None
    return _joined(parts, " ")


def _some_sentences(text: str) -> str | None:
    """Say those of several sentences that are known."""
    parts = _together(list(_parts(text, "。")))
    return _joined(parts, " ") if len(parts) > 1 else None


def _ended(text: str) -> str | None:
    """Say a sentence whose end stands outside its form."""
    inner = text.removesuffix("。")
    found = in_words(inner) if inner != text else inner
    return f"{found}." if found != inner else None


def _together(parts: list[str]) -> list[str]:
    """Put those of some sentences together that the catalogue knows as one text."""
    found = []
    while parts:
        several = next((n for n in range(len(parts) - 1, 1, -1) if _as_one("".join(parts[:n]))), 1)
        found.append("".join(parts[:several]))
        parts = parts[several:]
    return found


def _as_one(text: str) -> bool:
    return _known(text) is not None or _exact(text) is not None


def _counted(text: str) -> str | None:
    """Say a kind with its figure, a figure with its unit, or all three: 优秀 3, 3 个月, 优秀 3 人."""
    first, blank, last = text.rpartition(" ")
    if (
        not blank
        or not _is_one(text)
        or (HAN.search(first) and HAN.search(last) and not (first[-1:].isdigit() and _known(last)))
    ):
        return None
    found = f"{in_words(first)} {in_words(last)}"
    return COUNTED.sub(r"1 \1", found) if found != text else None


def _held(text: str) -> str | None:
    """Say a role that stands behind its place, with or without who holds it."""
    for role in ROLES if _is_one(text) else ():
        before, found, after = text.rpartition(role)
        if found and before and not after:
            return f"{before.removesuffix('·')}·{gettext(role)}"
        if found and before.endswith("·") and "·" not in after:
            return f"{before}{gettext(role)} {after}"
    return None


def _titled(text: str) -> str | None:
    """Say what a place did on a day, and a paper with its number."""
    if found := PAPER.fullmatch(text):
        return f"《{in_words(found[1])}》{found[2]}"
    if found := DONE.fullmatch(text):
        return f"{found[1]} {in_words(found[2])} “{in_words(found[3])}”"
    return None


def _placed(text: str) -> str | None:
    """Say the title of a post or of a case: its role behind the place, its procedure behind the name."""
    name, *rest = (part.removesuffix("·") for part in _parts(text, "·"))
    if not rest or not _is_one(text):
        return None
    words = [in_words(one) for one in rest]
    return "·".join([name, *words]) if words != rest else None


def _bracketed(text: str) -> str | None:
    """Say a text with a remark in brackets behind it; brackets of a name stay as they are."""
    if not text.endswith("）") or "（" not in text:
        return None
    *before, last = _parts(text, "")
    outer, inner = "".join(before), last[1:-1]
    words = in_words(outer), in_words(inner)
    if words == (outer, inner):
        return None
    return f"{words[0]}{last}" if HAN.search(inner) and words[1] == inner else f"{words[0]} ({words[1]})".lstrip()


def _named(text: str) -> str | None:
    """Say what stands behind the name of what it is about, and the name."""
    first, *rest = _parts(text, "：")
    return _joined([first.removesuffix("："), "".join(rest)], ": ") if rest else None


def _listed(text: str) -> str | None:
    """Say a list, or a sentence of several clauses, piece by piece."""
    for mark, joint in (("；", "; "), ("，", ", "), ("、", ", ")):
        more = MORE.search(text)
        parts = [part.removesuffix(mark) for part in _parts(MORE.sub("", text), mark)]
        names = joint.join(parts) if more and len(parts) > 1 else None
        if len(parts) > 1 and (found := _joined(parts, joint) or names) is not None:
            return f"{found} and others{f', {more[1]} in all' if more[1] else ''}" if more else found
    return None


def _is_one(text: str) -> bool:
    """Tell whether no mark outside of brackets parts a text."""
    return all(len(list(_parts(text, mark))) == 1 for mark in "。，；：、")


def _joined(parts: list[str], joint: str) -> str | None:
    """Join pieces of which at least one has English words."""
    words = [in_words(part) for part in parts]
    return joint.join(word.strip() for word in words if word) if words != parts else None


def _parts(text: str, mark: str) -> Iterator[str]:
    """Cut a text behind each mark, and around each bracket that begins a piece, that is in no bracket or quotation."""
    depth, begin = 0, 0
    for place, character in enumerate(text):
        if character in OPENING:
            if not mark and not depth and character == "（" and begin < place:
                yield text[begin:place]
                begin = place
            depth += 1
        depth -= character in CLOSING
        ends_bracket = mark in ("", "。") and character == "）" and text[begin] == "（"
        if depth <= 0 and ((mark and character == mark) or ends_bracket):
            yield text[begin : place + 1]
            begin = place + 1
    if begin < len(text):
        yield text[begin:]
