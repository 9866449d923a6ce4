"""Images on papers: pictures drawn here as PNG, uploaded ones anew, and the check that nothing else gets in."""

from __future__ import annotations

import base64
import binascii
import io

from PIL import Image, ImageChops

PIXELS = 20_000_000  # a flat-bed scan of a seal has fewer; a decompression bomb has more
SEAL_SIDE = 600  # pixels; 42 mm at 360 dpi
PHOTO_SIDE = 600  # pixels; a two-inch photograph at 300 dpi
URL_LENGTH = 4_000_000

PNG = "data:image/png;base64,"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


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
    return png_url(backed)


def photo_url(upload: bytes) -> str:
    """Return an uploaded photograph as a data URL.

    Raises:
        NotAnImage: not a picture, or a picture of too many pixels.
    """
    picture = _opened(upload)
    picture.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    return png_url(picture.convert("RGB"))


def png_url(picture: Image.Image) -> str:
    """Return a picture as a data URL, as a fresh file: nothing of what an upload said beside its pixels."""
    drawn = io.BytesIO()
    picture.save(drawn, format="PNG")
    return PNG + base64.b64encode(drawn.getvalue()).decode("ascii")


def image_of_ours(url: str) -> bytes | None:
    """Return the content when the data URL is a PNG as drawn here, else None."""
    if len(url) > URL_LENGTH or not url.startswith(PNG):
        return None
    try:
        content = base64.b64decode(url.removeprefix(PNG), validate=True)
    except binascii.Error:
        return None
    return content if content.startswith(PNG_SIGNATURE) else None


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
