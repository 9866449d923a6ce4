"""团员名册: whom it shows to whom, what its filters mean to the day, and what is taken away with which entry."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.http import QueryDict
from django.test import Client
from python_calamine import CalamineWorkbook

from procedures.register.models import Charge, SavedView, Standing, YearRecord
from procedures.register.roll.asked import Asked
from procedures.register.roll.names import look_up, names_in
from procedures.register.roll.reading import Roll
from tests.worlds import TODAY, Place, at, hospital
from workflows.engine.visibility import visible_to
from workflows.exchange.lists import harmless
from workflows.models import Entry
from workflows.people.models import Appointment, Person, Post
from workflows.people.pinyin import pinyin_of
from workflows.store import rooted

pytestmark = pytest.mark.django_db
ID_NUMBER = "110101200003070017"


@pytest.fixture
def place() -> Iterator[Place]:
    with time_machine.travel(at(TODAY), tick=False):
        yield hospital()


def member(place: Place, name: str, born: date = date(2002, 1, 1), *, code: str = "SURG", **standing: Any) -> Person:
    """Put somebody on a roll; a member since 4 May 2017 with a number, unless another thing is said."""
    home = place.organization(code)
    person = Person.objects.create_user(
        f"m{Person.objects.count()}", None, name=name, pinyin=pinyin_of(name), born=born, home=home
    )
    given = {"status": "active", "joined_on": date(2017, 5, 4), "development_number": "201742000001", **standing}
    Standing.objects.create(person=person, root=home.root, **given)
    return person


def listed(place: Place, query: str, by: str = "hosp") -> list[str]:
    """Return the names that the reader's roll has for an address, those of the world's own people left out."""
    sight = visible_to(place.person(by), TODAY)
    with rooted.within(*sight.roots):
        found = Roll(sight, TODAY, None).asked(Asked.of(QueryDict(query)))
        return [one.name for one in found if one.username.startswith("m")]


def browser(place: Place, by: str) -> Client:
    client = Client()
    client.force_login(place.person(by), backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.parametrize(
    ("by", "seen"), [("sec", ["甲"]), ("hosp", ["甲", "乙"]), ("county", ["丙", "甲", "乙"]), ("zone", ["丙"])]
)
def test_a_reader_lists_the_rolls_of_his_own_organization_and_of_those_under_it(
    place: Place, by: str, seen: list[str]
) -> None:
    member(place, "甲")
    member(place, "乙", code="MED")
    member(place, "丙", code="ZONE")

    assert listed(place, "", by) == sorted(seen, key=pinyin_of)


@pytest.mark.parametrize(
    ("born", "view", "fits"),
    [
        (date(1998, 5, 20), "age=over", True),  # 28 today
        (date(1998, 5, 21), "age=over", False),
        (date(1998, 5, 21), "age=half_year", True),  # 28 tomorrow
        (date(1998, 5, 20), "age=half_year", False),
        (date(1998, 11, 19), "age=half_year", True),  # on the 183rd day
        (date(1998, 11, 20), "age=half_year", False),
        (date(1999, 5, 20), "age=27", True),
        (date(1999, 5, 21), "age=27", False),
        (date(2008, 5, 21), "age=under_18", True),
        (date(2008, 5, 20), "age=under_18", False),
    ],
)
def test_an_age_is_completed_on_the_birthday_itself(place: Place, born: date, view: str, fits: bool) -> None:
    member(place, "甲", born)

    assert listed(place, view) == (["甲"] if fits else [])


@pytest.mark.parametrize(
    ("joined", "number", "lacks"),
    [(date(2016, 12, 31), "", False), (date(2017, 1, 1), "", True), (date(2017, 1, 1), "201742000009", False)],
)
def test_a_number_is_missing_only_where_somebody_joined_from_2017_on(
    place: Place, joined: date, number: str, lacks: bool
) -> None:
    member(place, "甲", joined_on=joined, development_number=number)

    assert listed(place, "missing=number") == (["甲"] if lacks else [])


def test_who_is_no_member_stands_under_his_own_heading(place: Place) -> None:
    member(place, "团员")
    member(place, "申请", status="applicant", joined_on=None)
    member(place, "离团", status="exited_age")
    member(place, "察看", status="probation")

    assert listed(place, "") == ["察看", "团员"]
    assert listed(place, "status=on_the_way") == ["申请"]
    assert listed(place, "status=left") == ["离团"]
    assert len(listed(place, "status=all")) == 4


def test_an_office_counts_from_its_first_to_its_last_day_and_a_deputy_holds_none(place: Place) -> None:
    now, over, deputy = (member(place, name) for name in ("现任", "曾任", "代理"))
    post = Post.objects.get_or_create(role="org_commissioner", organization=place.organization("MED"))[0]
    Appointment.objects.create(person=now, post=post, first_on=TODAY)
    Appointment.objects.create(person=over, post=post, first_on=date(2025, 1, 1), last_on=date(2026, 5, 19))
    Appointment.objects.create(person=deputy, post=post, first_on=TODAY, last_on=date(2026, 6, 1), deputizing_for=now)

    assert listed(place, "office=any") == ["现任"]
    assert listed(place, "office=org_commissioner") == ["现任"]
    assert listed(place, "office=none") == sorted(["曾任", "代理"], key=pinyin_of)


def test_unpaid_months_are_counted_and_summed_and_a_paid_one_is_none(place: Place) -> None:
    owes, paid = member(place, "欠"), member(place, "清")
    surg = place.organization("SURG")
    for person, settled in ((owes, 0), (paid, 900)):
        for month in (1, 2, 3):
            Charge.objects.create(
                person=person, organization=surg, root=surg.root, month=date(2026, month, 1), fen=900,
                paid_fen=settled, category="wage", base_fen=300_000, opened_on=TODAY,
            )  # fmt: skip

    text = browser(place, "sec").get("/roll/?dues=3").content.decode()

    assert listed(place, "dues=owing") == listed(place, "dues=3") == ["欠"]
    assert listed(place, "dues=6") == []
    assert "清" in listed(place, "dues=clear")
    assert "27.00" in text
    assert "欠费 3 个月" in text


def test_the_grade_is_that_of_the_year_before(place: Place) -> None:
    good, old = member(place, "优"), member(place, "旧")
    surg = place.organization("SURG")
    for person, year in ((good, 2025), (old, 2024)):
        YearRecord.objects.create(person=person, organization=surg, root=surg.root, year=year, grade="excellent")

    assert listed(place, "grade=excellent") == ["优"]
    assert "旧" in listed(place, "grade=none")


@pytest.mark.parametrize("text", ["晓梅", "wangxiao", "wxm", "ＷＸＭ", "王 晓梅"])
def test_a_name_is_found_by_any_part_its_pinyin_and_its_initials(place: Place, text: str) -> None:
    member(place, "王晓梅")
    member(place, "李四")

    assert listed(place, f"q={text}") == ["王晓梅"]


def test_an_address_with_nonsense_shows_the_roll_as_it_is(place: Place) -> None:
    page = browser(place, "sec").get("/roll/?place=999999999999&age=x&sort=id&page=-3&column=id_number")
    plain = browser(place, "sec").get("/roll/?age=x&sort=id&page=-3&column=id_number&person=a")

    assert (page.status_code, plain.status_code) == (404, 200)


def test_another_s_roll_is_not_found(place: Place) -> None:
    assert browser(place, "sec").get(f"/roll/?place={place.organization('MED').pk}").status_code == 404
    assert browser(place, "wang").get("/roll/").status_code == 404


def exported(client: Client, **given: Any) -> Any:
    return client.post("/roll/export/", {"format": "csv", "status": "members", **given})


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_what_is_taken_away_has_the_columns_of_the_page_and_leaves_an_entry(place: Place) -> None:
    person = member(place, "甲")
    person.id_number = ID_NUMBER
    person.save()

    rows = rows_of(exported(browser(place, "sec"), column=["name", "born"], person=person.pk))

    assert rows == [["姓名", "出生日期"], ["甲", "2002-01-01"]]
    entry = Entry.objects.get(act="export_roll")
    assert (entry.chain, entry.actor_name) == (f"organization/{place.organization('SURG').pk}", "周敏")
    assert [one["after"] for one in entry.changes] == ["1", "姓名、出生日期", "csv"]


def test_personal_numbers_leave_only_with_a_purpose_which_is_kept(place: Place) -> None:
    person = member(place, "甲")
    person.id_number = ID_NUMBER
    person.save()
    client = browser(place, "sec")

    refused = exported(client, column=["name"], person=person.pk, sealed=["id_number"])
    given = exported(client, column=["name"], person=person.pk, sealed=["id_number"], purpose="向上级团委报送")

    assert refused.status_code == 422
    assert "请填写用途" in refused.content.decode()
    assert ID_NUMBER not in refused.content.decode()
    assert rows_of(given)[1] == ["甲", ID_NUMBER]
    entry = Entry.objects.get(act="export_roll")
    assert entry.reason == "向上级团委报送"
    assert ID_NUMBER not in str(entry.changes)


def test_a_workbook_keeps_numbers_as_texts(place: Place) -> None:
    person = member(place, "甲")

    answer = exported(browser(place, "sec"), format="xlsx", column=["name", "number"], person=person.pk)

    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    assert book.get_sheet_by_index(0).to_python() == [["姓名", "发展团员编号"], ["甲", "201742000001"]]


def test_nobody_takes_away_people_whom_he_may_not_list(place: Place) -> None:
    other = member(place, "外", code="MED")

    rows = rows_of(exported(browser(place, "sec"), column=["name"], person=other.pk))

    assert rows == [["姓名"]]


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", " +1", "－2", "@SUM(A1)", "\t=1", "\r1"])
def test_what_a_spreadsheet_would_take_for_a_formula_leaves_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["王晓梅", "1998-05-20", "201742000001", ""])
def test_other_texts_leave_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_names_are_read_from_lists_as_chats_have_them() -> None:
    text = "1. 王晓梅\n2、李四 12\n（3）赵五：12元，钱六;孙七\n- 周八\n王晓梅\n阿依•古丽"

    assert names_in(text) == ["王晓梅", "李四", "赵五", "钱六", "孙七", "周八", "阿依•古丽"]


def test_a_pasted_list_says_who_is_found_who_several_are_and_who_nobody_is(place: Place) -> None:
    one = member(place, "钟秋月")
    first, second = member(place, "李四"), member(place, "李四")
    member(place, "阿依·古丽")

    found = look_up(Person.objects.all(), "钟秋月、李四、钟秋悦、阿依•古丽、张无")

    assert one in found.found
    assert [person.name for person in found.found] == ["钟秋月", "阿依·古丽"]
    assert found.several == (("李四", (first, second)),)
    assert found.nobody == (("钟秋悦", ("钟秋月",)), ("张无", ()))


def test_a_list_is_pasted_on_the_page_and_leads_to_these_people_alone(place: Place) -> None:
    person = member(place, "钟秋月")
    member(place, "别人")
    client = browser(place, "sec")

    text = client.post("/roll/names/", {"names": "钟秋月\n某某"}).content.decode()
    here = client.get(f"/roll/?status=all&person={person.pk}").content.decode()

    assert "名单上 2 人，找到 1 人" in text
    assert "某某" in text
    assert "钟秋月" in here
    assert "别人" not in here


def test_a_view_is_kept_under_a_name_and_seen_by_nobody_else(place: Place) -> None:
    client = browser(place, "sec")

    client.post("/roll/views/", {"name": "二十七", "age": "27", "status": "members"})
    client.post("/roll/views/", {"name": "二十七", "age": "25", "status": "members"})

    assert SavedView.objects.get().query == "age=25"
    assert "我的：二十七" in client.get("/roll/").content.decode()
    assert "二十七" not in browser(place, "hosp").get("/roll/").content.decode()
    client.post("/roll/views/forget/", {"name": "二十七"})
    assert not SavedView.objects.exists()


def test_the_printed_roll_has_the_same_people_and_room_for_the_seal(place: Place) -> None:
    member(place, "甲")

    text = browser(place, "sec").get("/roll/print/?column=name&column=joined").content.decode()

    assert "团员花名册" in text
    assert "<th>姓名</th><th>入团时间</th>" in text
    assert "（盖章）" in text


@pytest.mark.parametrize(
    ("born", "standing", "office", "remark"),
    [
        (date(1998, 5, 20), {}, False, "已满 28 周岁未离团"),
        (date(1998, 6, 1), {}, False, "2026年6月1日满 28 周岁"),
        (date(1998, 5, 20), {}, True, "任职中，离任后离团"),
        (date(1998, 5, 20), {"party_stage": "full"}, False, ""),
        (date(2002, 5, 20), {"transferring": True}, False, "组织关系转接中"),
    ],
)
def test_what_wants_attention_is_said_in_its_line(
    place: Place, born: date, standing: dict[str, Any], office: bool, remark: str
) -> None:
    person = member(place, "甲", born, **standing)
    if office:
        post = Post.objects.get_or_create(role="org_commissioner", organization=place.organization("MED"))[0]
        Appointment.objects.create(person=person, post=post, first_on=TODAY)

    rows = rows_of(exported(browser(place, "sec"), column=["name", "remarks"], person=person.pk))

    assert rows[1] == ["甲", remark]


def test_no_page_of_the_roll_shows_a_personal_number(place: Place) -> None:
    person = member(place, "甲")
    person.id_number, person.phone = ID_NUMBER, "19900001234"
    person.save()
    client = browser(place, "sec")

    pages = [client.get("/roll/?column=name"), client.get("/roll/print/"), client.post("/roll/names/", {"names": "甲"})]

    assert not [one for one in pages if re.search(f"{ID_NUMBER}|19900001234", one.content.decode())]
