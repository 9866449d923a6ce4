"""Who sees a case in office, who only for an act of his own, and what the latter must not read."""

from __future__ import annotations

from datetime import date

from procedures.register import verbs
from procedures.scenarios.runner import noon
from tests.worlds import Place, at, hospital
from workflows import engine
from workflows.engine.visibility import Sight, visible_to
from workflows.models import Task
from workflows.people.models import Appointment, Person, Post
from workflows.store import rooted

ON = date(2026, 5, 28)
REMARK = "评议时认为还不成熟"


def _sight(here: Place, name: str) -> Sight:
    return visible_to(here.person(name), ON)


def _act(here: Place, who: str, act: str, on: date = ON, **answers: object) -> None:
    engine.act(here.case, engine.Request(act, here.person(who), on, noon(on), answers, insist=True))


def _appoint(here: Place, name: str, role: str, organization: str) -> None:
    post, _ = Post.objects.get_or_create(role=role, organization=here.organization(organization), person=None)
    Appointment.objects.create(person=here.person(name), post=post, first_on=date(2022, 1, 1))


def _introduced_from_outside() -> Place:
    """Walk to the opinions of two introducers; one is secretary of a branch under another committee."""
    here = hospital(until="close_notice")
    _act(here, "org", "appoint_introducers", introducers=[here.person("dep").pk, here.person("plant").pk])
    _act(here, "wang", "fill_form", volunteer_statement="我志愿加入中国共产主义青年团")
    _act(here, "sec", "comment", text=REMARK, visible_to="reviewers")
    return here


def test_those_at_and_above_the_cases_organization_are_insiders(db):
    here = hospital(until="talk")

    insiders = {
        name for name in ("sec", "dep", "org", "hosp", "county", "aud") if _sight(here, name).is_insider(here.case)
    }

    assert insiders == {"sec", "dep", "org", "hosp", "county", "aud"}


def test_a_post_elsewhere_or_one_that_reads_no_cases_makes_no_insider(db):
    here = hospital(until="talk")

    insiders = {name for name in ("plant", "zone", "admin", "young") if _sight(here, name).is_insider(here.case)}

    assert insiders == set()


def test_a_post_at_which_the_case_waited_makes_an_insider(db):
    here = hospital(until="talk")
    _appoint(here, "young", "party_reviewer", "ZONE")
    before = _sight(here, "young").is_insider(here.case)
    task = Task.objects.filter(process=here.case, finished=None)
    task.update(post=Post.objects.get(role="party_reviewer"), finished=at(ON))

    after = _sight(here, "young").is_insider(here.case)

    assert (before, after) == (False, True)


def test_the_person_concerned_is_no_insider_whatever_posts_he_holds(db):
    here = hospital(until="talk")
    _act(here, "sec", "comment", text=REMARK, visible_to="reviewers")
    for role, organization in (("branch_secretary", "SURG"), ("committee_reviewer", "HOSP"), ("auditor", "COUNTY")):
        _appoint(here, "wang", role, organization)
    sight = _sight(here, "wang")

    insider = sight.is_insider(here.case)
    acts = [entry.act for entry in sight.entries(here.case, insider=insider)]

    assert insider is False
    assert acts == ["apply", "talk"]


def test_an_introducer_from_outside_sees_the_case_but_is_no_insider(db):
    here = _introduced_from_outside()
    sight = _sight(here, "plant")

    seen = list(sight.cases())

    assert seen == [here.case]
    assert sight.is_insider(here.case) is False
    assert "comment" not in [entry.act for entry in sight.entries(here.case, insider=False)]


def test_an_introducer_reads_neither_the_talk_nor_remarks_on_the_pages(client, db, time_machine):
    time_machine.move_to(at(ON), tick=False)
    here = _introduced_from_outside()
    talk = here.case.entries.get(act="talk").submission
    client.force_login(here.person("plant"))

    pages = [client.get(f"/cases/{here.case.pk}/"), client.get(f"/cases/{here.case.pk}/introduce/")]
    client.force_login(here.person("hosp"))
    reviewer = client.get(f"/cases/{here.case.pk}/").content.decode()

    assert [page.status_code for page in pages] == [200, 200]
    for page in pages:
        assert talk.answers["summary"] not in page.content.decode()
        assert REMARK not in page.content.decode()
    assert talk.answers["summary"] in reviewer
    assert REMARK in reviewer


def test_papers_of_a_case_are_for_those_in_office_and_not_for_its_introducer(db):
    here = _introduced_from_outside()
    _act(here, "dep", "introduce", opinion="愿意介绍")
    _act(here, "plant", "introduce", opinion="愿意介绍")
    _act(here, "sec", "hold_meeting", present=9, yes=9, no=0, abstain=0, minutes="会上机密发言")

    kinds = {name: {paper.kind for paper in _sight(here, name).papers()} for name in ("hosp", "plant", "wang")}

    assert "meeting_minutes" in kinds["hosp"]
    assert kinds["plant"] == set()
    assert "meeting_minutes" not in kinds["wang"]


def test_who_has_moved_outside_still_sees_what_concerned_him(db: None) -> None:
    here = hospital(until="apply")
    case = here.case

    verbs.depart(engine.prospect(case, here.person("sec"), on=ON, at=at(ON)), last_on=ON)

    sight = visible_to(Person.objects.get(pk=here.person("wang").pk), ON)
    with rooted.within(*sight.roots):
        assert sight.case(case.pk) == case
        assert list(sight.cases()) == [case]
    stranger = Person.objects.create_user("nobody", None, name="外人")
    assert visible_to(stranger, ON).roots == rooted.NOWHERE
