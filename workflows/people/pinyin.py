"""拼音 of names, by which people are found: 王晓梅 is wangxiaomei and wxm."""

from __future__ import annotations

SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "区": "ou", "查": "zha", "任": "ren", "华": "hua",
    "盖": "ge", "朴": "piao", "翟": "zhai", "覃": "qin", "缪": "miao", "乐": "yue", "冼": "xian", "洗": "xian",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "令狐": "linghu",
}  # fmt: skip


def pinyin_of(name: str) -> str:
    """Return the full pinyin and the initials of a name, with a blank between them."""
    found = _syllables(name)
    return f"{''.join(found)} {''.join(one[0] for one in found)}"[:160] if found else ""


def initials(text: str) -> str:
    """Return the initials of a text: 开发区团工委 is kfqtgw."""
    return "".join(one[0] for one in syllables(text))


def syllables(text: str) -> list[str]:
    """Return the pinyin of each character of a text, of a name's surname as any word's."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- its dictionary takes as long to load as half of the product

    found: list[str] = lazy_pinyin(text, errors="ignore")
    return found


def _syllables(name: str) -> list[str]:
    for length in (2, 1):
        surname = name[:length]
        if surname in SURNAMES:
            return [SURNAMES[surname], *syllables(name[length:])]
    return syllables(name)
