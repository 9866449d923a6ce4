"""What robots answer: mostly what somebody would write, now and then what nobody expects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.fuzz.pages import PDF, Control, Form
from tests.fuzz.spoils import Upload

OPTIONAL = re.compile(r'id="field-([\w-]+)">(?:(?!id="field-).)*?class="optional"', re.DOTALL)
ROLL = re.compile(r"应到 ?(\d+) ?人")
ODD = ("0", "-1", "12.345", "　", "<b>甲</b>", "=1+1", "王 晓梅", "2026年13月", "很" * 400, "𠅤䶮", "null", "９９")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = ("同意", "材料齐全", "情况属实", "已核对", "表现良好，同意支部大会意见", "请补充说明", "按规定办理")
YES = ("approve", "agree", "granted", "pass", "true", "yes", "1")
LOOKS_LIKE_YES = 0.75
LEFT_EMPTY = 0.7
PAST_DAY = 0.15  # of the officers' forms enter an act of paper
Value = str | Upload


@dataclass(frozen=True, slots=True)
class Mind:
    """How one robot answers on one day."""

    chance: Random
    on: date
    odd: float
    sheet: bytes = b""

    def fill(self, form: Form, text: str, errors: frozenset[str] = frozenset()) -> list[tuple[str, Value]]:
        """Return an answer to each control of a form; what was found wrong is answered anew."""
        roll = int(next(iter(ROLL.findall(text)), "0"))
        coming = self.chance.randint(roll // 2, roll) if roll else self.chance.randint(1, 9)
        optional = frozenset(OPTIONAL.findall(text))
        found: list[tuple[str, Value]] = []
        for control in form.controls:
            if control.kind != "submit" and not self._leaves(control, optional):
                found += [(control.name, one) for one in self._answer(control, coming, again=control.name in errors)]
        return found

    def _leaves(self, control: Control, optional: frozenset[str]) -> bool:
        """Tell whether somebody leaves a field empty: a name beside a list always, what may stay empty mostly."""
        if control.name.endswith("_named"):
            return True
        return control.name in optional and not control.value and self.chance.random() < LEFT_EMPTY

    def _answer(self, control: Control, coming: int, *, again: bool) -> Iterator[Value]:
        if control.kind == "hidden" or (control.value and not again and self.chance.random() > 0.1):
            if control.kind != "file":
                yield control.value
            return
        if control.kind == "file":
            yield Upload("缴费表.xlsx", SHEET, self.sheet) if self.sheet and self.chance.random() < 0.5 else PDF
        elif control.kind in ("select", "radio"):
            yield from self._choose([one for one in control.options if one])
        elif control.kind == "select-multiple":
            options = [one for one in control.options if one]
            yield from self.chance.sample(options, min(len(options), self.chance.randint(1, 3)))
        elif control.kind == "checkbox":
            if self.chance.random() < 0.6:
                yield control.value or "on"
        elif self.chance.random() < self.odd:
            yield self.chance.choice(ODD)
        else:
            yield self._typed(control, coming)

    def _choose(self, options: Sequence[str]) -> Iterator[str]:
        yeses = [one for one in options if one in YES]
        if yeses and self.chance.random() < LOOKS_LIKE_YES:
            yield yeses[0]
        elif options:
            yield self.chance.choice(options)

    def _typed(self, control: Control, coming: int) -> str:
        name = control.name
        if control.kind == "date" or name == "on":
            return self._day(name)
        if name == "period":
            return self.chance.choice(
                (f"{self.on.year}", f"{self.on.year}-H1", f"{self.on.year - 1}-H2", self._month())
            )
        if control.kind == "month" or "month" in name:
            return self._month()
        if name.endswith(("present", "yes", "in_favour")):
            return str(coming)
        if name in ("no", "abstain", "against") or name.endswith("_no"):
            return "0"
        if control.kind == "number":
            return str(self.chance.choice((1, 2, 3, 5, 9, 15, 40)))
        if any(word in name for word in ("amount", "yuan", "base", "fen")):
            return self.chance.choice(("12", "5.50", "36.00", "4200", "0.2"))
        if control.kind in ("tel", "email"):
            return "13900000000" if control.kind == "tel" else "a@example.cn"
        return self.chance.choice(WORDS)

    def _day(self, name: str) -> str:
        if name == "on":
            back = self.chance.randint(1, 12) if self.chance.random() < PAST_DAY else 0
            return (self.on - timedelta(days=back)).isoformat() if back else ""
        return (self.on + timedelta(days=self.chance.choice((-40, -10, -2, 0, 0, 0, 7, 30)))).isoformat()

    def _month(self) -> str:
        months = self.on.year * 12 + self.on.month - 1 + self.chance.choice((-2, -1, 0, 0, 0, 1))
        return f"{months // 12}-{months % 12 + 1:02}"
