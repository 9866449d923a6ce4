"""一次有效: two clicks, two tabs, going back or sending once more give what came of a page the first time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.workflows.pages.test_bulk import applied, browser, given
from tests.workflows.trial import DAY, answers, installed
from tests.worlds import TODAY, Place, at, hospital
from workflows.models import Case, Entry, Paper, PublicNotice, Round
from workflows.people.models import Person

pytestmark = pytest.mark.django_db
AGAIN = "此页先前已经提交，没有重复办理"
USED = "用的就是此页；这次所填与当时不同，没有办理"
LETTER = {"knowledge": "认真学习了团章", "motive": "愿为青年服务", "self_assessment": "踏实"}


@pytest.fixture(autouse=True)
def may_day(settings: Settings) -> Iterator[None]:
    settings.REQUIRE_SECOND_FACTOR = False
    cache.clear()
    with time_machine.travel(at(TODAY), tick=False):
        yield


def hidden(page: str, name: str = "nonce") -> str:
    """Return what the only such field of a page holds."""
    (value,) = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return value


class TestOnACase:
    @pytest.fixture
    def place(self) -> Place:
        return hospital(until="apply")

    def form(self, place: Place, who: str = "sec", **typed: Any) -> tuple[Client, str, dict[str, Any]]:
        """Return a browser, where its open page sends a comment, and what is typed there."""
        client, page = browser(place, who), f"/cases/{place.case.pk}/"
        seen = client.get(page).context["case"].sequence
        return client, f"{page}comment/", {"seen": seen, "text": "阅", **typed}

    def test_the_second_click_leads_to_the_case_and_says_that_it_counts_once(self, place: Place) -> None:
        client, address, typed = self.form(place)

        client.post(address, typed)
        answer = client.post(address, typed, follow=True)

        assert answer.redirect_chain == [(f"/cases/{place.case.pk}/", 302)]
        assert f"{AGAIN}；当时的结果是：已办理“评论”。" in answer.content.decode()
        assert Entry.objects.filter(act="comment").count() == 1

    def test_two_tabs_are_one_form(self, place: Place) -> None:
        tabs = [self.form(place), self.form(place)]

        for client, address, typed in tabs:
            client.post(address, typed)

        assert Entry.objects.filter(act="comment").count() == 1

    def test_a_page_opened_anew_takes_the_same_comment_once_more(self, place: Place) -> None:
        for _ in range(2):
            client, address, typed = self.form(place)
            client.post(address, typed)

        assert Entry.objects.filter(act="comment").count() == 2

    def test_two_people_may_say_the_same_of_what_they_saw(self, place: Place) -> None:
        tabs = [self.form(place), self.form(place, "org")]

        for client, address, typed in tabs:
            client.post(address, typed)

        assert Entry.objects.filter(act="comment").count() == 2

    def test_going_back_and_writing_something_else_is_asked_once_more_with_what_was_typed(self, place: Place) -> None:
        client, address, typed = self.form(place)
        client.post(address, typed)

        answer = client.post(address, {**typed, "text": "另有意见"})
        page = answer.content.decode()
        assert (answer.status_code, Entry.objects.filter(act="comment").count()) == (422, 1)
        assert USED in page
        assert "另有意见" in page

        client.post(address, {**typed, "text": "另有意见", "seen": hidden(page, "seen")})
        assert Entry.objects.filter(act="comment").count() == 2

    def test_an_act_that_is_open_no_more_shows_what_it_was_done_with(self, place: Place) -> None:
        client = browser(place, "sec")
        talk = {"seen": place.case.sequence, "talker": place.person("sec").pk, "summary": "略", "suitable": "true"}

        client.post(f"/cases/{place.case.pk}/talk/", talk)
        answer = client.post(f"/cases/{place.case.pk}/talk/", {**talk, "summary": "换一种说法"})

        assert answer.status_code == 409
        assert USED in answer.content.decode()
        assert Entry.objects.filter(act="talk").count() == 1

    def test_a_page_that_does_not_say_what_it_showed_works_as_ever(self, place: Place) -> None:
        client, address, typed = self.form(place)
        del typed["seen"]

        answers = [client.post(address, typed).status_code for _ in range(2)]

        assert (answers, Entry.objects.filter(act="comment").count()) == ([302, 302], 2)


class TestOpening:
    def letter(self, place: Place, client: Client, **more: Any) -> dict[str, Any]:
        nonce = hidden(client.get("/start/joining/").content.decode())
        return {"organisation": place.organization("SURG").pk, "nonce": nonce, **LETTER, **more}

    def test_the_second_click_leads_to_the_case_that_the_first_has_opened(self) -> None:
        place = hospital()
        client = browser(place, "wang")
        letter = self.letter(place, client)

        client.post("/start/joining/", letter)
        answer = client.post("/start/joining/", letter, follow=True)

        case = Case.objects.get(subject=place.person("wang"))
        assert answer.redirect_chain == [(f"/cases/{case.pk}/", 302)]
        assert AGAIN in answer.content.decode()
        assert case.number in answer.content.decode()

    def test_two_tabs_opened_one_after_the_other_are_one_form(self) -> None:
        place = hospital()
        first, second = (self.letter(place, browser(place, "wang")) for _ in range(2))

        assert first == second

    def test_what_was_refused_is_shown_again_as_the_same_form(self) -> None:
        place = hospital()
        client = browser(place, "wang")
        letter = self.letter(place, client)

        page = client.post("/start/joining/", {**letter, "motive": ""}).content.decode()

        assert hidden(page) == letter["nonce"]

    def test_another_letter_by_the_same_form_is_refused_with_what_was_typed_on_a_form_anew(self) -> None:
        place = hospital()
        client = browser(place, "wang")
        letter = self.letter(place, client)
        client.post("/start/joining/", letter)

        answer = client.post("/start/joining/", {**letter, "motive": "另一种动机"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert USED in page
        assert "另一种动机" in page
        assert hidden(page) != letter["nonce"]
        assert Case.objects.filter(subject=place.person("wang")).count() == 1

    def test_a_form_shown_before_forms_had_nonces_still_opens_a_case(self) -> None:
        place = hospital()
        client = browser(place, "wang")
        letter = self.letter(place, client)
        del letter["nonce"]

        assert client.post("/start/joining/", letter).status_code == 302
        assert "已有一件在办" in client.post("/start/joining/", letter).content.decode()


class TestObjecting:
    def test_an_objection_sent_twice_is_one_and_both_are_told_that_it_was_taken(self, client: Client) -> None:
        place = hospital(until="post_notice")
        address = f"/notices/{PublicNotice.objects.get().token}/"
        typed = {"nonce": hidden(client.get(address).content.decode()), "name": "赵六", "content": "情况与事实不符"}

        answers = [client.post(address, typed).content.decode() for _ in range(2)]

        assert ["异议已收到" in one for one in answers] == [True, True]
        assert len(place.case.facts["objections"]) == 1

    def test_visitors_have_a_form_each(self, client: Client) -> None:
        hospital(until="post_notice")
        address = f"/notices/{PublicNotice.objects.get().token}/"

        first, second = (hidden(client.get(address).content.decode()) for _ in range(2))

        assert first != second


class TestOnSeveralCases:
    def test_the_same_choice_sent_twice_is_done_once_and_told_as_done(self) -> None:
        place = hospital()
        cases = [applied(place, name) for name in ("a", "b")]
        client, chosen = browser(place, "sec"), given(place, *cases)

        client.post("/inbox/bulk/", chosen)
        page = client.post("/inbox/bulk/", chosen).content.decode()

        assert "办理 <b>2</b> 件，未办理 <b>0</b> 件。其中 2 件先前已由此页办理，没有重复办理。" in page
        assert Entry.objects.filter(act="talk").count() == 2

    def test_what_was_among_another_choice_is_done_once_too(self) -> None:
        place = hospital()
        cases = [applied(place, name) for name in ("a", "b")]
        client, one, both = browser(place, "sec"), given(place, cases[0]), given(place, *cases)

        client.post("/inbox/bulk/", one)
        page = client.post("/inbox/bulk/", both).content.decode()

        assert "办理 <b>2</b> 件，未办理 <b>0</b> 件。其中 1 件先前已由此页办理" in page
        assert Entry.objects.filter(act="talk").count() == 2

    def test_another_answer_for_what_is_done_is_refused_for_that_case(self) -> None:
        place = hospital()
        case = applied(place, "a")
        client, chosen = browser(place, "sec"), given(place, case)

        client.post("/inbox/bulk/", chosen)
        page = client.post("/inbox/bulk/", {**chosen, "summary": "另一种说法"}).content.decode()

        assert "办理 <b>0</b> 件，未办理 <b>1</b> 件" in page
        assert USED in page


class TestRounds:
    START = "/rounds/start/trial/open/"

    @pytest.fixture
    def place(self) -> Iterator[Place]:
        with installed(), time_machine.travel(at(DAY), tick=False):
            yield hospital()

    def typed(self, place: Place, client: Client) -> dict[str, Any]:
        asked = {**answers(place.organization("SURG")), "nonce": hidden(client.get(self.START).content.decode())}
        page = client.post(self.START, {**asked, "do": "preview"}).content.decode()
        assert hidden(page) == asked["nonce"]
        return {**asked, "do": "start"}

    def test_a_round_started_twice_by_one_form_is_one_and_leads_to_its_page(self, place: Place) -> None:
        client = browser(place, "hosp")
        typed = self.typed(place, client)

        client.post(self.START, typed)
        answer = client.post(self.START, typed, follow=True)

        found = Round.objects.get()
        assert answer.redirect_chain == [(f"/rounds/{found.pk}/", 302)]
        assert AGAIN in answer.content.decode()
        assert Entry.objects.filter(chain=found.chain).count() == 1
        assert found.opened == 12

    def test_another_round_by_the_same_form_is_refused_on_a_form_anew(self, place: Place) -> None:
        client = browser(place, "hosp")
        typed = self.typed(place, client)
        client.post(self.START, typed)

        answer = client.post(self.START, {**typed, "on": "2026-05-02"})

        assert answer.status_code == 422
        assert USED in answer.content.decode()
        assert hidden(answer.content.decode()) != typed["nonce"]
        assert Round.objects.count() == 1


class TestKeepingOrganizations:
    START = "/start/office/appoint/"

    def page(self, place: Place) -> tuple[Client, dict[str, Any]]:
        client, med = browser(place, "admin"), place.organization("MED")
        page = client.get(self.START, {"organisation": med.pk, "back": f"/organizations/{med.pk}/"})
        given = {"organisation": med.pk, "member": place.person("wang").pk, "role": "branch_secretary"}
        return client, {**given, "first_on": TODAY.isoformat(), "nonce": page.context["nonce"]}

    def test_an_appointment_sent_twice_is_one_and_says_so(self) -> None:
        client, typed = self.page(hospital())

        client.post(self.START, typed)
        answer = client.post(self.START, typed, follow=True)

        case = Case.objects.get(procedure="office")
        assert answer.redirect_chain == [(f"/cases/{case.pk}/", 302)]
        assert AGAIN in answer.content.decode()
        assert Entry.objects.filter(act="appoint").count() == 1

    def test_where_one_came_from_does_not_make_it_another_form(self) -> None:
        place = hospital()
        client, typed = self.page(place)
        back = f"/organizations/{place.organization('MED').pk}/"

        client.post(self.START, typed)
        answer = client.post(self.START, {**typed, "back": back}, follow=True)

        assert answer.redirect_chain == [(back, 302)]
        assert Entry.objects.filter(act="appoint").count() == 1

    def test_the_forms_of_the_organizations_page_are_forms_of_their_own(self) -> None:
        place = hospital()
        client, typed = self.page(place)
        address = f"/organizations/{place.organization('MED').pk}/"
        seen = client.get(address).context["seen"]

        client.post(self.START, typed)
        client.post(f"{address}describe/", {"seen": seen, "describe-contact": "0713-1"})

        assert set(Entry.objects.values_list("act", flat=True)) == {"appoint", "describe", "describe_organization"}

    def test_another_appointment_by_the_same_form_is_refused_with_what_was_typed(self) -> None:
        place = hospital()
        client, typed = self.page(place)

        client.post(self.START, typed)
        answer = client.post(self.START, {**typed, "first_on": "2026-06-01"})

        assert answer.status_code == 422
        assert USED in answer.content.decode()
        assert 'value="2026-06-01"' in answer.content.decode()
        assert answer.context["nonce"] != typed["nonce"]

    def test_a_person_entered_twice_by_one_form_is_one_and_is_shown(self) -> None:
        place = hospital()
        client = browser(place, "admin")
        nonce = hidden(client.get("/people/new/").content.decode())
        typed = {
            "nonce": nonce,
            "name": "新来人",
            "sex": "male",
            "born": "2004-05-04",
            "home": place.organization("MED").pk,
        }

        first = client.post("/people/new/", typed)
        answer = client.post("/people/new/", typed, follow=True)

        entered = Person.objects.get(name="新来人")
        assert first.status_code == 200
        assert answer.redirect_chain == [(f"/people/{entered.pk}/", 302)]
        assert f"{AGAIN}；当时的结果是：已办理“建档”。" in answer.content.decode()


class TestVoidPapers:
    @pytest.mark.parametrize(("do", "title"), [("revoke", "撤销证书"), ("reissue", "补发证书")])
    def test_a_paper_revoked_or_reissued_by_two_clicks_leads_to_what_the_first_has_made(
        self, do: str, title: str
    ) -> None:
        place = hospital(until="approve")
        paper = Paper.objects.get(kind="membership_certificate")
        client, typed = browser(place, "hosp"), {"do": do, "because": "姓名有误"}

        first, answer = (client.post(f"/papers/{paper.pk}/revoke/", typed, follow=True) for _ in range(2))

        assert answer.redirect_chain == first.redirect_chain
        assert f"{AGAIN}；当时的结果是：已办理“{title}”。" in answer.content.decode()
        assert Entry.objects.filter(act=f"{do}_paper").count() == 1
