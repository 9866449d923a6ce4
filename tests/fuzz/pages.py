"""Forms and links of a page, read as a browser reads them; nothing of the product is asked which fields there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from random import Random

from tests.fuzz.spoils import Upload, Value

PDF = Upload("附件.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
TOKEN = "csrfmiddlewaretoken"
NOT_SENT = frozenset({"reset", "button", "image"})


@dataclass(frozen=True, slots=True)
class Control:
    """A field: its kind, what it holds, and what it offers."""

    name: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()

    def filled(self, chance: Random, keys: Sequence[str]) -> Value:
        """Return what somebody might well answer."""
        if self.kind == "file":
            return PDF
        offered = [one for one in self.options if one]
        if self.kind in ("select", "radio", "checkbox"):
            return self.value or chance.choice(offered or keys or [""])
        usual = {"number": "5", "date": "2026-05-20", "month": "2026-05", "tel": "13900000000", "email": "a@example.cn"}
        return self.value or usual.get(self.kind, "" if self.kind in ("hidden", "submit") else "略")


@dataclass(slots=True)
class Form:
    """A form, or what a script sends in the place of one."""

    action: str
    method: str = "GET"
    multipart: bool = False
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields, each once."""
        return tuple(dict.fromkeys(one.name for one in self.controls))

    def filled(self, chance: Random, keys: Sequence[str]) -> list[tuple[str, Value]]:
        """Return an answer to each field; of the buttons one is pressed."""
        buttons = [one for one in self.controls if one.kind == "submit"]
        pressed = chance.choice(buttons) if buttons else None
        chosen = [one for one in self.controls if one.kind != "submit" or one is pressed]
        return [(one.name, one.filled(chance, keys)) for one in chosen]


class Page(HTMLParser):
    """A page read to its end."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, [], []
        self._form: Form | None = None
        self._beside: list[Form] = []
        self._select: Control | None = None
        self._area: str | None = None
        self.feed(text)
        self.close()
        self.forms += [replace(one, controls=self._of(one)) for one in self._beside]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag leads to or asks for."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self._begin(given)
        for name in ("hx-post", "hx-get", "formaction"):
            if name in given:
                self._lead(given[name], "GET" if name == "hx-get" else "POST")
        if tag in ("input", "button", "select", "textarea") and given.get("name") and self._form is not None:
            self._take(tag, given)
        if tag == "option" and self._select is not None:
            self._offer(given)

    def handle_endtag(self, tag: str) -> None:
        """Close a form or a list."""
        if tag == "form":
            self._form = None
        if tag == "select" and self._select is not None and self._form is not None:
            self._form.controls.append(self._select)
            self._select = None

    def _begin(self, given: Mapping[str, str]) -> None:
        many = given.get("enctype") == "multipart/form-data"
        self._form = Form(given.get("action", ""), given.get("method", "get").upper(), many)
        self.forms.append(self._form)

    def _lead(self, action: str, method: str) -> None:
        kept = self._form or Form("")
        self._beside.append(Form(action, method, kept.multipart, kept.controls))

    def _of(self, beside: Form) -> list[Control]:
        return list(beside.controls)

    def _take(self, tag: str, given: Mapping[str, str]) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text") if tag in ("input", "button") else tag
        if kind in NOT_SENT or given["name"] == TOKEN:
            return
        control = Control(given["name"], kind, given.get("value", ""))
        if tag == "select":
            self._select = control
        elif kind == "radio":
            self._add_choice(control)
        else:
            self._form.controls.append(control)  # type: ignore[union-attr]  # asked above

    def _add_choice(self, control: Control) -> None:
        controls = self._form.controls  # type: ignore[union-attr]  # asked above
        for index, one in enumerate(controls):
            if (one.name, one.kind) == (control.name, "radio"):
                controls[index] = replace(one, options=(*one.options, control.value))
                return
        controls.append(replace(control, value="", options=(control.value,)))

    def _offer(self, given: Mapping[str, str]) -> None:
        value = given.get("value", "")
        chosen = value if "selected" in given else self._select.value  # type: ignore[union-attr]  # asked above
        options = (*self._select.options, value)  # type: ignore[union-attr]  # asked above
        self._select = replace(self._select, value=chosen, options=options)  # type: ignore[type-var]  # asked above
