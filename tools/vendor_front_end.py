"""Copy the front end's files out of npm packages into ``static/vendor`` and ``tests/vendor``.

    .venv/bin/python tools/vendor_front_end.py

Downloads the packages with ``npm pack`` into ``.local/npm`` (the newest of each major version where none is
there yet), copies what the pages load, builds the icon sprite and writes ``static/vendor/vendor.json``.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import build_icons

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".local" / "npm"
VENDOR = ROOT / "static" / "vendor"

# A source map is not shipped, and hashed file names refuse a reference to a file that is not there.
SOURCE_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$")

# The package has no licence file; its style sheet names the holders and the MIT licence.
TABLER_LICENCE = """\
MIT License

Copyright 2018-2026 The Tabler Authors
Copyright 2018-2026 codecalm.net Paweł Kuna

tabler.min.css and tabler.min.js contain Bootstrap (copyright The Bootstrap Authors) and Popper (copyright
Federico Zivolo), under the same terms.

"""


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package and the files taken from it."""

    name: str
    major: int
    licence: str
    files: tuple[tuple[str, str], ...]  # path in the package, path in this repository
    licence_file: str

    @property
    def folder(self) -> Path:
        """Return where the package is unpacked."""
        return WORK / self.name.replace("/", "-").removeprefix("@")


ICONS = Package(
    "@tabler/icons", 3, "MIT", (("LICENSE", "static/vendor/licences/tabler-icons.txt"),), "tabler-icons.txt"
)
PACKAGES = (
    Package(
        "@tabler/core",
        1,
        "MIT",
        (
            ("dist/css/tabler.min.css", "static/vendor/tabler.min.css"),
            ("dist/js/tabler.min.js", "static/vendor/tabler.min.js"),
        ),
        "tabler-core.txt",
    ),
    ICONS,
    Package(
        "axe-core",
        4,
        "MPL-2.0",
        (
            ("axe.min.js", "tests/vendor/axe.min.js"),
            ("LICENSE", "static/vendor/licences/axe-core.txt"),
            ("LICENSE-3RD-PARTY.txt", "static/vendor/licences/axe-core-third-party.txt"),
        ),
        "axe-core.txt",
    ),
)


def main() -> None:
    """Fetch the packages, copy their files and write the list of what is vendored."""
    (VENDOR / "licences").mkdir(parents=True, exist_ok=True)
    (ROOT / "tests" / "vendor").mkdir(parents=True, exist_ok=True)
    rows = [row for package in PACKAGES for row in vendor(package)]
    write_tabler_licence()
    build_icons.main(ICONS.folder / "package")
    rows.append(row_of(ICONS, build_icons.SPRITE))
    text = json.dumps({"files": rows}, ensure_ascii=False, indent=2)
    (VENDOR / "vendor.json").write_text(text + "\n", encoding="utf-8")


def vendor(package: Package) -> list[dict[str, str]]:
    """Copy one package's files; return the rows of those that are not licence texts."""
    fetch(package)
    rows = []
    for source, target in package.files:
        content = SOURCE_MAP.sub(b"\n", (package.folder / "package" / source).read_bytes())
        (ROOT / target).write_bytes(content)
        if "licences" not in target:
            rows.append(row_of(package, ROOT / target))
    return rows


def fetch(package: Package) -> None:
    """Download and unpack one package unless it is there."""
    if (package.folder / "package").is_dir():
        return
    package.folder.mkdir(parents=True, exist_ok=True)
    wanted = f"{package.name}@{package.major}"
    subprocess.run(["npm", "pack", "--silent", wanted], cwd=package.folder, check=True)  # noqa: S603, S607 -- fixed names
    archive = next(package.folder.glob("*.tgz"))
    with tarfile.open(archive) as content:
        content.extractall(package.folder, filter="data")


def row_of(package: Package, path: Path) -> dict[str, str]:
    """Describe one vendored file."""
    manifest = json.loads((package.folder / "package" / "package.json").read_text(encoding="utf-8"))
    return {
        "name": package.name,
        "version": manifest["version"],
        "file": str(path.relative_to(ROOT)),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "licence": package.licence,
        "licence_file": f"static/vendor/licences/{package.licence_file}",
    }


def write_tabler_licence() -> None:
    """Write the licence of @tabler/core: its holders and the MIT terms as the icons' package words them."""
    terms = (ICONS.folder / "package" / "LICENSE").read_text(encoding="utf-8")
    permission = terms[terms.index("Permission is hereby granted") :]
    (VENDOR / "licences" / "tabler-core.txt").write_text(TABLER_LICENCE + permission, encoding="utf-8")


if __name__ == "__main__":
    main()
