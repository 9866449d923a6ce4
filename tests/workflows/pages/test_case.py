"""The page of a case: who sees what of it, why it waits, what it offers, its files."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procedures.register.entering import Known, enter_people
from procedures.scenarios.runner import noon
from workflows import engine
from workflows.models import Attachment
from workflows.people.models import Person

TALK, MEETING, APPROVED = 2, 19, 21
SECRET = "性格急躁，暂不宜公开"


def _act(hospital, who, act, **answers):
    on = date(2026, 5, 28)
    return engine.act(hospital.case(), engine.Request(act, hospital.person(who), on, noon(on), answers, insist=True))


def _text(answer):
    return answer.content.decode()


def test_a_case_of_another_branch_is_not_there(hospital):
    here = hospital(TALK)

    answers = [here.at(who).get(f"/cases/{here.case().pk}/").status_code for who in ("sec_med", "sec_plant", "zone")]

    assert answers == [404, 404, 404]


def test_those_concerned_and_those_in_office_see_the_case(hospital):
    here = hospital(TALK)
    names = ("wang", "sec_surg", "hosp", "county", "aud")

    answers = [here.at(who).get(f"/cases/{here.case().pk}/").status_code for who in names]

    assert answers == [200] * 5


def test_the_card_says_who_is_waited_for_since_when_and_what_happens_at_the_limit(hospital):
    here = hospital(1)

    page = here.at("wang").get(f"/cases/{here.case().pk}/")

    waiting = page.context["waiting"][0]
    assert (waiting.post, waiting.holders) == ("第一团支部（手术科室）·支部书记", ("周敏",))
    assert waiting.task.opened_on == date(2026, 1, 5)
    assert waiting.due.words == "已逾期 112 天"
    assert "时限不会自动代替任何决定" in page.context["limit"]


def test_the_road_shows_what_is_done_now_and_to_come(hospital):
    here = hospital(TALK)

    marks = here.at("wang").get(f"/cases/{here.case().pk}/").context["marks"]

    assert [(mark.title, mark.state) for mark in marks][:5] == [
        ("递交入团申请书", "done"),
        ("派人谈话", "done"),
        ("待确定入团积极分子", "now"),
        ("审定入团积极分子", "coming"),
        ("推荐发展对象", "coming"),
    ]


def test_the_person_concerned_reads_no_note_of_a_reviewer(hospital):
    here = hospital(1)
    _act(here, "sec_surg", "talk", talker=here.person("sec_surg").pk, summary=SECRET, suitable="true")
    _act(here, "sec_surg", "comment", text=f"评论{SECRET}", visible_to="reviewers")
    _act(here, "sec_surg", "comment", text="请准备成绩单", visible_to="everyone")

    subject = _text(here.at("wang").get(f"/cases/{here.case().pk}/"))
    reviewer = _text(here.at("hosp").get(f"/cases/{here.case().pk}/"))

    assert SECRET not in subject
    assert "请准备成绩单" in subject
    assert "学习了团章" in subject
    assert SECRET in reviewer
    assert f"评论{SECRET}" in reviewer


def test_the_person_concerned_reads_nothing_of_an_objection(hospital):
    here = hospital(13)
    _act(here, "sec_surg", "object", name="匿名的邻居", content=SECRET)
    _act(here, "hosp", "settle_objection", decision="dismissed", opinion=f"查{SECRET}")

    subject = _text(here.at("wang").get(f"/cases/{here.case().pk}/"))
    reviewer = _text(here.at("hosp").get(f"/cases/{here.case().pk}/"))

    assert SECRET not in subject
    assert "匿名的邻居" not in subject
    assert "匿名的邻居" in reviewer


def test_a_decision_and_its_opinion_are_told(hospital):
    here = hospital(4)

    subject = here.at("wang").get(f"/cases/{here.case().pk}/").context["events"][0]

    assert subject.title == "审定入团积极分子"
    assert subject.answers == (("决定", "同意"), ("意见", "同意"))
    assert subject.who == ""


def test_an_act_entered_later_shows_both_days_and_a_deputy_both_names(hospital, the_day):
    here = hospital(1)
    on = date(2026, 2, 1)
    request = engine.Request(
        "talk",
        here.person("sec_surg"),
        on,
        noon(the_day),
        {"talker": here.person("sec_surg").pk, "summary": "谈", "suitable": "true"},
    )
    engine.act(here.case(), request)

    event = here.at("hosp").get(f"/cases/{here.case().pk}/").context["events"][0]

    assert (event.on, event.recorded_on) == (on, the_day)


def test_a_correction_is_told_by_the_names_of_the_fields_and_the_words_of_their_values(hospital):
    here = hospital(1)
    _act(here, "sec_surg", "talk", talker=here.person("sec_surg").pk, summary="动机端正", suitable="true")
    wrong = {"field": "talker", "value": here.person("dep_surg").pk, "reason": "登记错人", "evidence": "谈话记录"}
    _act(here, "sec_surg", "correct", **wrong)

    event = here.at("hosp").get(f"/cases/{here.case().pk}/").context["events"][0]

    assert dict(event.answers) == {
        "更正的栏目": "谈话人",
        "更正为": str(here.person("dep_surg")),
        "理由": "登记错人",
        "依据（原始记录、签到表等）": "谈话记录",
    }


def test_the_subject_is_offered_reminder_and_withdrawal(hospital):
    here = hospital(TALK)

    offers = here.at("wang").get(f"/cases/{here.case().pk}/").context["offers"]

    assert [offer.row.code for offer, _ in offers] == ["nudge", "withdraw", "comment"]


def test_a_second_reminder_within_three_days_says_from_when(hospital):
    here = hospital(TALK)
    client = here.at("wang")
    client.post(f"/cases/{here.case().pk}/nudge/")

    offers = client.get(f"/cases/{here.case().pk}/").context["offers"]

    nudge = next(offer for offer, _ in offers if offer.row.code == "nudge")
    assert nudge.refusal is not None
    assert nudge.refusal.earliest == date(2026, 5, 31)


def test_an_act_of_others_is_greyed_with_the_reason(hospital):
    here = hospital(TALK)

    options = here.at("hosp").get(f"/cases/{here.case().pk}/").context["options"]

    proposal = next(one for one in options if one.row.code == "propose_activist")
    assert not proposal.may
    assert "由第一团支部（手术科室）·支部委员会办理" in proposal.refusal.sentence


@pytest.fixture
def with_file(hospital, the_day, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    here = hospital(TALK)
    branch = here.runner.world.organization("SURG")
    here.runner.world.people["li"] = person = Person.objects.create_user(
        "li", None, name="李奕", born=date(2005, 1, 1), home=branch
    )
    enter_people([Known(person)])
    answers = {"organisation": branch.pk, "knowledge": "学", "motive": "愿", "self_assessment": "实"}
    files = {"attachment": SimpleUploadedFile("申请书.pdf", b"<script>%PDF", "text/html")}
    engine.start("joining", engine.Request("apply", person, the_day, noon(the_day), answers, files))
    return here, Attachment.objects.get()


def test_a_file_is_handed_out_as_a_download_that_no_browser_runs(with_file):
    here, file = with_file

    answer = here.at("sec_surg").get(f"/attachments/{file.pk}/")

    assert b"".join(answer.streaming_content) == b"<script>%PDF"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_another_branch_is_not_there(with_file):
    here, file = with_file

    answers = [here.at(who).get(f"/attachments/{file.pk}/").status_code for who in ("sec_med", "wang")]

    assert answers == [404, 404]


@pytest.mark.parametrize("who", ["wang", "sec_surg", "hosp"])
def test_the_page_costs_the_same_with_a_short_and_a_long_history(hospital, django_assert_max_num_queries, who):
    here = hospital(TALK)
    client = here.at(who)

    with django_assert_max_num_queries(15):
        client.get(f"/cases/{here.case().pk}/")
    for number in range(3):
        _act(here, "sec_surg", "comment", text=f"第{number}次", visible_to="everyone")
    with django_assert_max_num_queries(15):
        client.get(f"/cases/{here.case().pk}/")


def test_messages_are_listed_and_marked_read(hospital):
    here = hospital(TALK)
    client = here.at("wang")

    before = client.get("/messages/").context
    client.post("/messages/read/")

    assert [row.text for row in before["rows"]] == ["您的入团申请已办理“派人谈话”，现为“待确定入团积极分子”。"]
    assert before["shell"].unread == 1
    assert client.get("/messages/").context["shell"].unread == 0


def test_people_are_found_only_where_the_searcher_may_see_them(hospital):
    here = hospital(1)

    own = here.at("sec_surg").get("/people/search/", {"q": "王晓"}).json()
    foreign = here.at("sec_med").get("/people/search/", {"q": "王晓"}).json()

    assert [one["text"] for one in own["found"]] == ["王晓梅（第一团支部（手术科室））"]
    assert foreign == {"found": []}
