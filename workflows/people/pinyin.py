"""拼音 of names, by which people are found: 王晓梅 is wangxiaomei and wxm."""

from __future__ import annotations

from pypinyin import lazy_pinyin

SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "区": "ou", "查": "zha", "任": "ren", "华": "hua",
    "盖": "ge", "朴": "piao", "翟": "zhai", "覃": "qin", "缪": "miao", "乐": "yue", "冼": "xian", "洗": "xian",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "令狐": "linghu",
}  # fmt: skip


def pinyin_of(name: str) -> str:
    """Return the full pinyin and the initials of a name, with a blank between them."""
    syllables = _syllables(name)
    return f"{''.join(syllables)} {''.join(one[0] for one in syllables)}"[:160] if syllables else ""


def initials(text: str) -> str:
    """Return the initials of a text: 开发区团工委 is kfqtgw."""
    return "".join(one[0] for one in lazy_pinyin(text, errors="ignore"))


def _syllables(name: str) -> list[str]:
    for length in (2, 1):
        surname = name[:length]
        if surname in SURNAMES:
            return [SURNAMES[surname], *lazy_pinyin(name[length:], errors="ignore")]
    return lazy_pinyin(name, errors="ignore")
