"""The page of an act: the form, the verdicts, refusals with what was typed, warnings with their reason."""

from __future__ import annotations

from datetime import date

import pytest

from workflows.models import Entry

TALK, MEETING = 2, 19


def _talk(here, **answers):
    return {
        "on": "2026-05-28",
        "talker": here.person("sec_surg").pk,
        "summary": "动机端正",
        "suitable": "true",
        **answers,
    }


def _meeting(**answers):
    return {"on": "2026-05-28", "present": 30, "yes": 24, "no": 4, "abstain": 2, "minutes": "逐个讨论", **answers}


def _path(here, act):
    return f"/cases/{here.case().pk}/{act}/"


def test_the_form_opens_with_what_is_known(hospital):
    here = hospital(1)

    page = here.at("sec_surg").get(_path(here, "talk"))

    assert page.context["form"].initial == {"talker": here.person("sec_surg").pk}
    offered = [pk.value for pk, _ in page.context["form"].fields["talker"].choices if pk]
    assert here.person("dep_surg").pk in offered
    assert here.person("sec_med").pk not in offered


def test_an_act_may_be_entered_with_the_day_on_which_it_happened(hospital):
    here = hospital(1)

    answer = here.at("sec_surg").post(_path(here, "talk"), _talk(here, on="2026-01-20"))

    entry = Entry.objects.get(act="talk")
    assert answer.status_code == 302
    assert entry.on == date(2026, 1, 20)


