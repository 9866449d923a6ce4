"""粘贴名单: a list of names as it comes from a chat or a sheet, held against the roll."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from forms.texts import alike, half_width
from workflows.people.models import Person
from workflows.people.pinyin import pinyin_of

MOST_NAMES = 500
SPLIT = re.compile(r"[\n\r,，;；、\t|]+")
NUMBERED = re.compile(r"^\s*(?:[(（]?\d{1,3}[)）.、．:：]?\s*|[-*•]\s+)")
AFTER = re.compile(r"[\s:：=]+[\d.,元￥¥]*\s*$")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What became of a list: who is found, names of several, and names of nobody with those that sound alike."""

    found: tuple[Person, ...]
    several: tuple[tuple[str, tuple[Person, ...]], ...]
    nobody: tuple[tuple[str, tuple[str, ...]], ...]
    left_out: int

    @property
    def names(self) -> int:
        """How many names were looked for."""
        return len(self.found) + len(self.several) + len(self.nobody)


def names_in(text: str) -> list[str]:
    """Return the names of a text, each once: numbers before them and amounts after them are none of them."""
    parts = (AFTER.sub("", NUMBERED.sub("", half_width(part))) for part in SPLIT.split(text))
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def look_up(people: QuerySet[Person], text: str) -> Pasted:
    """Look for the names of a text among some people, in one statement."""
    names = names_in(text)
    wanted = names[:MOST_NAMES]
    if not wanted:
        return Pasted((), (), (), 0)
    sounds = {name: pinyin_of(name) for name in wanted}
    like = Q(name__in=wanted) | Q(pinyin__in=[one for one in sounds.values() if one])
    known, sounding = defaultdict(list), defaultdict(list)
    for one in people.filter(like).select_related("home").order_by("pinyin", "pk"):
        known[alike(one.name)].append(one)
        sounding[one.pinyin].append(one.name)
    found, several, nobody = [], [], []
    for name in wanted:
        here = known.get(alike(name), [])
        if len(here) == 1:
            found.append(here[0])
        elif here:
            several.append((name, tuple(here)))
        else:
            nobody.append((name, tuple(dict.fromkeys(sounding[sounds[name]]))))
    return Pasted(tuple(dict.fromkeys(found)), tuple(several), tuple(nobody), len(names) - len(wanted))
