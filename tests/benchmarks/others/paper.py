"""Bare WeasyPrint on the HTML of one of our papers: the same look, no limits, no pool, no checks."""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.measuring import Measures, measure, timed


def print_again(html: str, fonts: str, look: str, times: int) -> Measures:
    """Print a composed document again and again with everything that can be kept warm kept warm.

    Args:
        html, look: files with the composed document and the style sheets of our papers.
        fonts: the font configuration of our papers.
    """
    os.environ["FONTCONFIG_FILE"] = fonts
    import weasyprint  # noqa: PLC0415 -- Pango reads the variable above when it is loaded
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    text, configuration = Path(html).read_text("utf-8"), FontConfiguration()
    sheet = weasyprint.CSS(string=Path(look).read_text("utf-8"), font_config=configuration) if look else None

    def print_one() -> bytes:
        document = weasyprint.HTML(string=text)
        sheets = [sheet] if sheet else []
        return bytes(document.write_pdf(stylesheets=sheets, font_config=configuration, pdf_variant="pdf/a-3a"))

    first, _ = timed(print_one)
    samples = [timed(print_one)[0] for _ in range(times)]
    return [measure("a paper", samples, first=first)]
