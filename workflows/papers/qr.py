"""二维码: a QR code as an image that a template can show without fetching anything."""

from __future__ import annotations

import base64
import io

import segno

QUIET_ZONE = 2  # modules; the paper around it is white anyway


def qr_url(text: str) -> str:
    """Return the QR code of the text as a data URL holding SVG, error correction M.

    Raises:
        ValueError: the text is empty or longer than a QR code holds.
    """
    if not text:
        raise ValueError("a QR code needs a text")
    drawing = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawing, kind="svg", border=QUIET_ZONE, xmldecl=False, svgclass=None, lineclass=None, nl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.getvalue()).decode("ascii")
