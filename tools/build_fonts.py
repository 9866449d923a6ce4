"""Build the vendored fonts of the papers from Debian's font packages.

Run on Debian with the test requirements installed:

    .venv/bin/python tools/build_fonts.py

Downloads about 280 MB of packages into ``.local/fonts`` and unpacks them there; installs nothing.
The same package versions give the same bytes.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "workflows" / "papers" / "fonts"
WORK = ROOT / ".local" / "fonts"
SOURCE = WORK / "source"

PACKAGES = ("fonts-noto-cjk", "fonts-lxgw-wenkai", "texlive-lang-chinese", "unicode-data")
NOTO = Path("usr/share/fonts/opentype/noto")
KAI = Path("usr/share/fonts/truetype/lxgw-wenkai")
FANDOL = Path("usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
FANDOL_PAPERS = Path("usr/share/doc/texlive-doc/fonts/fandol")
UNIHAN = Path("usr/share/unicode/Unihan_OtherMappings.txt.bz2")

PRIVATE_USE = "Co"

# Latin, punctuation, arrows, enclosed numbers, box and geometric signs, CJK punctuation, full-width forms.
COMMON_RANGES = (
    (0x0020, 0x017F), (0x0391, 0x03C9), (0x2000, 0x206F), (0x20AC, 0x20AC), (0x2100, 0x22FF),
    (0x2460, 0x24FF), (0x2500, 0x26FF), (0x2713, 0x2717), (0x3000, 0x303F), (0x3200, 0x33FF),
    (0xFE10, 0xFE1F), (0xFE30, 0xFE4F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip
# Every ideograph the font draws: unified block, extensions A to H, compatibility forms.
IDEOGRAPH_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
# Alternates by region or age would double the glyphs; papers are horizontal and simplified.
FEATURES = ["ccmp", "halt", "kern", "mark", "palt"]


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the papers and where it comes from."""

    family: str
    file: str
    package: str
    path: Path
    characters: str
    licence: str
    licence_file: str
    bold: bool = False
    member: str = ""  # full name inside a collection


@dataclass(frozen=True, slots=True)
class Characters:
    """The character sets a font may be cut to, as code points."""

    common: frozenset[int]
    gb2312: frozenset[int]
    gbk: frozenset[int]
    names: frozenset[int]
    ideographs: frozenset[int]

    def of(self, kind: str) -> frozenset[int]:
        """Return the code points of one kind; raises KeyError for an unknown kind."""
        sets = {
            "every ideograph": self.gbk | self.ideographs,
            "GBK and names": self.gbk,
            "GB2312 and names": self.gb2312,
        }
        return self.common | self.names | sets[kind]


OFL_NOTO = ("OFL-1.1", "OFL-noto-cjk.txt")
OFL_KAI = ("OFL-1.1", "OFL-lxgw-wenkai.txt")
GPL_FANDOL = ("GPL-3.0-only WITH Font-exception-2.0", "GPL-fandol.txt")

FACES = (
    Face("Tuanwu Song", "TuanwuSong.otf", "fonts-noto-cjk", NOTO / "NotoSerifCJK-Regular.ttc",
         "every ideograph", *OFL_NOTO, member="Noto Serif CJK SC"),
    Face("Tuanwu Song Bold", "TuanwuSongBold.otf", "fonts-noto-cjk", NOTO / "NotoSerifCJK-Bold.ttc",
         "GB2312 and names", *OFL_NOTO, bold=True, member="Noto Serif CJK SC Bold"),
    Face("Tuanwu Hei", "TuanwuHei.otf", "fonts-noto-cjk", NOTO / "NotoSansCJK-Regular.ttc",
         "GBK and names", *OFL_NOTO, member="Noto Sans CJK SC"),
    Face("Tuanwu Fang", "TuanwuFang.otf", "texlive-lang-chinese", FANDOL / "FandolFang-Regular.otf",
         "GBK and names", *GPL_FANDOL),
    Face("Tuanwu Kai", "TuanwuKai.ttf", "fonts-lxgw-wenkai", KAI / "LXGWWenKai-Regular.ttf",
         "GBK and names", *OFL_KAI),
)  # fmt: skip


def main() -> None:
    """Fetch the packages, cut every face, write the licences and ``fonts.json``."""
    versions = {package: fetch(package) for package in PACKAGES}
    characters = read_characters()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    rows = [build(face, characters.of(face.characters), versions[face.package]) for face in FACES]
    write_licences()
    text = json.dumps({"fonts": rows}, ensure_ascii=False, indent=2)
    (OUTPUT / "fonts.json").write_text(text + "\n", encoding="utf-8")


def fetch(package: str) -> str:
    """Download and unpack one Debian package; return its version."""
    WORK.mkdir(parents=True, exist_ok=True)
    found = sorted(WORK.glob(f"{package}_*.deb"))
    if not found:
        subprocess.run(["apt-get", "download", package], cwd=WORK, check=True)  # noqa: S603, S607 -- fixed names
        found = sorted(WORK.glob(f"{package}_*.deb"))
    archive = found[-1]
    subprocess.run(["dpkg-deb", "-x", archive, SOURCE], check=True)  # noqa: S603, S607 -- fixed names
    return archive.name.split("_")[1].replace("%3a", ":")


