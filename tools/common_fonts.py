"""Cut from each vendored font of the papers its common characters, so that most papers open small fonts only.

Run after ``tools/build_fonts.py``, with the test requirements installed:

    .venv/bin/python tools/common_fonts.py

What WeasyPrint does with a font grows with all the glyphs that font has, not with those a paper shows: it copies
the file, and cuts it twice. Outlines become quadratic, half a thousandth of an em from the originals at most, because
HarfBuzz cuts these in half the time and they deflate to half the size. The same fonts give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path

from build_fonts import FACES, OUTPUT, Face, options, rename
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont, newTable

SYMBOLS = (0xA1, 0xA3)  # rows of GB 2312: punctuation, full-width forms
LEVEL_ONE = range(0xB0, 0xD8)  # its 3,755 common ideographs
ASCII = frozenset(range(0x20, 0x7F))
NEARNESS = 0.0005  # em
TRUETYPE = "\0\1\0\0"


def main() -> None:
    """Cut every face and enter the cuts in ``fonts.json`` behind the fonts they are cut from."""
    listed = OUTPUT / "fonts.json"
    rows = json.loads(listed.read_text(encoding="utf-8"))["fonts"]
    whole = {row["family"]: row for row in rows}
    cuts = [whole[face.family] | cut(face) for face in FACES]
    text = json.dumps({"fonts": [*(whole[face.family] for face in FACES), *cuts]}, ensure_ascii=False, indent=2)
    listed.write_text(text + "\n", encoding="utf-8")


def cut(face: Face) -> dict[str, str | int]:
    """Write the common characters of a face as a font of its own; return what its row says otherwise."""
    common = replace(face, family=f"{face.family} Common", file=f"{Path(face.file).stem}Common.ttf")
    font = TTFont(OUTPUT / face.file, recalcTimestamp=False)
    subsetter = Subsetter(options())
    subsetter.populate(unicodes=common_characters())
    subsetter.subset(font)
    if "CFF " in font:
        make_quadratic(font)
    rename(font, common)
    target = OUTPUT / common.file
    font.save(target)
    glyphs = font["maxp"].numGlyphs
    sys.stdout.write(f"{common.family}: {glyphs} glyphs, {target.stat().st_size / 1e6:.1f} MB\n")
    return {
        "family": common.family,
        "file": common.file,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "characters": "ASCII; symbols and level one of GB2312",
        "glyphs": glyphs,
    }


def common_characters() -> frozenset[int]:
    """Return the code points of ASCII and of the rows of GB 2312 that nearly every paper keeps to."""
    rows = (bytes((row, cell)) for row in (*SYMBOLS, *LEVEL_ONE) for cell in range(0xA1, 0xFF))
    return ASCII | {ord(character) for pair in rows for character in pair.decode("gb2312", errors="ignore")}


def make_quadratic(font: TTFont) -> None:
    """Turn cubic outlines into quadratic ones."""
    order, drawn = font.getGlyphOrder(), font.getGlyphSet()
    nearness = font["head"].unitsPerEm * NEARNESS
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, nearness, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    font["glyf"].compile(font)
    limits = font["maxp"]
    limits.tableVersion = 0x00010000
    limits.maxZones = 1
    for name in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements",
                 "SizeOfInstructions", "ComponentElements"):  # fmt: skip
        setattr(limits, f"max{name}", 0)
    limits.recalc(font)
    font["post"].formatType = 3
    font.sfntVersion = TRUETYPE


if __name__ == "__main__":
    main()
