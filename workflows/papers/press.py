"""The one home of WeasyPrint. Import it through `render`, which first points Pango to our own fonts.

Nothing is fetched but images drawn by `qr` and `images`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache

import pydyf
import weasyprint
from django.template.loader import render_to_string
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from workflows.papers.fonts import characters_without_glyph
from workflows.papers.images import image_of_ours

VARIANT = "pdf/a-3a"  # tagged, so that a screen reader reads it; A-3 lets the signed facts be attached

logger = logging.getLogger(__name__)


class ForeignAddress(ValueError):
    """A paper refers to something outside itself; it is not printed."""


class OwnImagesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
    """Hand out images of our own and refuse every other address, whatever its scheme."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        content = image_of_ours(url)
        if content is None:
            logger.warning("paper_address_refused length=%d", len(url))
            raise ForeignAddress("address refused")
        return URLFetcherResponse("data:", content, {"Content-Type": "image/png"})


class WithoutPayload(logging.Filter):
    """Keep only the place of a WeasyPrint message: its words may quote a person's data."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = f"complaint from {record.module}:{record.lineno}", ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


for name in ("weasyprint", "weasyprint.progress"):
    logging.getLogger(name).addFilter(WithoutPayload())


@dataclass(frozen=True, slots=True)
class Press:
    """What WeasyPrint needs for every paper, loaded once in a process."""

    fonts: FontConfiguration
    look: weasyprint.CSS
    fetcher: OwnImagesOnly


def print_html(html: str) -> bytes:
    """Return the document's PDF in the look of `paper.css`.

    A character that no font has is printed by its number: an empty box would hide which one is to be written in.

    Raises:
        ForeignAddress: it refers to something outside itself.
    """
    if unknown := characters_without_glyph(html):
        logger.error("paper_without_glyph %s", " ".join(f"U+{ord(character):04X}" for character in unknown))
        html = html.translate({ord(character): f"〔U+{ord(character):04X}〕" for character in unknown})
    press = warm_press()
    document = weasyprint.HTML(string=html, url_fetcher=press.fetcher)
    try:
        pdf = document.write_pdf(
            finisher=press_streams, stylesheets=[press.look], font_config=press.fonts, pdf_variant=VARIANT
        )
    except FatalURLFetchingError:
        raise ForeignAddress("a paper refers to something outside itself") from None  # the cause quotes it
    return bytes(pdf)


class Pressed(pydyf.Stream):  # type: ignore[misc]  # pydyf publishes no types
    """A stream of the document in its final form.

    pydyf makes that form anew each time it is asked for it, once for the document and once for its fingerprint, which
    takes a tenth of a paper's time.
    """

    def __init__(self, stream: pydyf.Stream) -> None:
        self.__dict__.update(stream.__dict__)
        self._final = stream.data

    @property
    def data(self) -> bytes:
        """The final form."""
        return bytes(self._final)


def press_streams(_document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Press every stream of a finished document once; its bytes stay the same."""
    pdf.objects[:] = [Pressed(one) if isinstance(one, pydyf.Stream) else one for one in pdf.objects]


@cache
def warm_press() -> Press:
    """Return the press, setting it up at the first call."""
    fonts = FontConfiguration()
    fetcher = OwnImagesOnly(fail_on_errors=True)
    css = render_to_string("papers/paper.css")
    look = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
    return Press(fonts=fonts, look=look, fetcher=fetcher)
