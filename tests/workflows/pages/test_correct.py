"""更正 from the record itself: at which answers it is offered to whom, and what its form shows."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.html import escape

from procedures.scenarios.runner import noon
from workflows import engine

TALK, MEETING = 2, 19
LONG = "动机端正\n愿意接受培养"
WHY = {"reason": "登记有误", "evidence": "谈话记录"}


def talked(hospital):
    """Let the secretary record a talk of several lines; return the place and the number of its entry."""
    here = hospital(1)
    answers = {"talker": here.person("sec_surg").pk, "summary": LONG, "suitable": "true"}
    on = date(2026, 5, 28)
    engine.act(here.case(), engine.Request("talk", here.person("sec_surg"), on, noon(on), answers))
    return here, here.case().history.get(act="talk").sequence


def offered(here, who):
    events = here.at(who).get(f"/cases/{here.case().pk}/").context["events"]
    return {key for event in events for _, _, key in event.rows if key}


def form_of(here, who, field):
    return here.at(who).get(f"/cases/{here.case().pk}/correct/", {"field": field} if field else {}).context["form"]


def test_each_recorded_answer_is_offered_to_whoever_keeps_it(hospital):
    here, talk = talked(hospital)
    of_talk = {f"{talk}.talker", f"{talk}.summary", f"{talk}.suitable"}
    written = {f"{talk - 1}.{name}" for name in ("knowledge", "motive", "self_assessment")}

    assert {who: offered(here, who) for who in ("sec_surg", "hosp", "county", "wang", "aud")} == {
        "sec_surg": of_talk | written,
        "hosp": of_talk | written,
        "county": set(),
        "wang": set(),
        "aud": set(),
    }


def test_the_offer_leads_to_the_form_with_what_is_recorded_filled_in(hospital):
    here, talk = talked(hospital)
    page = here.at("sec_surg").get(f"/cases/{here.case().pk}/").content.decode()

    assert f'href="/cases/{here.case().pk}/correct/?field={talk}.summary"' in page
    for name, value in (("summary", LONG), ("suitable", "true"), ("talker", here.person("sec_surg").pk)):
        form = form_of(here, "sec_surg", f"{talk}.{name}")
        assert (form["field"].value(), form["value"].value()) == (f"{talk}.{name}", value)


def test_an_answer_is_asked_for_as_its_own_act_has_asked_for_it(hospital):
    here, talk = talked(hospital)

    told = {
        name: str(form_of(here, "sec_surg", f"{talk}.{name}")["value"]) for name in ("summary", "talker", "suitable")
    }

    assert "<textarea" in told["summary"]
    assert f"selected>{here.person('sec_surg').name}" in told["talker"]
    assert told["suitable"].count('type="radio"') == 2


def test_nothing_is_filled_in_before_a_field_is_chosen(hospital):
    here, _ = talked(hospital)

    form = form_of(here, "sec_surg", "")

    assert (form["field"].value(), form["value"].value()) == (None, None)
    assert '<option value="" selected>请选择</option>' in str(form["field"])


@pytest.mark.parametrize("field", ["1.summary", "99.summary", "x", "2.no", "2.summary,talker"])
def test_a_field_that_nobody_recorded_is_not_chosen(hospital, field):
    here, _ = talked(hospital)

    form = form_of(here, "sec_surg", field)

    assert form["value"].value() is None


def test_the_same_value_comes_back_with_the_sentence_beside_it_and_another_is_taken(hospital):
    here, talk = talked(hospital)
    client, address = here.at("sec_surg"), f"/cases/{here.case().pk}/correct/"

    same = client.post(address, {"field": f"{talk}.summary", "value": LONG, **WHY})
    other = client.post(address, {"field": f"{talk}.summary", "value": f"{LONG}\n已核实", **WHY})

    assert (same.status_code, other.status_code) == (422, 302)
    assert "没有需要更正的内容" in same.content.decode()
    assert escape(LONG) in str(same.context["form"]["value"])
    assert here.case().history.get(act="correct").changes[0]["after"] == f"{LONG}\n已核实"


def test_what_stands_on_many_cases_or_in_a_file_is_not_offered(hospital):
    here = hospital(MEETING)

    assert not {key for key in offered(here, "hosp") if key.endswith((".attachment", ".organisation"))}


def test_what_was_left_blank_is_offered_as_empty_and_can_be_filled_in(hospital):
    here, talk = talked(hospital)
    key, why = f"{talk - 1}.dictated_because", "右手骨折"
    address = f"/cases/{here.case().pk}/correct/"

    before = form_of(here, "sec_surg", key)
    taken = here.at("sec_surg").post(address, {"field": key, "value": why, **WHY})
    after = form_of(here, "sec_surg", key)

    labels = [
        dict(pair for _, pairs in form["field"].field.widget.choices[1:] for pair in pairs) for form in (before, after)
    ]
    assert [names[key] for names in labels] == ["由他人代写的原因（当时未填）", "由他人代写的原因"]
    assert [label for label in labels[0].values() if label.endswith("（当时未填）")] == [labels[0][key]]
    assert (before["value"].value(), after["value"].value()) == (None, why)
    assert taken.status_code == 302
    change = here.case().history.get(act="correct").changes[0]
    assert (change["field"], change["before"], change["after"]) == (key, "", why)


def test_what_a_correction_has_emptied_is_offered_as_empty_again(hospital):
    here, talk = talked(hospital)
    key, address = f"{talk - 1}.dictated_because", f"/cases/{here.case().pk}/correct/"

    for value in ("右手骨折", ""):
        assert here.at("sec_surg").post(address, {"field": key, "value": value, **WHY}).status_code == 302

    form = form_of(here, "sec_surg", key)
    assert form["value"].value() in (None, "")
    assert "由他人代写的原因（当时未填）" in str(form["field"])
