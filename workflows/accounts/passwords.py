"""Passwords: words that everybody in the League would try first."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workflows.people.models import Person

WORDS = (
    "共青团", "团委", "团支部", "团员", "团务", "青年", "医院", "卫健", "学校", "学院", "密码", "管理员",
    "gongqingtuan", "tuanwei", "tuanyuan", "tuanwu", "qingnian", "yiyuan", "weijian", "xuexiao",
    "mima", "guanliyuan", "league", "youth", "hospital", "school", "password", "passwd", "admin", "qwerty", "iloveyou",
)  # fmt: skip
LOOKALIKES = str.maketrans("@0134$57!", "aoleassti")
OWN_LEAST = 8
ENDS = "0123456789.-_!@#$%^&* "


class OwnWordsValidator:
    """Refuses a password of digits alone, or of little more than such words, own names, and digits around them."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Check a new password.

        Raises:
            ValidationError: beside such words fewer than 8 characters are the person's own, or it has only digits.
        """
        typed = password.lower()
        rest = typed
        for word in (*WORDS, *self._own(user)):
            rest = _without(rest, word)
        own = rest.strip(ENDS)
        if not own or (rest != typed and len(own) < OWN_LEAST):
            raise ValidationError(
                _(
                    "密码主要由“团委”“医院”“青年”等常用词、姓名或登录名加数字组成，容易被猜中。"
                    "请改用几个互不相干的词，或由密码管理器生成。"
                ),
                code="password_of_common_words",
            )

    def get_help_text(self) -> str:
        """Return what the page says beside the field."""
        return _("不要用“团委”“医院”“青年”等常用词、姓名、登录名加数字作密码。")

    def _own(self, user: Person | None) -> list[str]:
        given = (user.username, user.name, user.pinyin, user.home.name if user.home else "") if user else ()
        return [part for one in given for part in one.lower().split() if len(part) > 1]


def _without(text: str, word: str) -> str:
    """Cut a word out wherever it stands, also where p@ssw0rd is written for it."""
    while (at := max(text.find(word), text.translate(LOOKALIKES).find(word))) >= 0:
        text = text[:at] + text[at + len(word) :]
    return text
