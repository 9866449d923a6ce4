"""Invented people: names from two lists, ID numbers of the region that is assigned to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from stdnum.cn import ric

from procedures.register.entering import Known
from procedures.register.models import DuesCategory, PartyStage, Status
from procedures.town.places import PROVINCE
from workflows.days.dates import add_months
from workflows.people.models import Organization, Person, Sex
from workflows.people.pinyin import pinyin_of

NO_REGION = "990000"
NUMBERED_SINCE = date(2017, 1, 1)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = (
    "晓梅", "志强", "雨桐", "立新", "思远", "佳怡", "浩然", "静", "明轩", "丽娜", "子涵", "伟", "欣妍", "宇航", "雪",
    "建华", "梦琪", "磊", "若曦", "俊杰", "婷婷", "鹏飞", "诗雨", "凯", "艺馨", "文博", "慧敏", "天佑", "晓燕", "国栋",
    "阿依古丽", "紫萱", "海涛", "玉洁", "博文",
)  # fmt: skip
SERIALS = 500


@dataclass(slots=True)
class Census:
    """Makes people one after another; the n-th is the same in every town of the same day."""

    today: date
    made: int = 0
    taken: dict[date, int] = field(default_factory=dict)

    def ordinary(self, home: Organization) -> Known:
        """Return a member of 18 to 27 with a valid number where one is due."""
        index = self.made
        name = SURNAMES[index * 7 % len(SURNAMES)] + GIVEN[index * 11 % len(GIVEN)]
        born = self.born(18 + index % 9, index * 37 % 360 + 5)
        sex = Sex.FEMALE if index % 3 else Sex.MALE
        person = self.person(f"{home.code.lower()}-{index:03}", name, sex, born, home=home)
        joined_on = add_months(born, 14 * 12 + 5 + index % 24)
        known = Known(person, Status.ACTIVE, joined_on, self.number(joined_on, index))
        return replace(known, dues_category=DuesCategory.WAGE, dues_base_fen=180_000 + index * 7 % 11 * 60_000)

    def number(self, joined_on: date, index: int | None = None) -> str:
        """Return the number that a member who joined on a day has; nothing before numbers were given."""
        serial = 500_000 + (self.made if index is None else index)
        return f"{joined_on.year}{PROVINCE}{serial:06}" if joined_on >= NUMBERED_SINCE else ""

    def cadre(self, username: str, name: str, sex: str, home: Organization) -> Known:
        """Return a Party member in office, past the League's age."""
        born = self.born(30 + self.made % 12, self.made * 53 % 360 + 2)
        person = self.person(username, name, sex, born, home=home)
        return Known(person, party_stage=PartyStage.FULL, party_since=add_months(born, 22 * 12))

    def born(self, age: int, birthday_in: int) -> date:
        """Return the birth date of somebody of an age whose next birthday is so many days away."""
        return add_months(self.today + timedelta(days=birthday_in), -12 * (age + 1))

    def person(self, username: str, name: str, sex: str, born: date, *, home: Organization | None) -> Person:
        """Return a person, not saved, who cannot sign in by password."""
        self.made += 1
        person = Person(
            username=username,
            name=name,
            pinyin=pinyin_of(name),
            sex=sex,
            born=born,
            ethnicity="汉族",
            id_number=self._id_number(born, sex),
            phone=f"199{90_000_000 + self.made:08}",
            home=home,
        )
        person.set_unusable_password()
        person.keep_indexes()
        return person

    def _id_number(self, born: date, sex: str) -> str:
        """Return a number not used before; the serials of a day begin where the zone's roster has none."""
        serial = self.taken.get(born, SERIALS)
        self.taken[born] = serial + 1
        order = f"{serial - serial % 2 + (1 if sex == Sex.MALE else 0):03}"
        self.taken[born] += 1
        body = f"{NO_REGION}{born:%Y%m%d}{order}"
        return body + str(ric.calc_check_digit(body + "0"))


def named(known: list[Known]) -> Iterator[Person]:
    """Yield the people of some standings."""
    return (one.person for one in known)
