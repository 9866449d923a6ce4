"""Characters that nobody sees or means: they turn words around, make two like texts differ, or fit in no database.

Joiners stay, which emoji and the scripts of minorities need, and so do line breaks and tabs.
"""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # formats, directions
    "\ufe00-\ufe0f"  # the look of the character before
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all
)


def seen(text: str) -> str:
    """Return a text without what nobody sees."""
    return UNSEEN.sub("", text)
