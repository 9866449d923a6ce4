"""句式: the forms of sentences that the catalogue knows in both languages, with a place for each value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.utils.translation import trans_real

HAN = re.compile("[\u4e00-\u9fff]")
PLACE = re.compile(r"\{(\d)\}")
AS_IT_STANDS = re.compile(r"\{(\d)!s\}")
FIGURES = r"[\d.,%-]+"
ENOUGH = 2  # characters: a form with fewer might be anybody's name, and holds figures only


@dataclass(frozen=True, slots=True)
class Sentence:
    """The form of a sentence in both languages.

    Attributes:
        sure: its longest piece of fixed text, without which nothing has this form.
        exact: the expression where no value holds a sentence of its own; `wide` where one may.
        weight: how many characters are fixed; the more of them, the surer the form.
    """

    english: str
    sure: str
    exact: str
    wide: str
    weight: int


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """Return a compiled form; a process needs few of the thousand, and each takes a while."""
    return re.compile(expression, re.DOTALL)


@cache
def sentences_of(language: str) -> tuple[Sentence, ...]:
    """Return every form of the catalogue, the surest first."""
    known = trans_real.translation(language)._catalog  # type: ignore[attr-defined]  # as Django's own JavaScriptCatalog
    forms = [_sentence(str(key), str(text)) for key, text in known.items() if PLACE.search(str(key)) and text]
    return tuple(sorted((one for one in forms if one.sure), key=lambda one: (-one.weight, one.exact.count("("))))


def _sentence(chinese: str, english: str) -> Sentence:
    fixed = PLACE.split(chinese)[::2]
    few = len(HAN.findall("".join(fixed))) < ENOUGH
    order = PLACE.findall(chinese)
    whole = {number for number, place in enumerate(order, 1) if place in AS_IT_STANDS.findall(english)}
    exact, wide = (_expression(fixed, one, whole, few=few) for one in ("[^。]", "."))
    sure = max((one for one in fixed if HAN.search(one)), key=len, default="")
    return Sentence(english, sure, exact, wide, sum(map(len, fixed)))


def _expression(fixed: list[str], any_: str, whole: set[int], *, few: bool) -> str:
    """Return the expression of a form.

    A value between words is a name, a day or a figure, or begins with a mark of its own; of two values side by side
    the first one ends where figures begin. What is kept as it stands may hold the comma behind it: `whole`.
    """
    found = re.escape(fixed[0])
    for number, (before, after) in enumerate(pairwise(fixed), 1):
        if few:
            value = FIGURES
        elif not after and number < len(fixed) - 1:
            value = r"[^。\d]*"
        elif number in whole and after.startswith("，"):
            value = f"{any_}*"
        elif before.endswith("（") and after.startswith("）"):
            value = "(?:[^（）]|（[^（）]*）)*?"
        elif before.endswith("“") and after.startswith("”"):
            value = "(?:[^“”]|“[^“”]*”)*?"
        elif after and _is_open(before[-1:]) and _is_open(after[0]):
            value = f"[^。，；：]{'*' if before or number > 1 else '+'}?|[，、；：（]{any_}*?"
        else:
            value = f"{any_}*?"
        found += f"({value}){re.escape(after)}"
    return found


def _is_open(beside: str) -> bool:
    """Tell whether no mark beside a value says where it ends."""
    return not beside or beside not in "，；：。、“”（）《》"
