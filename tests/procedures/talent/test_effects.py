"""推优荐才的后果: what the case keeps, what a move forgets, and the rows of the register, entered, renewed and used."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.common.notice import Objection
from procedures.talent import effects, rules
from procedures.talent.conditions import row_of
from procedures.talent.models import PoolStatus, Talent
from tests.acting import a_case, acting, stored, upwards
from workflows.models import PublicNotice
from workflows.people.models import Appointment, Organization, Person
from workflows.table.act import Act

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
SHEET = {
    "nominator": "手术室", "education": "", "field": "护理", "technical_title": "护师", "position": "护士",
    "achievements": "一等奖", "awards": "先进", "mentor": "护士长", "reason": "勤学", "source": "",
}  # fmt: skip
KEPT = {name: SHEET[name] for name in ("field", "technical_title", "position", "achievements", "awards", "mentor")}


def committee_of(act: Act[Any]) -> Organization:
    """Give the branch of an act a committee, and return it."""
    committee = Organization(pk=20, path="0001", depth=1, name="医院团委", kind="committee")
    act.chain = upwards(act.organization, committee, on=act.on)
    return committee


def nominating(by: str = "", *, office: bool = False, **answers: str) -> Act[Any]:
    """Return a nomination by the person concerned, by somebody else, or by nobody."""
    act = acting("talent.nominate", DAY, answers={**SHEET, **answers})
    committee_of(act)
    act.subject.education = "本科"
    act.by = {"": None, "self": Person(pk=act.subject.pk), "other": Person(pk=99)}[by]
    act.capacity = Appointment() if office else None
    effects.begin(act)
    return act


def test_what_the_form_says_is_kept_with_the_committee() -> None:
    facts = nominating().facts

    assert {name: getattr(facts, name) for name in effects.SAID} == {
        name: SHEET[name] or "本科" for name in effects.SAID
    }  # fmt: skip
    assert set(effects.SAID) == set(SHEET) - {"source"}
    assert facts.committee == 20


def test_the_education_of_the_form_goes_before_that_of_the_register() -> None:
    assert nominating(education="硕士").facts.education == "硕士"


@pytest.mark.parametrize(
    ("by", "office", "said", "source"),
    [
        ("self", False, "", "self"),
        ("self", True, "", "branch"),
        ("other", False, "", "branch"),
        ("other", True, "", "branch"),
        ("", False, "", "branch"),
        ("self", False, "unit", "unit"),
        ("other", True, "self", "self"),
    ],
)
def test_who_hands_it_in_says_which_way_of_nomination_it_is(by: str, office: bool, said: str, source: str) -> None:
    assert nominating(by, office=office, source=said).facts.source == source


def test_the_committee_is_looked_for_where_the_person_is_now() -> None:
    act = acting("talent.review", DAY, facts={"committee": 5})
    committee_of(act)

    effects.follow(act)

    assert act.facts.committee == 20


@pytest.mark.parametrize(
    ("keep", "fact", "usual"),
    [
        ("keep_review", "review_opinion", "同意推荐。"),
        ("keep_assessment", "assess_opinion", "同意推荐。"),
        ("keep_party_opinion", "party_opinion", "同意。"),
    ],
)
def test_an_opinion_is_kept_or_the_usual_one(keep: str, fact: str, usual: str) -> None:
    said, silent = (acting("talent.review", DAY, answers={"opinion": words}) for words in ("暂缓", ""))

    getattr(effects, keep)(said)
    getattr(effects, keep)(silent)

    assert (getattr(said.facts, fact), getattr(silent.facts, fact)) == ("暂缓", usual)


FOUND = {
    "reviewed_on": DAY, "review_opinion": "同意", "assessed_on": DAY, "assess_opinion": "同意", "consulted_on": DAY,
    "party_opinion": "同意", "notice_posted_on": DAY, "notice_ends": DAY, "notice_place": "公示栏",
}  # fmt: skip


@pytest.mark.django_db
def test_a_move_forgets_what_the_place_left_has_found_and_closes_its_notice() -> None:
    act = stored(acting("talent.review", DAY, facts=FOUND))
    PublicNotice.objects.create(case=act.case, root=act.case.root, token="t", posted_on=DAY, ends_on=DAY)

    effects.assess_anew(act)

    facts = act.facts
    assert (facts.assessed_on, facts.assess_opinion, facts.consulted_on, facts.party_opinion) == (None, "", None, "")
    assert (facts.notice_posted_on, facts.notice_ends, facts.notice_ended_on, facts.notice_place) == (
        None, None, None, "",
    )  # fmt: skip
    assert (facts.reviewed_on, facts.review_opinion) == (DAY, "同意")
    assert PublicNotice.objects.get().closed_on == DAY


def test_a_move_forgets_that_an_earlier_notice_ended() -> None:
    act = acting("talent.review", DAY, facts={**FOUND, "notice_ended_on": DAY})

    effects.assess_anew(act)

    assert (act.facts.notice_posted_on, act.facts.notice_ended_on) == (None, None)


def test_an_objection_that_nobody_has_settled_goes_along() -> None:
    objections = [
        Objection(name=who, content="异议", on=DAY, decision=said) for who, said in (("甲", "dismissed"), ("乙", ""))
    ]
    act = acting("talent.review", DAY, facts={"objections": objections})

    effects.assess_anew(act)

    assert [one.name for one in act.facts.objections] == ["乙"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "shown"), [("请看公示。", "请看公示。"), ("", "拟将王晓梅同志（护理，护士）列入青年人才信息库")]
)
def test_the_notice_has_its_own_text_or_the_usual_one(typed: str, shown: str) -> None:
    act = stored(acting("talent.post_notice", DAY, facts=KEPT, answers={"place": "公示栏", "text": typed}))
    committee_of(act)

    effects.post_notice(act)

    notice = PublicNotice.objects.get(case=act.case)
    assert shown in notice.text
    assert (notice.days, notice.place, notice.posted_on) == (5, "公示栏", DAY)
    assert (act.facts.notice_ends, notice.ends_on) == (date(2026, 3, 9), date(2026, 3, 9))


def entering(on: date = DAY, **set_here: Any) -> Act[Any]:
    """Return the act by which a nominee enters the register."""
    return stored(acting("talent.enter_pool", on, facts={**KEPT, "education": "本科", "reason": "勤学"}, **set_here))


def told(act: Act[Any]) -> list[tuple[str, str, str]]:
    return [(one.field, one.before, one.after) for one in act.changes]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "months", "until"),
    [(DAY, None, date(2027, 3, 2)), (date(2028, 2, 29), None, date(2029, 2, 28)), (DAY, 6, date(2026, 9, 2))],
)
def test_a_row_stands_until_the_day_that_corresponds(on: date, months: int | None, until: date) -> None:
    act = entering(on, set_here={rules.VALID_MONTHS: months} if months else {})

    effects.enter_pool(act)

    row = Talent.objects.get(case=act.case)
    assert (row.entered_on, row.valid_until, row.status) == (on, until, PoolStatus.POOLED)
    assert act.facts.valid_until == until
    assert told(act) == [("valid_until", "", f"{until.year}年{until.month}月{until.day}日")]
    assert (row.person, row.organization, row.path, row.root) == (act.subject, act.organization, "0001", "0001")
    assert {name: getattr(row, name) for name in (*KEPT, "education", "reason")} == {
        **KEPT, "education": "本科", "reason": "勤学",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_newer_row_takes_the_place_of_the_older_ones_of_the_same_person() -> None:
    act = entering()
    other = Person.objects.create(username="other", name="他人")
    earlier = [
        Talent.objects.create(
            case=a_case(act, "talent", person, finished=act.at), person=person, organization=act.organization,
            path="0001", root="0001", entered_on=DAY, valid_until=DAY, status=status,
        )
        for person, status in (
            (act.subject, PoolStatus.POOLED), (act.subject, PoolStatus.PLACED), (act.subject, PoolStatus.REPLACED),
            (other, PoolStatus.POOLED),
        )
    ]  # fmt: skip

    effects.enter_pool(act)

    assert [Talent.objects.get(pk=one.pk).status for one in earlier] == ["replaced", "replaced", "replaced", "pooled"]
    assert Talent.objects.get(case=act.case).status == PoolStatus.POOLED


@pytest.mark.django_db
@pytest.mark.parametrize(("stage", "rows"), [("in_pool", 1), ("assessed", 0)])
def test_one_taken_over_from_paper_is_in_the_register_where_it_was_there(stage: str, rows: int) -> None:
    act = entering()
    committee_of(act)
    act.case.move(stage)

    effects.adopt(act)

    assert (Talent.objects.count(), act.facts.committee) == (rows, 20)


def in_register(on: date, until: date, act: str = "renew", **answers: str) -> Act[Any]:
    """Return an act on a row of the register that stands until a day."""
    given = {"position": "", "technical_title": "", "achievements": "", **answers}
    facts = {**KEPT, "valid_until": until, "renewals": 1}
    made = stored(acting(f"talent.{act}", on, facts=facts, answers=given))
    Talent.objects.create(
        case=made.case, person=made.subject, organization=made.organization, path="0001", root="0001",
        entered_on=DAY, valid_until=until, **KEPT,
    )  # fmt: skip
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "until", "after"),
    [
        (date(2027, 2, 1), date(2027, 3, 2), date(2028, 3, 2)),
        (date(2027, 3, 2), date(2027, 3, 2), date(2028, 3, 2)),
        (date(2027, 3, 3), date(2027, 3, 2), date(2028, 3, 3)),
        (date(2027, 6, 1), date(2027, 3, 2), date(2028, 6, 1)),
    ],
)
def test_a_renewal_counts_from_the_last_day_or_from_today_where_that_is_past(
    on: date, until: date, after: date
) -> None:
    act = in_register(on, until)

    effects.renew(act)

    row = Talent.objects.get(case=act.case)
    assert (row.valid_until, act.facts.valid_until, act.facts.renewals) == (after, after, 2)
    assert told(act) == [
        ("valid_until", f"{until.year}年{until.month}月{until.day}日", f"{after.year}年{after.month}月{after.day}日"),
    ]  # fmt: skip
    assert (row.position, row.technical_title, row.achievements) == ("护士", "护师", "一等奖")
    assert (act.facts.position, act.facts.achievements) == ("护士", "一等奖")


@pytest.mark.django_db
def test_a_renewal_brings_up_to_date_what_has_changed() -> None:
    act = in_register(date(2027, 2, 1), date(2027, 3, 2), position="护士长", achievements="带教新人")

    effects.renew(act)

    row = Talent.objects.get(case=act.case)
    assert (row.position, row.technical_title, row.achievements) == ("护士长", "护师", "一等奖\n2027年：带教新人")
    assert (act.facts.position, act.facts.technical_title, act.facts.achievements) == (
        "护士长", "护师", "一等奖\n2027年：带教新人",
    )  # fmt: skip
    assert told(act)[1:] == [("position", "护士", "护士长")]


@pytest.mark.django_db
def test_a_new_title_is_told_as_a_change() -> None:
    act = in_register(date(2027, 2, 1), date(2027, 3, 2), technical_title="主管护师")

    effects.renew(act)

    row = Talent.objects.get(case=act.case)
    assert (row.technical_title, act.facts.technical_title) == ("主管护师", "主管护师")
    assert told(act)[1:] == [("technical_title", "护师", "主管护师")]


@pytest.mark.django_db
def test_each_use_is_kept_and_the_row_tells_the_last_one() -> None:
    act = in_register(DAY, DAY, "place", kind="award", target="岗位能手", result="已获")
    effects.place(act)
    row_of.forget(act)
    act.on, act.answers = DAY + ONE, {"kind": "post", "target": "护士长", "result": ""}

    effects.place(act)

    row = Talent.objects.get(case=act.case)
    assert (row.status, row.placed_on, row.placed_to) == ("placed", DAY + ONE, "护士长")
    assert [(one.on, one.kind, one.target, one.result) for one in act.facts.placements] == [
        (DAY, "award", "岗位能手", "已获"), (DAY + ONE, "post", "护士长", ""),
    ]  # fmt: skip
    assert told(act) == [("pool_status", "在库", "已推荐使用")]


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["renew", "place"])
def test_a_case_without_a_row_is_renewed_and_used_by_nobody(act: str) -> None:
    made = stored(acting(f"talent.{act}", DAY, answers={"kind": "award", "target": "", "result": ""}))

    with pytest.raises(LookupError, match="talent register"):
        getattr(effects, act)(made)
