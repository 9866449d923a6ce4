"""What is vendored is what its lists say, and no page loads anything from another host."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "workflows" / "papers" / "fonts"
VENDOR = ROOT / "static" / "vendor"
MEGABYTE = 1_000_000

VENDORED = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))["files"]
FACES = json.loads((FONTS / "fonts.json").read_text(encoding="utf-8"))["fonts"]

HOST = r"(?:(?:https?|wss?):)?//[\w-]+(?:\.[\w-]+)+"
LOADS = {
    "element": re.compile(
        r"<(?:script|link|img|iframe|source|audio|video|track|object|embed|use|image|form|input|button)\b"
        rf"[^>]*\b(?:src|href|srcset|data|action|formaction|poster)\s*=\s*[\"']?\s*{HOST}",
        re.IGNORECASE,
    ),
    "style": re.compile(rf"(?:url\(|@import)\s*[\"']?\s*{HOST}", re.IGNORECASE),
    # An XML namespace is a name that looks like an address; nothing is loaded from it.
    "script": re.compile(rf"[\"'`](?!https?://www\.w3\.org/){HOST}", re.IGNORECASE),
}
KINDS = {
    ".css": ("style",),
    ".js": ("style", "script"),
    ".svg": ("element", "style"),
    ".html": ("element", "style"),
}


def loads_from_another_host(text: str, suffix: str) -> list[str]:
    """Return the places in a page, style sheet, script or picture that load from a named host."""
    return [match.group() for kind in KINDS[suffix] for match in LOADS[kind].finditer(text)]


def front_end_files() -> list[Path]:
    """Return every style sheet, script, picture and template of this repository."""
    folders = [
        ROOT / "static",
        *ROOT.glob("templates"),
        *ROOT.glob("*/templates"),
        *ROOT.glob("*/*/templates"),
    ]
    found = (path for folder in folders for path in folder.rglob("*") if path.suffix in KINDS)
    return sorted(path for path in found if not path.relative_to(ROOT).parts[0].startswith("."))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("row", VENDORED, ids=lambda row: row["file"])
def test_a_vendored_file_is_the_one_its_list_names(row: dict[str, str]) -> None:
    assert digest(ROOT / row["file"]) == row["sha256"]
    assert (ROOT / row["licence_file"]).stat().st_size > 0


@pytest.mark.parametrize("row", FACES, ids=lambda row: row["file"])
def test_a_font_is_the_one_its_list_names(row: dict[str, str]) -> None:
    font = TTFont(FONTS / row["file"])

    assert digest(FONTS / row["file"]) == row["sha256"]
    assert font["name"].getDebugName(1) == row["family"]
    assert font["maxp"].numGlyphs == row["glyphs"]
    assert (FONTS / row["licence_file"]).stat().st_size > 0


def test_nothing_is_vendored_without_its_row() -> None:
    listed = {ROOT / row["file"] for row in VENDORED} | {FONTS / row["file"] for row in FACES}

    kept = [*VENDOR.iterdir(), *(ROOT / "tests" / "vendor").iterdir(), *FONTS.glob("*.[ot]tf")]

    assert {path for path in kept if path.is_file() and path.name != "vendor.json"} == listed


def test_the_fonts_stay_small_enough_to_ship() -> None:
    assert sum((FONTS / row["file"]).stat().st_size for row in FACES) < 48 * MEGABYTE


@pytest.mark.parametrize("file", ["TuanwuSong.otf", "TuanwuSongBold.otf", "TuanwuKai.ttf", "TuanwuHei.otf"])
def test_rare_characters_of_names_are_drawn(file: str) -> None:
    drawn = TTFont(FONTS / file).getBestCmap()

    assert [character for character in "祎喆堃犇昇䶮㛃㭎𬱖𬭎〔〕·（）０Ａz9" if ord(character) not in drawn] == []


def test_the_body_font_draws_every_character_of_gb2312() -> None:
    drawn = TTFont(FONTS / "TuanwuFang.otf").getBestCmap()
    rows = (bytes((lead, trail)) for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF))
    characters = "".join(row.decode("gb2312", errors="ignore") for row in rows)

    assert len(characters) == 6763
    assert [character for character in characters if ord(character) not in drawn] == []


def test_the_sprite_holds_every_icon_of_the_list() -> None:
    names = (ROOT / "tools" / "icons.txt").read_text(encoding="utf-8").split()

    sprite = (VENDOR / "icons.svg").read_text(encoding="utf-8")

    assert re.findall(r'<symbol id="([^"]+)"', sprite) == names


@pytest.mark.parametrize("path", front_end_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_loaded_from_another_host(path: Path) -> None:
    assert loads_from_another_host(path.read_text(encoding="utf-8"), path.suffix) == []


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ('<script defer src="https://cdn.example.com/a.js"></script>', ".html"),
        ('<link rel="stylesheet"\n href=//cdn.example.com/a.css>', ".html"),
        ('<p style="background: url(http://cdn.example.com/a.png)">', ".html"),
        ('<svg><use href="https://cdn.example.com/i.svg#a"/></svg>', ".svg"),
        ('@import "https://cdn.example.com/a.css";', ".css"),
        ("a { src: url('//cdn.example.com/a.woff2') }", ".css"),
        ('fetch("https://api.example.com/x")', ".js"),
        ("new WebSocket('wss://api.example.com')", ".js"),
    ],
)
def test_a_load_from_another_host_is_seen(text: str, suffix: str) -> None:
    assert len(loads_from_another_host(text, suffix)) == 1


def test_a_link_to_another_host_is_not_a_load() -> None:
    page = '<a href="https://www.example.com/">团章</a><img src="{% static \'vendor/a.png\' %}">'

    assert loads_from_another_host(page, ".html") == []
