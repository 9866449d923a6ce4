"""组织登记的演示故事: what a committee keeps of itself and of those below it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from procedures.town.story import DayOf, Deed, Scan, Story

KEEPER = "@committee_secretary"
RED = (200, 16, 46)


def _stamp() -> bytes:
    """Return the picture of a seal that no organization has: two rings and a bar."""
    picture = Image.new("RGB", (400, 400), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 10, 390, 390), outline=RED, width=12)
    draw.ellipse((150, 150, 250, 250), outline=RED, width=8)
    draw.rectangle((80, 300, 320, 316), fill=RED)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


STORIES = (
    Story(
        "登记下级组织", None, "ZYY",
        (Deed(-300, "register", KEEPER, {
            "kind": "branch", "names": "第四团支部（针灸推拿）", "first_on": DayOf(-300),
        }),),
    ),
    Story("填写组织信息", None, "ZYY", (Deed(-290, "describe", KEEPER, {
        "contact": "0999-0000031", "document_word": "清中团",
    }),)),
    Story(
        "登记同级党组织", None, "ZYY-01",
        (Deed(-280, "lead", KEEPER, {
            "name": "临床党支部", "kind": "party_branch", "under": "#P-ZYY", "first_on": DayOf(-280),
        }),),
    ),
    Story("上传印章", None, "ZYY-03", (Deed(-270, "seal", KEEPER, {"seal": Scan("印章.png", _stamp())}),)),
)  # fmt: skip
