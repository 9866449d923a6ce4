"""From a sheet to its PDF: same sheet, same bytes. Importing this never fails, whatever the machine lacks."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from functools import cache
from types import ModuleType

from django.template.loader import render_to_string

from workflows.papers import fonts
from workflows.papers.sheets import Sheet

OFF = "证书打印已关闭（环境变量 TUANWU_PAPERS=off）。需要打印时去掉该变量并重新启动。"
NO_LIBRARIES = (
    "缺少排版所需的系统库，暂不能打印证书。请以 root 运行："
    "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0，然后重新启动。"
)
NO_FONTS = f"缺少证书字体（{fonts.OWN_FONTS}），暂不能打印证书。请补齐字体文件，然后重新启动。"


TEXT = re.compile(r"(?<=>)[^<]+")  # what stands between two tags
TOGETHER = re.compile(r"\d[\d.,]* ?[元人票岁月日号%％]|[^\s&;·]·")


class PapersOff(RuntimeError):
    """Papers cannot be printed here; the message says what to install."""


@cache
def papers_available() -> str:
    """Return an empty string, or the sentence saying what to install; found out when it is first asked."""
    if os.environ.get("TUANWU_PAPERS") == "off":
        return OFF
    if not fonts.font_files():
        return NO_FONTS
    try:
        _press()
    except OSError:
        return NO_LIBRARIES
    return ""


@cache
def _press() -> ModuleType:
    """Return the press, which takes longer to load than all else of the product together.

    Raises:
        OSError: a library is missing.
    """
    fonts.use_own_fonts()  # careful: before the press, which loads Pango and with it the list of fonts
    from workflows.papers import press  # noqa: PLC0415 -- only who prints waits for it

    return press


def render(sheet: Sheet) -> bytes:
    """Return the sheet's PDF/A-3a.

    Raises:
        PapersOff: libraries or fonts are missing.
        press.ForeignAddress: the template or a fact refers to something outside the sheet.
    """
    return print_html(compose(sheet))


def compose(sheet: Sheet) -> str:
    """Return the sheet as one HTML document."""
    context = {
        "facts": sheet.facts,
        "title": sheet.title,
        "language": sheet.language,
        "created": sheet.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return render_to_string(sheet.template, context)


def kept_together(html: str) -> str:
    """Return a document whose lines part no figure from its unit and begin with no middle dot of a name."""
    head, body, rest = html.partition("<body")
    return f"{head}{body}{TEXT.sub(_joined, rest)}"


def _joined(text: re.Match[str]) -> str:
    return TOGETHER.sub(r"<nobr>\g<0></nobr>", text[0])


def print_html(html: str) -> bytes:
    """Return the PDF of a composed document.

    Raises: as `render`.
    """
    if missing := papers_available():
        raise PapersOff(missing)
    printed: bytes = _press().print_html(kept_together(html))
    return printed


def warm_up() -> None:
    """Print a letter nobody gets, so that the first paper is as quick as the next.

    Raises:
        PapersOff: libraries or fonts are missing.
    """
    facts = {"signed_by": "团务", "check_url": "团务"}
    render(Sheet(template="papers/letter.html", facts=facts, title="团务", issued_at=datetime(2026, 1, 1, tzinfo=UTC)))
