"""Characters that nobody sees or means, and those of which there are several for one: in them two like texts differ.

Joiners stay, which emoji and the scripts of minorities need, and so do line breaks and tabs.
"""

from __future__ import annotations

import re
import unicodedata

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # formats, directions
    "\ufe00-\ufe0f"  # the look of the character before
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all
)

BLANKS = re.compile(r"[\s\u3000\u200b-\u200d\u2800]+")
DOTS = re.compile("[·•‧∙⋅・･．.●◦᛫\u0387]")


def seen(text: str) -> str:
    """Return a text without what nobody sees."""
    return UNSEEN.sub("", text)


def half_width(text: str) -> str:
    """Return a text with its full-width characters as half-width ones, without blanks around it."""
    return unicodedata.normalize("NFKC", seen(text)).strip()


def folded(text: str) -> str:
    """Return a number or code as it is meant: in half-width characters, without any blanks."""
    return BLANKS.sub("", half_width(text))


def alike(name: str) -> str:
    """Return by what two spellings of one name are known to be alike; it is compared, never kept.

    The dot between the parts of a name has a dozen forms, Latin names come with blanks and capitals or without.
    """
    return DOTS.sub("·", folded(name)).casefold()
