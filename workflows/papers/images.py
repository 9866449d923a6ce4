"""Images on papers: uploaded seals and photographs drawn anew, and the check that nothing else gets in."""

from __future__ import annotations

import base64
import binascii
import io
import re

from PIL import Image, ImageChops

PIXELS = 20_000_000  # a flat-bed scan of a seal has fewer; a decompression bomb has more
SEAL_SIDE = 600  # pixels; 42 mm at 360 dpi
PHOTO_SIDE = 600  # pixels; a two-inch photograph at 300 dpi
URL_LENGTH = 4_000_000

PNG = "data:image/png;base64,"
SVG = "data:image/svg+xml;base64,"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Exactly what `qr.qr_url` draws: one path, no reference to anything.
QR_DRAWING = re.compile(
    rb'<svg xmlns="http://www\.w3\.org/2000/svg" width="\d+" height="\d+">'
    rb'<path (transform="[a-z0-9(). ]+" )?stroke="#000" d="[Mhmv0-9. -]+"/></svg>'
)


class NotAnImage(ValueError):
    """The uploaded bytes are no image that can go on a paper; the message is for the uploader."""


def seal_url(upload: bytes) -> str:
    """Return an uploaded seal as a data URL, its white paper made transparent so that text shows through.

    Raises:
        NotAnImage: not a picture, or a picture of too many pixels.
    """
    picture = _opened(upload)
    picture.thumbnail((SEAL_SIDE, SEAL_SIDE))
    backed = Image.new("RGBA", picture.size, "white")
    backed.alpha_composite(picture)
    red, green, blue, _ = backed.split()
    backed.putalpha(ImageChops.invert(ImageChops.darker(ImageChops.darker(red, green), blue)))
    return _png_url(backed)


def photo_url(upload: bytes) -> str:
    """Return an uploaded photograph as a data URL.

    Raises:
        NotAnImage: not a picture, or a picture of too many pixels.
    """
    picture = _opened(upload)
    picture.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    return _png_url(picture.convert("RGB"))


def image_of_ours(url: str) -> tuple[bytes, str] | None:
    """Return content and media type when the data URL is a PNG or a QR code as drawn here, else None."""
    if len(url) > URL_LENGTH:
        return None
    prefix = next((known for known in (PNG, SVG) if url.startswith(known)), None)
    if prefix is None:
        return None
    try:
        content = base64.b64decode(url.removeprefix(prefix), validate=True)
    except binascii.Error:
        return None
    if prefix == PNG:
        return (content, "image/png") if content.startswith(PNG_SIGNATURE) else None
    return (content, "image/svg+xml") if QR_DRAWING.fullmatch(content) else None


def _opened(upload: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(upload), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > PIXELS:
                raise NotAnImage(
                    f"图片有 {picture.width}×{picture.height} 像素，超过 {PIXELS // 10_000} 万像素的上限。"
                    "请缩小后重新上传。"
                )
            return picture.convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAnImage("上传的文件不是可用的 PNG 或 JPEG 图片。请换一个文件重新上传。") from error


def _png_url(picture: Image.Image) -> str:
    drawn = io.BytesIO()
    picture.save(drawn, format="PNG", optimize=True)  # a fresh file: none of the upload's metadata
    return PNG + base64.b64encode(drawn.getvalue()).decode("ascii")
