"""二维码: a QR code as an image that a template can show without fetching anything."""

from __future__ import annotations

import segno
from PIL import Image

from workflows.papers.images import png_url

QUIET_ZONE = 2  # modules; the paper around it is white anyway
MODULE = 4  # pixels, so that a viewer that smooths pictures leaves the edges sharp
MASK = 0  # any of the eight is read; choosing one takes four times as long as all the rest
BLACK_OR_WHITE = bytes((255, 0))


def qr_url(text: str) -> str:
    """Return the QR code of the text as a data URL, error correction M.

    Raises:
        ValueError: the text is empty or longer than a QR code holds.
    """
    if not text:
        raise ValueError("a QR code needs a text")
    code = segno.make(text, error="m", micro=False, mask=MASK)
    modules = list(code.matrix_iter(border=QUIET_ZONE))
    side = len(modules)
    drawing = Image.frombytes("L", (side, side), bytes(BLACK_OR_WHITE[dark] for row in modules for dark in row))
    return png_url(drawing.resize((side * MODULE, side * MODULE), Image.Resampling.NEAREST))
