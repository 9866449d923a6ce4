"""The fonts papers are set in: our own directory and nothing else of the machine.

The same fonts everywhere make the same bytes everywhere, and a name with a rare character looks the same on
every server. Each family has a small cut of its common characters, which is asked first wherever a style sheet names
the family; only a paper with a rarer character opens the whole font.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

OWN_FONTS = Path(__file__).with_name("fonts")
SUFFIXES = {".otf", ".ttf"}
FAMILIES = ("Tuanwu Song", "Tuanwu Song Bold", "Tuanwu Hei", "Tuanwu Fang", "Tuanwu Kai")

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>serif</family><prefer><family>Tuanwu Song</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Tuanwu Hei</family></prefer></alias>
  {common}
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""
COMMON = '<alias binding="same"><family>{0}</family><prefer><family>{0} Common</family></prefer></alias>'


def use_own_fonts() -> None:
    """Point fontconfig to our own fonts; without effect once Pango is loaded."""
    home = _cache_directory()
    target = home / "fonts.conf"
    common = "\n  ".join(map(COMMON.format, FAMILIES))
    text = CONFIGURATION.format(fonts=escape(str(OWN_FONTS)), cache=escape(str(home / "fontconfig")), common=common)
    with tempfile.NamedTemporaryFile("w", dir=home, encoding="utf-8", delete=False) as draft:
        draft.write(text)
    Path(draft.name).replace(target)  # several processes start at once: each sees a whole file
    os.environ["FONTCONFIG_FILE"] = str(target)


def font_files() -> tuple[Path, ...]:
    """Return the font files in name order; empty when none were built."""
    return tuple(sorted(path for path in OWN_FONTS.glob("*") if path.suffix in SUFFIXES))


def characters_without_glyph(text: str) -> str:
    """Return, once each and in code point order, the printable characters that no font of ours can draw."""
    return "".join(sorted(character for character in set(text) - _covered() if character.isprintable()))


@cache
def _covered() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- only who looks for rare characters waits for it

    covered: set[str] = set()
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            covered.update(map(chr, font.getBestCmap()))
    return frozenset(covered)


def _cache_directory() -> Path:
    chosen: str | Path | None = getattr(settings, "PAPERS_CACHE", None)
    if chosen:
        home = Path(chosen)
        home.mkdir(parents=True, exist_ok=True)
        return home
    home = Path(tempfile.gettempdir()) / f"tuanwu-papers-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.stat().st_uid != os.getuid():  # somebody else took the name first: careful with their files
        return Path(tempfile.mkdtemp(prefix="tuanwu-papers-"))
    return home