def test_a_missing_answer_stands_beside_its_field_and_what_was_typed_stays(hospital):
    here = hospital(1)

    answer = here.at("sec_surg").post(_path(here, "talk"), _talk(here, summary="", suitable="true"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"summary": ["这个字段是必填项。"]}
    assert 'aria-describedby="id_summary_error"' in page
    assert 'href="#field-summary"' in page
    assert f'value="{here.person("sec_surg").pk}" selected' in page


def test_a_day_in_the_future_is_refused_beside_the_day(hospital):
    here = hospital(1)

    answer = here.at("sec_surg").post(_path(here, "talk"), _talk(here, on="2026-05-29"))

    assert answer.status_code == 422
    assert answer.context["day"].errors["on"] == ["办理日期 2026年5月29日 晚于今天，请填写实际办理的日期。"]
    assert here.case().stage == "applied"


def test_a_meeting_below_its_quorum_is_refused_with_its_numbers_and_article(hospital):
    here = hospital(MEETING)

    answer = here.at("sec_surg").post(_path(here, "hold_meeting"), _meeting(present=20, yes=15, no=3))

    errors = answer.context["form"].errors["present"]
    assert answer.status_code == 422
    assert "应到 41 人，实到 20 人，须超过半数即至少 21 人" in errors[0]
    assert "JOIN-QUORUM" in errors[0]
    assert 'value="20"' in answer.content.decode()
    assert here.case().stage == "introduced"


def test_the_meeting_shows_the_roll_of_the_day(hospital):
    here = hospital(MEETING)

    page = here.at("sec_surg").get(_path(here, "hold_meeting"))

    assert len(page.context["voters"]) == 41
    assert page.context["need"] == 21
    assert page.context["sentences"] == []


def test_the_rehearsal_says_the_majority_while_typing_and_changes_nothing(hospital):
    here = hospital(MEETING)
    figures = {"on": "2026-05-28", "present": 30, "yes": 24, "no": 4, "abstain": 2}

    answer = here.at("sec_surg").post(_path(here, "hold_meeting") + "rehearse/", figures)

    said = [finding.sentence for finding in answer.context["sentences"]]
    assert "应到 41 人，实到 30 人，须超过半数即至少 21 人，符合要求。" in said
    assert "赞成 24 票，应到 41 人，须超过半数即至少 21 票，表决通过。" in said
    assert here.case().stage == "introduced"


def test_the_rehearsal_leaves_open_what_is_not_typed_yet(hospital):
    here = hospital(MEETING)

    answer = here.at("sec_surg").post(_path(here, "hold_meeting") + "rehearse/", {"on": "2026-05-28"})

    states = {one.condition.code: str(one.state) for one in answer.context["verdicts"]}
    assert states["quorum_not_met"] == "open"
    assert states["over_age"] == "met"


def test_what_nobody_has_entered_is_said_to_be_unknown_and_where_it_is_entered(hospital):
    here = hospital(MEETING + 1)
    figures = {"decision": "approve", "members_present": 5, "members_yes": 5}

    answer = here.at("hosp").post(_path(here, "approve") + "rehearse/", figures)

    states = {one.condition.code: str(one.state) for one in answer.context["verdicts"]}
    assert states["committee_quorum_not_met"] == "unknown"
    assert "无法核对" in answer.content.decode()
    assert "请填写“委员总数”" in answer.content.decode()


def test_a_warning_asks_for_a_reason_and_goes_on_with_it(hospital):
    here = hospital(MEETING)
    client = here.at("sec_surg")
    answers = _meeting(on="2026-05-27")

    first = client.post(_path(here, "hold_meeting"), answers)
    second = client.post(_path(here, "hold_meeting"), {**answers, "warned": "1", "despite": "当日连续办理"})

    entry = Entry.objects.get(act="hold_meeting")
    assert first.status_code == 422
    assert "同为 2026年5月27日" in first.context["warnings"][0]
    assert second.status_code == 302
    assert (entry.reason, [one["code"] for one in entry.warnings]) == ("当日连续办理", ["same_day"])


def test_a_second_click_shows_the_first_answer_and_writes_nothing(hospital):
    here = hospital(1)
    client = here.at("sec_surg")
    answers = _talk(here, seen=here.case().sequence)

    first = client.post(_path(here, "talk"), answers)
    second = client.post(_path(here, "talk"), {**answers, "summary": "第二次"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "周敏已于2026年5月28日办理“派人谈话”" in second.content.decode()
    assert "动机端正" in second.content.decode()
    assert Entry.objects.filter(act="talk").count() == 1


@pytest.mark.parametrize("who", ["hosp", "wang"])
def test_who_is_not_waited_for_is_told_who_is(hospital, who):
    here = hospital(1)

    answer = here.at(who).post(_path(here, "talk"), _talk(here))

    assert answer.status_code == 409
    assert "现在等待：第一团支部（手术科室）·支部书记" in answer.content.decode()
    assert here.case().stage == "applied"


@pytest.mark.parametrize("path", ["talk/", "talk/rehearse/", "return/", "no_such_act/"])
def test_a_foreign_branch_finds_no_act(hospital, path):
    here = hospital(1)
    client = here.at("sec_med")

    answers = {client.post(f"/cases/{here.case().pk}/{path}").status_code}

    assert answers == {404}


def test_a_return_lists_earlier_acts_and_the_redo_shows_what_was_asked_and_answered(hospital):
    here = hospital(TALK)
    secretary = here.at("sec_surg")
    form = secretary.get(_path(here, "return")).context["form"]
    secretary.post(_path(here, "return"), {"to": "apply", "reason": "请补充动机"})

    page = here.at("wang").get(_path(here, "apply"))

    assert [code for code, _ in form.fields["to"].widget.choices] == ["talk", "apply"]
    assert page.context["returned"]["because"] == "请补充动机"
    assert page.context["form"].initial["motive"] == "愿为团的事业奋斗"


def test_the_returner_sees_which_answers_changed(hospital):
    here = hospital(TALK)
    here.at("sec_surg").post(_path(here, "return"), {"to": "talk", "reason": "请写具体"})
    here.at("sec_surg").post(_path(here, "talk"), _talk(here, summary="谈了两小时，动机端正"))

    event = here.at("hosp").get(f"/cases/{here.case().pk}/").context["events"][0]

    assert event.title == "派人谈话"
    assert event.marked == {"谈话内容"}


@pytest.mark.parametrize("classes", [0, 2])
def test_the_page_of_an_act_costs_the_same_with_a_long_history(hospital, django_assert_max_num_queries, classes):
    here = hospital(5 + classes)
    client = here.at("sec_surg")

    with django_assert_max_num_queries(16):
        client.get(_path(here, "record_class"))


def test_a_refusal_shows_everything_that_stands_against_the_meeting_each_beside_its_field(hospital):
    here = hospital(MEETING)

    answer = here.at("sec_surg").post(_path(here, "hold_meeting"), _meeting(present=20, yes=15, no=9))

    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert {name: len(said) for name, said in errors.items()} == {"present": 1, "yes": 1}
    assert "JOIN-QUORUM" in errors["present"][0]
    assert "JOIN-VOTES" in errors["yes"][0]


def test_a_page_opened_yesterday_means_today_when_it_is_handed_in(hospital):
    here = hospital(1)
    page = here.at("sec_surg").get(_path(here, "talk"))

    answer = here.at("sec_surg").post(_path(here, "talk"), _talk(here, on=page.context["day"]["on"].value() or ""))

    assert answer.status_code == 302
    assert Entry.objects.get(act="talk").on == date(2026, 5, 28)
    assert "2026-05-27" not in str(page.context["day"])
    assert 'value="2026' not in str(page.context["day"])


def test_what_is_handed_in_again_without_a_day_keeps_its_first_day_on_the_page_too(hospital):
    here = hospital(1)
    browser = here.at("sec_surg")
    browser.post(_path(here, "talk"), _talk(here, on="2026-01-20"))
    here.at("org_surg").post(_path(here, "return"), {"to": "talk", "reason": "内容太短"})

    shown = browser.get(_path(here, "talk"))
    browser.post(_path(here, "talk"), _talk(here, on="", summary="动机端正，态度诚恳"))

    assert shown.context["on"] == date(2026, 1, 20)
    assert [one.on for one in Entry.objects.filter(act="talk")] == [date(2026, 1, 20), date(2026, 1, 20)]


def test_nobody_is_asked_for_the_day_of_an_act_of_his_own(hospital):
    here = hospital(1)
    here.at("sec_surg").post(_path(here, "return"), {"to": "apply", "reason": "请补正"})
    applicant = here.case().subject.username

    page = here.at(applicant).get(_path(here, "apply"))

    assert page.status_code == 200
    assert 'name="on"' not in page.content.decode()


def test_an_act_that_asks_for_nothing_has_a_page_without_a_form(hospital):
    here = hospital(1)

    page = here.at("sec_surg").get(_path(here, "claim"))

    assert page.context["form"] is None
    assert "None" not in page.content.decode()
    assert [one.state for one in page.context["verdicts"]] == ["met"]
    assert "依据：" not in page.content.decode()


def test_whoever_is_asked_reads_the_question_above_the_answer(hospital):
    here = hospital(1)
    asked = {"on": "2026-05-28", "to": here.person("org_surg").pk, "question": "表现有何变化"}
    here.at("sec_surg").post(_path(here, "consult"), asked)

    page = here.at("org_surg").get(_path(here, "answer"))

    assert page.context["question"].note == "表现有何变化"
    assert '<p class="said">表现有何变化</p>' in page.content.decode()
