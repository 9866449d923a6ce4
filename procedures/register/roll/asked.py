"""What a reader asks of the roll: which people, in which order, with which columns; read from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forms.numbers import whole
from procedures.register.roll.columns import COLUMNS, USUAL
from workflows.pages.words import searched
from workflows.people.models.post import LEAGUE_OFFICES, Role

STATUSES = {
    "members": _("团员"),
    "on_the_way": _("申请人、积极分子、发展对象"),
    "left": _("已离团"),
    "all": _("全部人员"),
}
AGES = {"": _("不限"), "half_year": _("半年内到龄"), "over": _("已到龄"), "27": _("27 周岁以上"),
        "25": _("25 周岁以上"), "under_18": _("不满 18 周岁")}  # fmt: skip
TENURES = {"": _("不限"), "1": _("满 1 年"), "3": _("满 3 年"), "5": _("满 5 年"), "10": _("满 10 年")}
OFFICES: Mapping[str, Any] = {
    "": _("不限"), "any": _("担任团内职务"), "none": _("不担任团内职务"),
    **{str(role.value): role.label for role in Role if role in LEAGUE_OFFICES},
}  # fmt: skip
DUES = {"": _("不限"), "owing": _("有欠费"), "3": _("欠费满 3 个月"), "6": _("欠费满 6 个月"), "clear": _("已交清")}
GRADES = {"": _("不限"), "excellent": _("优秀"), "qualified": _("合格"), "basic": _("基本合格"),
          "unqualified": _("不合格"), "none": _("没有评议")}  # fmt: skip
MISSING = {"": _("不限"), "number": _("缺编号"), "id_number": _("缺身份证号"), "phone": _("缺手机号码"),
           "born": _("缺出生日期"), "joined_on": _("缺入团时间"), "any": _("资料不全")}  # fmt: skip
SORTS = {"name": _("姓名"), "place": _("支部"), "born": _("出生日期"), "joined": _("入团时间")}
CHOICES = {"status": STATUSES, "age": AGES, "tenure": TENURES, "office": OFFICES, "dues": DUES, "grade": GRADES,
           "missing": MISSING, "sort": SORTS}  # fmt: skip
LABELS = {"status": _("身份"), "age": _("年龄"), "tenure": _("团龄"), "office": _("职务"), "dues": _("团费"),
          "grade": _("上年评议"), "missing": _("缺项")}  # fmt: skip
FIRST = {"status": "members", "sort": "name"}
MOST_PEOPLE = 500  # chosen or pasted at once


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; a value that is none of the choices stands for the first of them.

    Attributes:
        place: the key of an organization, 0 for all that the reader may see.
        text: a part of a name or of its pinyin.
        people: the keys of chosen people; nobody for everybody who fits.
        columns: the codes of the columns shown.
        page: counts from 1.
    """

    place: int = 0
    status: str = "members"
    age: str = ""
    tenure: str = ""
    office: str = ""
    dues: str = ""
    grade: str = ""
    missing: str = ""
    sort: str = "name"
    text: str = ""
    people: tuple[int, ...] = ()
    columns: tuple[str, ...] = USUAL
    page: int = 1

    @classmethod
    def of(cls, given: QueryDict) -> Asked:
        """Read an address, or a form with the same names."""
        chosen = {
            name: value if (value := given.get(name, "")) in choices else FIRST.get(name, "")
            for name, choices in CHOICES.items()
        }
        columns = tuple(code for code in COLUMNS if code in given.getlist("column")) or USUAL
        people = tuple(key for text in given.getlist("person")[:MOST_PEOPLE] if (key := whole(text)))
        return cls(
            place=whole(given.get("place", "")) or 0, text=searched(given), columns=columns, people=people,
            page=max(min(whole(given.get("page", "")) or 1, 10_000), 1), **chosen,
        )  # fmt: skip

    @property
    def query(self) -> str:
        """The filter, the order and the columns as they stand in an address; of the page and the people nothing."""
        pairs = [(name, getattr(self, name)) for name in CHOICES]
        kept = [(name, value) for name, value in pairs if value != FIRST.get(name, "")]
        kept += [("place", str(self.place))] if self.place else []
        kept += [("q", self.text)] if self.text else []
        kept += [("column", code) for code in self.columns] if self.columns != USUAL else []
        return urlencode(kept)

    @property
    def narrows(self) -> bool:
        """Whether it leaves anybody out who stands on the rolls as a member."""
        return replace(self, sort="name", columns=USUAL, page=1) != Asked(place=self.place)

    def _without(self, name: str) -> Asked:
        changed: dict[str, Any] = {name: FIRST.get(name, "")}
        return replace(self, **changed)

    @property
    def chips(self) -> list[tuple[Any, Any, str]]:
        """What is in force, each as (label, value, the address without it)."""
        found = [
            (LABELS[name], CHOICES[name][value], self._without(name).query)
            for name in LABELS
            if (value := getattr(self, name)) != FIRST.get(name, "")
        ]
        return [*found, *([(_("姓名"), self.text, replace(self, text="").query)] if self.text else [])]
