"""Build the icon sprite of the pages from the names in ``tools/icons.txt``.

    .venv/bin/python tools/build_icons.py FOLDER

FOLDER is the unpacked npm package ``@tabler/icons`` (``npm pack @tabler/icons``). A page shows an icon with
``<svg class="icon"><use href="{% static 'vendor/icons.svg' %}#inbox"></use></svg>``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ROOT / "tools" / "icons.txt"
SPRITE = ROOT / "static" / "vendor" / "icons.svg"

ELEMENT = re.compile(r"<(?:path|circle|rect|line|polyline)\b[^>]*/>")
BOUNDING_BOX = 'd="M0 0h24v24H0z"'
# The stroke is inherited from the page's `.icon`, so that one sprite serves every size and color.
SYMBOL = """\
<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" \
stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>
"""


def main(package: Path) -> None:
    """Write the sprite; raises FileNotFoundError for a name the package does not have."""
    names = NAMES.read_text(encoding="utf-8").split()
    symbols = "".join(symbol(package / "icons" / "outline", name) for name in names)
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n', encoding="utf-8")
    sys.stdout.write(f"{SPRITE.relative_to(ROOT)}: {len(names)} icons\n")


def symbol(folder: Path, name: str) -> str:
    """Return one icon as a symbol of the sprite, without its invisible bounding box."""
    source = (folder / f"{name}.svg").read_text(encoding="utf-8")
    shapes = (shape for shape in ELEMENT.findall(source) if BOUNDING_BOX not in shape)
    return SYMBOL.format(name=name, shapes="".join(shapes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