def read_characters() -> Characters:
    """Collect the character sets from Python's codecs and from the Unihan database."""
    return Characters(
        common=points(COMMON_RANGES),
        gb2312=two_byte_characters("gb2312"),
        gbk=two_byte_characters("gbk"),
        names=general_standard_characters(),
        ideographs=points(IDEOGRAPH_RANGES),
    )


def points(ranges: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """Return the code points of the ranges, both ends included."""
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


def two_byte_characters(codec: str) -> frozenset[int]:
    """Return what a double-byte codec can write, without private-use code points."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    decoded = (pair.decode(codec, errors="ignore") for pair in pairs)
    return frozenset(ord(text) for text in decoded if len(text) == 1 and unicodedata.category(text) != PRIVATE_USE)


def general_standard_characters() -> frozenset[int]:
    """Return the 8,105 characters of the 通用规范汉字表, whose third level holds the rare name characters."""
    with bz2.open(SOURCE / UNIHAN, "rt", encoding="utf-8") as lines:
        rows = (line.split("\t") for line in lines if "\tkTGH\t" in line)
        return frozenset(int(row[0].removeprefix("U+"), 16) for row in rows if row[0].startswith("U+"))


def build(face: Face, characters: frozenset[int], version: str) -> dict[str, str | int]:
    """Cut and rename one face; return its row of ``fonts.json``."""
    font = open_face(face)
    subsetter = Subsetter(options())
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    rename(font, face)
    target = OUTPUT / face.file
    font.save(target)
    glyphs = font["maxp"].numGlyphs
    sys.stdout.write(f"{face.family}: {glyphs} glyphs, {target.stat().st_size / 1e6:.1f} MB\n")
    return {
        "family": face.family,
        "file": face.file,
        "source": f"{face.path.name} {face.member}".strip(),
        "package": face.package,
        "version": version,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "copyright": font["name"].getDebugName(0).strip(),
        "licence": face.licence,
        "licence_file": f"licences/{face.licence_file}",
        "characters": face.characters,
        "glyphs": glyphs,
    }


def open_face(face: Face) -> TTFont:
    """Open a font file, or the named member of a collection; raises LookupError without such a member."""
    path = SOURCE / face.path
    if not face.member:
        return TTFont(path, recalcTimestamp=False)
    for number, font in enumerate(TTCollection(path, lazy=True).fonts):
        if font["name"].getDebugName(4) == face.member:
            return TTFont(path, fontNumber=number, recalcTimestamp=False)
    raise LookupError(f"{path} has no face {face.member}")


def options() -> Options:
    """Return the cutting rules: few features, no hints, Windows names only."""
    chosen = Options()
    chosen.layout_features = FEATURES
    chosen.name_IDs = [0, 5, 13, 14]
    chosen.name_languages = [0x409]
    chosen.hinting = False
    chosen.desubroutinize = False
    chosen.notdef_outline = True
    chosen.drop_tables = [*chosen.drop_tables, "vhea", "vmtx", "VORG", "BASE", "DSIG"]
    return chosen


def rename(font: TTFont, face: Face) -> None:
    """Give the font its private family name, so that no font of the system can take its place."""
    style = "Bold" if face.bold else "Regular"
    postscript = Path(face.file).stem
    names = font["name"]
    for number, text in ((1, face.family), (2, style), (3, postscript), (4, face.family), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    if "CFF " not in font:
        return
    table = font["CFF "].cff
    table.fontNames = [postscript]
    top = table.topDictIndex[0]
    top.FamilyName, top.FullName = face.family, face.family
    for number, part in enumerate(getattr(top, "FDArray", ())):
        part.FontName = f"{postscript}-{number}"


def write_licences() -> None:
    """Write each source's licence text beside the fonts."""
    folder = OUTPUT / "licences"
    folder.mkdir(exist_ok=True)
    documents = SOURCE / "usr/share/doc"
    for package, file in (("fonts-noto-cjk", OFL_NOTO[1]), ("fonts-lxgw-wenkai", OFL_KAI[1])):
        text = (documents / package / "copyright").read_text(encoding="utf-8")
        (folder / file).write_text(open_font_licence(text), encoding="utf-8")
    readme = (SOURCE / FANDOL_PAPERS / "README").read_text(encoding="utf-8")
    terms = gzip.decompress((SOURCE / FANDOL_PAPERS / "COPYING.gz").read_bytes()).decode()
    (folder / GPL_FANDOL[1]).write_text(f"{readme.strip()}\n\n{'-' * 72}\n\n{terms}", encoding="utf-8")


def open_font_licence(copyright_file: str) -> str:
    """Return the holders and the OFL text out of a Debian copyright file."""
    paragraphs = copyright_file.split("\n\n")
    holders = next(part for part in paragraphs if part.startswith("Files: *"))
    terms = next(part for part in paragraphs if "SIL OPEN FONT LICENSE" in part and part.startswith("License:"))
    lines = (line.strip() for line in terms.splitlines()[1:])
    body = "\n".join("" if line == "." else line for line in lines)
    owner = "\n".join(line for line in holders.splitlines() if not line.startswith("Files:"))
    return f"{owner}\n\n{body}\n"


if __name__ == "__main__":
    main()
