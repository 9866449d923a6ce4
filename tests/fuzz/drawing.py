"""Which requests are sent: each field with each odd value, then anything odd at once, as the seed has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import quote

from django.urls import resolve

from tests.fuzz.asking import Ask
from tests.fuzz.finding import Target
from tests.fuzz.spoils import BODIES, FILES, HEADERS, METHODS, NUMBERS, TEXTS, WORDS, Upload, Value

STRANGERS = 0.15  # of the requests are somebody's who has no business there
HUGE = 0.1  # of the texts may be of any length: a page that shows a few of them again takes as long as ten others
SHORT = [one for one in TEXTS if len(one) <= 10_000]
Fields = list[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws requests from targets; `keys` are those of rows that there are, `people` those who may ask."""

    chance: Random
    keys: Sequence[str]
    people: Sequence[str]

    def each(self, targets: Sequence[Target]) -> Iterator[Ask]:
        """Yield every target with every odd value in every field, one at a time, in the order of the seed."""
        places = [(target, name) for target in targets for name in target.form.names]
        found = [(target, name, value) for target, name in places for value in (*TEXTS, *FILES)]
        self.chance.shuffle(found)
        for target, name, value in found:
            if isinstance(value, str | bytes) or self._is_file(target, name) or self.chance.random() < 0.05:
                yield self._with(target, [(one, value if one == name else kept) for one, kept in self._filled(target)])

    def any(self, target: Target) -> Ask:
        """Return a target spoiled in a way that is drawn."""
        ways: Mapping[Callable[[Target], Ask], int] = {
            self._one: 8, self._all: 6, self._few: 4, self._missing: 2, self._doubled: 2, self._query: 2, self._body: 2,
            self._headed: 3, self._cut: 1, self._placed: 2, self._method: 1, self._forged: 1,
        }  # fmt: skip
        ask = self.chance.choices(list(ways), list(ways.values()))[0](target)
        return replace(ask, who=self.chance.choice(self.people)) if self.chance.random() < STRANGERS else ask

    def all(self, target: Target) -> Ask:
        """Return a target with something odd in each of its fields."""
        return self._all(target)

    def _filled(self, target: Target) -> Fields:
        return target.form.filled(self.chance, self.keys)

    def _odd(self, target: Target, name: str) -> Value:
        if self._is_file(target, name) and self.chance.random() < 0.8:
            return self.chance.choice(FILES)
        text = self.chance.choice(TEXTS if self.chance.random() < HUGE else SHORT)
        if isinstance(text, str) and self.chance.random() < 0.15:
            other = self.chance.choice(TEXTS)
            text = text[:50] + other[:50] if isinstance(other, str) else text
        return text

    @staticmethod
    def _is_file(target: Target, name: str) -> bool:
        return any((one.name, one.kind) == (name, "file") for one in target.form.controls)

    def _with(self, target: Target, fields: Fields) -> Ask:
        form = target.form
        files = any(isinstance(value, Upload) for _, value in fields)
        if form.method == "GET":
            return Ask(target.who, "GET", target.path, query=tuple(fields))
        return Ask(target.who, form.method, target.path, fields=tuple(fields), multipart=form.multipart or files)

    def _one(self, target: Target) -> Ask:
        fields = self._filled(target)
        if not fields:
            return self._query(target)
        at = self.chance.randrange(len(fields))
        fields[at] = fields[at][0], self._odd(target, fields[at][0])
        return self._with(target, fields)

    def _all(self, target: Target) -> Ask:
        return self._with(target, [(name, self._odd(target, name)) for name, _ in self._filled(target)])

    def _few(self, target: Target) -> Ask:
        fields = [
            (name, self._odd(target, name) if self.chance.random() < 0.3 else kept)
            for name, kept in self._filled(target)
        ]
        return self._with(target, fields)

    def _missing(self, target: Target) -> Ask:
        return self._with(target, [one for one in self._filled(target) if self.chance.random() < 0.6])

    def _doubled(self, target: Target) -> Ask:
        fields = self._filled(target)
        more = [(name, self._odd(target, name)) for name, _ in fields if self.chance.random() < 0.5]
        stranger = [(str(self.chance.choice(WORDS)), self._odd(target, ""))]
        return self._with(target, [*fields, *more, *stranger])

    def _query(self, target: Target) -> Ask:
        names = (*target.form.names, *target.heard, "next", "page", "q")
        asked = tuple((self.chance.choice(names), self._odd(target, "")) for _ in range(self.chance.randint(1, 3)))
        ask = self._with(target, self._filled(target))
        return replace(ask, query=(*ask.query, *asked))

    def _body(self, target: Target) -> Ask:
        return replace(self._one(target), method="POST", body=self.chance.choice(BODIES))

    def _headed(self, target: Target) -> Ask:
        headers = tuple(self.chance.choice(HEADERS) for _ in range(self.chance.randint(1, 2)))
        return replace(self._with(target, self._filled(target)), headers=tuple(dict(headers).items()))

    def _cut(self, target: Target) -> Ask:
        ask = replace(self._with(target, self._filled(target)), multipart=True)
        return replace(ask, cut=self.chance.randint(1, max(len(ask.content[1]) // 2, 1)))

    def _placed(self, target: Target) -> Ask:
        """Return the address with an odd argument."""
        given, path = resolve(target.path).kwargs, target.path
        for name in self.chance.sample(sorted(given), min(len(given), 1)):
            odd = self.chance.choice(NUMBERS if isinstance(given[name], int) else WORDS)
            path = path.replace(f"/{quote(str(given[name]))}", f"/{odd}", 1)
        return replace(self._with(target, self._filled(target)), path=path)

    def _method(self, target: Target) -> Ask:
        return replace(self._one(target), method=self.chance.choice(METHODS))

    def _forged(self, target: Target) -> Ask:
        ask = self._with(target, [("csrfmiddlewaretoken", self.chance.choice(TEXTS)), *self._filled(target)])
        return replace(ask, strict=True, method="POST")
