"""金额: fen as figures and in the capital numerals of receipts (中文大写)."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")


def yuan(fen: int) -> str:
    """Return an amount in yuan with two decimals: 1234 as 12.34."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02}"


def capital(fen: int) -> str:
    """Return an amount as receipts write it: 1234 as 壹拾贰元叁角肆分, 800 as 捌元整.

    Raises:
        ValueError: the amount is below nothing.
    """
    if fen < 0:
        raise ValueError(f"no receipt is made out for {fen} fen")
    whole, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    words = f"{_whole(whole)}元" if whole or not (jiao or cents) else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif cents and whole:
        words += "零"
    return words + (f"{DIGITS[cents]}分" if cents else "整")


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    words, sections = "", []
    while number:
        number, part = divmod(number, 10_000)
        sections.append(part)
    for index in range(len(sections) - 1, -1, -1):
        part = sections[index]
        if part:
            gap = bool(words) and (part < 1000 or sections[index + 1] == 0)
            words += (DIGITS[0] if gap else "") + _section(part) + SECTIONS[index]
    return words


def _section(part: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit:
            words += (DIGITS[0] if gap and words else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = True
    return words
