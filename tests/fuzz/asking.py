"""A request as it goes over the wire, and the line by which anybody sends it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

from tests.fuzz.spoils import Upload, Value

Pairs = tuple[tuple[str, Value], ...]

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "tuanwu-fuzz"
SHOWN = 300  # characters of a body in the line for curl
HEADERS_OF_ITS_OWN = {"Content-Length": "CONTENT_LENGTH", "Content-Type": "CONTENT_TYPE"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A request.

    Attributes:
        path: percent-encoded, without a query.
        query, fields: in the order in which they go; a text may hold half surrogates, bytes go as they are.
        body: its content type and bytes, in the place of the fields.
        cut: so many bytes are missing at its end.
        strict: its token is looked at, as everywhere outside tests.
    """

    who: str
    method: str
    path: str
    query: Pairs = ()
    fields: Pairs = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: tuple[str, bytes] | None = None
    multipart: bool = False
    cut: int = 0
    strict: bool = False

    @property
    def address(self) -> str:
        """The path with its query."""
        return f"{self.path}?{_encoded(self.query)}" if self.query else self.path

    @property
    def content(self) -> tuple[str, bytes]:
        """The content type and the body."""
        if self.body is not None:
            kind, content = self.body
        elif self.method in ("GET", "HEAD"):
            kind, content = "", b""
        elif self.multipart:
            kind, content = f"multipart/form-data; boundary={BOUNDARY}", _in_parts(self.fields)
        else:
            kind, content = URLENCODED, _encoded(self.fields).encode()
        return kind, content[: len(content) - self.cut]

    @property
    def environment(self) -> dict[str, str]:
        """The headers as a server gives them."""
        return {_variable(name): value for name, value in self.headers}

    @property
    def weight(self) -> int:
        """How much there is of it; shrinking makes it less."""
        return len(self.address) + len(self.content[1]) + sum(len(name) + len(value) for name, value in self.headers)

    def curl(self) -> str:
        """Return a line for a shell; a long body is cut, and whoever sends it signs in first."""
        kind, content = self.content
        parts = ["curl", "-X", self.method, "-b", f"<session of {self.who}>"]
        for name, value in (*((("Content-Type", kind),) if kind else ()), *self.headers):
            parts += ["-H", _short(f"{name}: {value}")]
        if content:
            parts += ["--data-binary", _short(content.decode("utf-8", "backslashreplace"))]
        return shlex.join([*parts, _short(f"http://localhost:8000{self.address}")])


def as_bytes(value: str | bytes) -> bytes:
    """Return a text as UTF-8, half surrogates as they would stand in it."""
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def _encoded(pairs: Iterable[tuple[str, Value]]) -> str:
    texts = ((name, value.name if isinstance(value, Upload) else value) for name, value in pairs)
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in texts)


def _quoted(value: str | bytes) -> str:
    return quote_from_bytes(as_bytes(value), safe="")


def _in_parts(pairs: Iterable[tuple[str, Value]]) -> bytes:
    lines: list[bytes] = []
    for name, value in pairs:
        said = b'Content-Disposition: form-data; name="' + as_bytes(name) + b'"'
        if isinstance(value, Upload):
            said += b'; filename="' + as_bytes(value.name) + b'"\r\nContent-Type: ' + as_bytes(value.kind)
        content = value.content if isinstance(value, Upload) else as_bytes(value)
        lines += [b"--" + BOUNDARY.encode(), said, b"", content]
    return b"\r\n".join([*lines, b"--" + BOUNDARY.encode() + b"--", b""])


def _variable(name: str) -> str:
    return HEADERS_OF_ITS_OWN.get(name, f"HTTP_{name.upper().replace('-', '_')}")


def _short(text: str) -> str:
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…({len(text)} characters)"
    return quote(shown, safe="".join(map(chr, range(32, 127)))) if not shown.isprintable() else shown
