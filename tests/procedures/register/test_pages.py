"""人员、组织、查询 pages of the register."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from procedures.register.models import NumberBlock, Standing
from tests.worlds import TODAY, Place, at, hospital
from workflows.models import Parameter
from workflows.people.models import Appointment, Organization, Person

pytestmark = pytest.mark.django_db
ID_NUMBER = "990000200002299866"
VALID_ID = "110101200003070017"


@pytest.fixture(autouse=True)
def may_day() -> Any:
    with time_machine.travel(at(TODAY)):
        yield


def browser(client: Client, place: Place, name: str) -> Client:
    client.force_login(place.person(name))
    return client


def test_an_auditor_sees_a_person_with_history_and_masked_numbers(client: Client) -> None:
    place = hospital(until="approve_activist")

    text = browser(client, place, "aud").get(f"/people/{place.person('wang').pk}/").content.decode()

    assert "990000********9866" in text
    assert ID_NUMBER not in text
    assert "入团积极分子" in text
    assert place.case.title in text


def test_a_foreign_person_is_not_found(client: Client) -> None:
    place = hospital()

    assert browser(client, place, "zone").get(f"/people/{place.person('wang').pk}/").status_code == 404
    assert browser(client, place, "young").get(f"/people/{place.person('wang').pk}/").status_code == 404


@pytest.mark.parametrize("asked", ["王晓", "990000200002299866", "2026-000001"])
def test_an_auditor_finds_by_name_id_number_and_case_number(client: Client, asked: str) -> None:
    place = hospital(until="apply")

    text = browser(client, place, "aud").post("/audit/", {"q": asked}).content.decode()

    assert place.case.title in text
    assert f"/audit/cases/{place.case.pk}/" in text


@pytest.mark.parametrize("asked", ["wangx", "WangX", "王晓梅"])
def test_a_case_is_found_by_the_beginning_of_a_name_or_of_its_pinyin(client: Client, asked: str) -> None:
    place = hospital(until="apply")
    Person.objects.filter(pk=place.person("wang").pk).update(pinyin="wangxiaomei wxm")

    text = browser(client, place, "aud").post("/audit/", {"q": asked}).content.decode()

    assert f"/audit/cases/{place.case.pk}/" in text


@pytest.mark.parametrize("asked", ["晓梅", "王晓梅儿", "WANG%", "王_梅", "2026-00000"])
def test_a_case_is_not_found_by_what_stands_elsewhere_in_its_name_or_number(client: Client, asked: str) -> None:
    place = hospital(until="apply")

    text = browser(client, place, "aud").post("/audit/", {"q": asked}).content.decode()

    assert "没有符合的事项" in text


def test_a_case_of_somebody_who_has_moved_on_is_found_by_the_whole_name(client: Client) -> None:
    place = hospital(until="apply")
    Person.objects.filter(pk=place.person("wang").pk).update(home=place.organization("ZONE"))
    hosp = browser(client, place, "hosp")

    whole, part = (hosp.post("/audit/", {"q": asked}).content.decode() for asked in ("王晓梅", "王晓"))

    assert place.case.title in whole
    assert "没有符合的人员" in whole
    assert "没有符合的事项" in part


def test_a_case_of_a_branch_is_found_by_the_name_of_the_branch(client: Client) -> None:
    place = hospital(until="apply")
    branch = place.organization("SURG")
    type(place.case).objects.filter(pk=place.case.pk).update(subject=None)

    text = browser(client, place, "aud").post("/audit/", {"q": branch.name[:2]}).content.decode()

    assert f"/audit/cases/{place.case.pk}/" in text


@pytest.mark.parametrize("asked", ["王晓", "branch", "990000200002299866", "2026-000001"])
def test_a_case_is_found_by_a_name_that_very_many_bear(
    client: Client, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    place = hospital(until="apply")
    monkeypatch.setattr("procedures.register.pages.audit.MANY", 0)
    of_the_branch = type(place.case)(
        procedure="dues", number="2026-000099", title="手术科室·团费", organization=place.organization("SURG"),
        path=place.organization("SURG").path, root=place.case.root, opened_on=place.case.opened_on,
        starter=place.case.starter, stage="open", edition=1, flow_class=place.case.flow_class,
    )  # fmt: skip
    of_the_branch.save()

    typed, wanted = (of_the_branch.organization.name[:2], of_the_branch) if asked == "branch" else (asked, place.case)

    text = browser(client, place, "aud").post("/audit/", {"q": typed}).content.decode()

    assert f"/audit/cases/{wanted.pk}/" in text


def test_an_id_number_in_an_address_is_not_looked_at(client: Client) -> None:
    place = hospital(until="apply")

    text = browser(client, place, "aud").get("/audit/", {"q": ID_NUMBER}).content.decode()

    assert place.case.title not in text


def test_the_search_finds_nobody_outside_ones_own_range(client: Client) -> None:
    place = hospital(until="apply")

    text = browser(client, place, "zone").post("/audit/", {"q": "王晓梅"}).content.decode()

    assert "没有符合的人员" in text
    assert "没有符合的事项" in text


def test_the_search_is_not_there_for_members(client: Client) -> None:
    place = hospital()

    assert browser(client, place, "wang").get("/audit/").status_code == 404


def test_results_go_on_from_the_last_one_shown(client: Client) -> None:
    place = hospital()
    home = place.organization("MED")
    Person.objects.bulk_create(Person(username=f"same{n}", name="赵同名", home=home) for n in range(25))
    aud = browser(client, place, "aud")

    first = aud.post("/audit/", {"q": "赵同名"}).content.decode()
    after = re.search(r'name="people_after" value="([^"]+)"', first)
    assert after
    second = aud.post("/audit/", {"q": "赵同名", "people_after": after[1]}).content.decode()

    assert (first.count("赵同名</a>"), second.count("赵同名</a>")) == (20, 5)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_search_costs_the_same_with_one_person_and_with_three(
    client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    place = hospital()
    Person.objects.bulk_create(
        Person(username=f"same{n}", name="赵同名", home=place.organization("MED")) for n in range(rows)
    )
    client.force_login(place.person("aud"))

    with django_assert_max_num_queries(9):
        text = client.post("/audit/", {"q": "赵同名"}).content.decode()

    assert text.count("赵同名</a>") == rows


def test_a_sound_chain_is_said_to_be_whole_and_a_broken_one_is_not(client: Client) -> None:
    place = hospital(until="talk")
    aud = browser(client, place, "aud")
    address = f"/audit/cases/{place.case.pk}/"

    sound = aud.get(address).content.decode()
    type(place.case).objects.filter(pk=place.case.pk).update(sequence=99)
    broken = aud.get(address).content.decode()

    assert "记录完整" in sound
    assert "记录不完整" in broken


def test_the_registrar_sees_the_tree_and_others_do_not(client: Client) -> None:
    place = hospital()

    tree = browser(client, place, "admin").get("/organizations/").content.decode()

    assert "新材料厂团支部" in tree
    assert browser(client, place, "sec").get("/organizations/").status_code == 404
    assert client.get(f"/organizations/{place.organization('SURG').pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_costs_the_same_with_one_organization_and_with_three(
    client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    place = hospital()
    for number in range(rows):
        Organization.objects.add_child(
            Organization.objects.get(code="HOSP"),
            create_kwargs={"code": f"N{number}", "name": "新支部", "kind": "branch"},
        )
    client.force_login(place.person("admin"))

    with django_assert_max_num_queries(10):
        text = client.get("/organizations/", {"q": "新支部"}).content.decode()

    assert text.count("新支部</a>") == rows


def test_an_appointment_by_page_takes_effect_and_leaves_an_entry(client: Client) -> None:
    place = hospital()
    med = place.organization("MED")
    page = browser(client, place, "admin").get(f"/organizations/{med.pk}/").content.decode()
    opened = re.search(r'href="(/start/office/appoint/[^"]*role=branch_secretary[^"]*)"', page)
    assert opened

    form = client.get(opened[1].replace("&amp;", "&")).context
    shown = {name: form["form"][name].value() for name in ("organisation", "role")}
    answers = {**shown, "member": place.person("wang").pk,
               "first_on": "2026-05-20", "nonce": form["nonce"], "back": form["back"]}  # fmt: skip
    response = client.post("/start/office/appoint/", answers, follow=True)

    assert response.redirect_chain == [(f"/organizations/{med.pk}/", 302)]
    assert Appointment.objects.on(TODAY).get(post__organization=med).person == place.person("wang")
    assert "王晓梅，2026年5月20日起" in response.content.decode()  # among the changes of the organization


def test_a_refused_appointment_keeps_what_was_typed(client: Client) -> None:
    place = hospital()
    surg = place.organization("SURG")
    answers = {"organisation": surg.pk, "member": place.person("wang").pk, "role": "branch_secretary",
               "first_on": "2026-05-21"}  # fmt: skip

    response = browser(client, place, "admin").post("/start/office/appoint/", answers)

    text = response.content.decode()
    assert response.status_code == 422
    assert "由周敏担任" in text
    assert 'value="2026-05-21"' in text


def test_nobody_outside_can_be_appointed_to_or_from(client: Client) -> None:
    place = hospital()
    answers = {"organisation": place.organization("PLANT").pk, "member": place.person("wang").pk,
               "role": "branch_deputy", "first_on": "2026-05-20"}  # fmt: skip

    response = browser(client, place, "zone").post("/start/office/appoint/", answers)

    assert response.status_code == 404
    assert not Appointment.objects.filter(person=place.person("wang")).exists()


def test_an_appointment_is_ended_by_page(client: Client) -> None:
    place = hospital()
    held = Appointment.objects.get(person=place.person("sec"))

    browser(client, place, "admin").post(
        "/start/office/end_appointment/", {"appointment": held.pk, "last_on": "2026-05-20", "because": "届满"}
    )

    assert Appointment.objects.get(pk=held.pk).last_on == TODAY


def test_a_seal_must_be_a_picture(client: Client) -> None:
    place = hospital()
    hosp = place.organization("HOSP")
    admin = browser(client, place, "admin")
    address = f"/organizations/{hosp.pk}/seal/"
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(drawn, format="PNG")

    wrong = admin.post(address, {"seal-seal": SimpleUploadedFile("seal.png", b"<svg onload=alert(1)>")})
    right = admin.post(address, {"seal-seal": SimpleUploadedFile("seal.png", drawn.getvalue())})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert bytes(Organization.objects.get(pk=hosp.pk).seal or b"").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("202642000120", "202642000160", "重叠"),
        ("202542000501", "202542000510", "不是年度 2026"),
        ("202633000501", "202633000510", "本单位为 42"),
        ("202642000510", "202642000501", "小于起号"),
    ],
)
def test_a_wrong_block_of_numbers_is_refused(client: Client, first: str, last: str, says: str) -> None:
    place = hospital()
    answers = {"block-year": 2026, "block-first": first, "block-last": last}

    response = browser(client, place, "admin").post(f"/organizations/{place.organization('ZONE').pk}/numbers/", answers)

    assert response.status_code == 422
    assert says in response.content.decode()


def test_a_block_of_numbers_is_allotted(client: Client) -> None:
    place = hospital()
    zone = place.organization("ZONE")
    answers = {"block-year": 2026, "block-first": "202642000501", "block-last": "202642000520"}

    browser(client, place, "admin").post(f"/organizations/{zone.pk}/numbers/", answers)

    assert str(NumberBlock.objects.get(organization=zone)) == "202642000501—202642000520"


def test_a_local_value_is_set_and_shown_on_the_public_page(client: Client) -> None:
    place = hospital()
    answers = {"parameter-key": "join.observe_months", "parameter-value": "6", "parameter-first_on": "2026-06-01",
               "parameter-because": "江团发〔2026〕8号"}  # fmt: skip

    browser(client, place, "admin").post(f"/organizations/{place.organization('HOSP').pk}/parameters/", answers)
    client.logout()
    text = client.get("/rules/").content.decode()

    assert Parameter.objects.get().value == 6
    assert "江团发〔2026〕8号" in text


def test_a_laxer_local_value_is_refused(client: Client) -> None:
    place = hospital()
    answers = {"parameter-key": "join.observe_months", "parameter-value": "1", "parameter-first_on": "2026-06-01",
               "parameter-because": "试试"}  # fmt: skip

    response = browser(client, place, "admin").post(
        f"/organizations/{place.organization('HOSP').pk}/parameters/", answers
    )

    assert "只能从严" in response.content.decode()
    assert not Parameter.objects.exists()


def test_a_local_value_is_given_up_on_the_page(client: Client) -> None:
    place = hospital()
    address = f"/organizations/{place.organization('HOSP').pk}/"
    page = browser(client, place, "admin")
    answers = {"parameter-key": "join.observe_months", "parameter-value": "6", "parameter-first_on": TODAY,
               "parameter-because": "八号文"}  # fmt: skip
    page.post(f"{address}parameters/", answers)
    ends = {"give_up-key": "join.observe_months", "give_up-first_on": "2026-06-01"}

    offered = page.get(address).content.decode()
    without_reason = page.post(f"{address}parameters/end/", ends)
    unknown = page.post(f"{address}parameters/end/", {**ends, "give_up-key": "x", "give_up-because": "九号文"})
    page.post(f"{address}parameters/end/", {**ends, "give_up-because": "九号文"})
    after = page.get(address).content.decode()

    assert 'name="give_up-key" value="join.observe_months"' in offered
    assert (without_reason.status_code, unknown.status_code) == (422, 404)
    assert Parameter.objects.get().last_on == date(2026, 5, 31)
    assert 'name="give_up-key"' not in after
    assert "九号文" in after


def test_a_value_that_the_national_rule_has_overtaken_says_so_wherever_it_is_shown(client: Client) -> None:
    place = hospital()
    hosp = place.organization("HOSP")
    Parameter.objects.create(key="join.notice_working_days", organization=hosp, value=4, set_at=at(TODAY), because="旧")
    said = "全国规定 5 个工作日，自"
    page = browser(client, place, "admin")

    texts = [page.get(path).content.decode() for path in (f"/organizations/{hosp.pk}/", "/rules/")]

    assert [said in text for text in texts] == [True, True]


def test_the_rules_to_choose_from_stand_by_procedure_each_once_with_the_national_value(client: Client) -> None:
    place = hospital()
    hosp = place.organization("HOSP")

    form = browser(client, place, "admin").get(f"/organizations/{hosp.pk}/").context["forms"]["parameter"]

    groups = dict(form.fields["key"].choices)
    keys = [key for rules in groups.values() for key, _ in rules]
    assert ("join.observe_months", "培养考察期（JOIN-OBSERVE）：全国规定 3 个月") in groups["入团"]
    assert ("join.class_hours", "团课学时（JOIN-CLASS）：全国规定 8 学时") in groups["入团"]
    assert "各项业务共同的规定" in groups
    assert len(keys) == len(set(keys))
    assert "join.min_age" not in keys


def newcomer(place: Place, **other: Any) -> dict[str, Any]:
    return {"name": "赵新", "sex": "male", "born": "2000-03-07", "id_number": VALID_ID, "phone": "13800000000",
            "home": place.organization("MED").pk, **other}  # fmt: skip


def test_a_person_is_entered_and_sets_a_password_by_the_link_once(client: Client) -> None:
    place = hospital()

    text = browser(client, place, "admin").post("/people/new/", newcomer(place)).content.decode()
    link = re.search(r"(/welcome/[^<\s]+)", text)
    assert link
    client.logout()
    form = client.get(link[1], follow=True)
    words = {"new_password1": "correct-horse-9-battery", "new_password2": "correct-horse-9-battery"}
    client.post(form.redirect_chain[-1][0], words)
    again = client.get(link[1], follow=True).content.decode()

    person = Person.objects.get(name="赵新")
    assert person.check_password("correct-horse-9-battery")
    assert Standing.objects.get(person=person).status == "none"
    assert "链接已失效" in again
    assert VALID_ID not in text


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"id_number": "110101200003070018"}, "校验码"),
        ({"born": "2000-03-08"}, "与身份证号中的出生日期不一致"),
        ({"sex": "female"}, "与身份证号不一致"),
        ({"phone": "12"}, "11 位数字"),
        ({"id_number": ID_NUMBER, "born": "2000-02-29", "sex": "female"}, "所在组织：第一团支部"),
    ],
)
def test_a_contradictory_or_known_person_is_not_entered(client: Client, answers: dict[str, str], says: str) -> None:
    place = hospital()

    response = browser(client, place, "admin").post("/people/new/", newcomer(place, **answers))

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Person.objects.filter(name="赵新").exists()


def test_nobody_makes_a_link_for_somebody_outside_his_organizations(client: Client) -> None:
    place = hospital()

    for name in ("zone", "sec", "wang"):
        response = browser(client, place, name).post(f"/people/{place.person('dep').pk}/link/")
        assert response.status_code == 404


def test_the_rules_are_public_with_sources_and_dates(client: Client) -> None:
    text = client.get("/rules/").content.decode()

    assert "培养考察期" in text
    assert "JOIN-OBSERVE" in text
