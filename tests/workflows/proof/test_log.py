"""办理记录: what an entry says, how it is chained to the one before, and that whatever was changed is found."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from tests.acting import SURGERY, acting_on, holds
from workflows.engine import moves
from workflows.models import Case, Entry, Submission
from workflows.people.actors import ANYONE, APPLICANT, BRANCH
from workflows.people.models import Organization, Person
from workflows.proof import log
from workflows.store.facts import Facts
from workflows.store.patterns import insert_alike
from workflows.table import Ending, Fate, Moved, Procedure, Record, Stage, Step, Way
from workflows.table.act import Change
from workflows.table.refusals import Finding
from workflows.table.registry import procedure

DAY, AT = date(2026, 5, 28), datetime(2026, 5, 28, 15, 30, 0, 120, tzinfo=UTC)
SEC, DEP, WANG = Person(pk=11, name="周敏"), Person(pk=12, name="何立"), Person(pk=10, name="王晓梅")
DEPUTIZES = holds(DEP, "branch_secretary", SURGERY, instead_of=SEC)
TABLE = Procedure(
    "logged", "试", "Logged", "试", 1, "试", Facts,
    opens=(Step("ask", "申请", "试", None, APPLICANT, ways=(Way("asked"),)),),
    stages=(Stage("asked", "待提出", BRANCH, steps=(Step("propose", "提出", "试", ways=(Way("done"),)),), records=(
        Record("object", "异议", "试", None, ANYONE), Record("tell", "告知", "试", None, BRANCH, also=(ANYONE,)),
    )),),
    endings=(Ending("done", "已办"),), moved=(Moved(Fate.STAYS, "试"),),
)  # fmt: skip


def line(act: str = "talk", **said: Any) -> log.Line:
    return log.Line("joining", act, "谈话", DAY, AT, **said)


def cases(number: int = 1) -> list[Case]:
    """Return stored cases."""
    alone = Organization.objects.add_root(instance=Organization(code="ALONE", name="独立团委", kind="committee"))
    made = []
    for one in range(number):
        case = moves.new_case(procedure("joining"), subject=None, organization=alone, starter=None, on=DAY)
        case.number = str(one)
        case.save()
        made.append(case)
    return made


def of_chain(chain: str) -> list[Entry]:
    return list(Entry.objects.filter(chain=chain).order_by("sequence"))


def test_a_line_says_nothing_but_what_it_is_given() -> None:
    plain = line()

    assert (plain.actor, plain.actor_name, plain.capacity, plain.subject) == (None, "", None, None)
    assert (plain.stage_from, plain.stage_to, plain.reason, plain.answers) == ("", "", "", None)
    assert (*plain.changes, *plain.warnings, *plain.shown) == ()


@pytest.mark.django_db
def test_the_entries_of_a_case_follow_each_other() -> None:
    (case,) = cases()

    first, second, third = (log.append(case, line(code)) for code in ("apply", "talk", "talk"))

    assert of_chain(f"case/{case.pk}") == [first, second, third]
    assert [one.sequence for one in (first, second, third)] == [1, 2, 3]
    assert [one.previous for one in (first, second, third)] == ["", first.hash, second.hash]
    assert {(one.case_id, one.root) for one in (first, second, third)} == {(case.pk, case.root)}
    assert (case.sequence, case.head) == (3, third.hash)
    assert log.first_broken(f"case/{case.pk}") is None


@pytest.mark.django_db
def test_an_entry_keeps_what_its_line_says() -> None:
    (case,) = cases()
    said = line(
        actor=DEP, capacity=DEPUTIZES, subject=WANG, stage_from="applied", stage_to="interviewed", reason="补录",
        changes=[Change("status", "身份", "无", "入团申请人")], warnings=[{"code": "late"}],
        answers={"summary": "端正"}, shown=[["summary", "谈话情况", "端正"]],
    )  # fmt: skip

    entry = Entry.objects.get(pk=log.append(case, said).pk)

    assert (entry.procedure, entry.act, entry.title, entry.on, entry.recorded_at) == (
        "joining",
        "talk",
        "谈话",
        DAY,
        AT,
    )
    assert (entry.actor_id, entry.actor_name, entry.subject_id) == (DEP.pk, "何立", WANG.pk)
    assert (entry.post_id, entry.post_title) == (DEPUTIZES.post_id, "第一团支部·支部书记")
    assert (entry.deputizing_for_id, entry.deputizing_for_name) == (SEC.pk, "周敏")
    assert (entry.stage_from, entry.stage_to, entry.reason) == ("applied", "interviewed", "补录")
    assert entry.changes == [{"field": "status", "label": "身份", "before": "无", "after": "入团申请人"}]
    assert entry.warnings == [{"code": "late"}]
    kept = entry.submission
    assert (kept.answers, kept.shown, kept.root) == (
        {"summary": "端正"}, [["summary", "谈话情况", "端正"]], case.root
    )  # fmt: skip
    assert len(kept.salt) == 32
    assert entry.digest == log.digest_of(kept.salt, kept.answers)


@pytest.mark.django_db
def test_an_entry_of_the_calendar_is_signed_by_the_system_and_by_no_post() -> None:
    (case,) = cases()

    entry = log.append(case, line())

    assert (entry.actor, entry.actor_name, entry.post, entry.post_title) == (None, "系统", None, "")
    assert (entry.deputizing_for, entry.deputizing_for_name) == (None, "")
    own = log.append(case, line(capacity=holds(SEC, "branch_secretary", SURGERY), actor=SEC, actor_name="周敏（旧名）"))
    assert (own.actor_name, own.deputizing_for, own.deputizing_for_name) == ("周敏（旧名）", None, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "shown", "kept"),
    [
        (None, (), False),
        ({}, (), False),
        ({"a": "1"}, (), True),
        (None, [["a", "甲", "1"]], True),
        ({"a": "1"}, [["a", "甲", "1"]], True),
    ],
)
def test_what_was_submitted_is_kept_where_there_is_any(answers: Any, shown: Any, kept: bool) -> None:
    first, second, third = cases(3)
    said = line(answers=answers, shown=shown)

    log.append(first, said)
    with transaction.atomic():
        log.keep(log.link_many([second, third], [said, said]))
    log.append_many_to_book("roster/1", first.root, [said, line()], {0: (answers or {}, shown)})

    found = {(one.entry.chain, one.entry.sequence) for one in Submission.objects.select_related("entry")}
    chains = [(f"case/{one.pk}", 1) for one in (first, second, third)]
    assert found == ({*chains, ("roster/1", 1)} if kept else set())
    for one in Submission.objects.select_related("entry"):
        assert (one.answers, one.shown) == (answers or {}, list(shown))
        assert one.entry.digest == log.digest_of(one.salt, one.answers)
    assert [log.first_broken(chain) for chain in (*(chain for chain, _ in chains), "roster/1")] == [None] * 4


@pytest.mark.django_db
def test_lines_are_linked_each_to_the_chain_of_its_case() -> None:
    first, second = cases(2)
    before = log.append(second, line("apply"))
    said = {"answers": {"a": "1"}, "shown": [["a", "甲", "1"]]}

    links = log.link_many([first, second], [line(**said), line(**said)])

    assert [(one.case_id, one.sequence, one.previous) for one in links.entries] == [
        (first.pk, 1, ""), (second.pk, 2, before.hash)
    ]  # fmt: skip
    assert [(one.sequence, one.head) for one in (first, second)] == [
        (1, links.entries[0].hash), (2, links.entries[1].hash)
    ]  # fmt: skip
    assert Entry.objects.count() == 1
    log.keep(links)
    assert [log.first_broken(f"case/{one.pk}") for one in (first, second)] == [None, None]
    assert Submission.objects.count() == 2


@pytest.mark.django_db
def test_each_case_has_one_line() -> None:
    first, second = cases(2)

    with pytest.raises(ValueError, match="shorter"):
        log.link_many([first, second], [line()])


@pytest.mark.django_db
def test_the_first_entries_of_many_cases_alike_are_sound_chains_of_their_own() -> None:
    (case,) = cases()
    alike = log.first_of_many(case, line("open", subject=WANG, stage_to="preparing"))

    rows = [alike.entry(501, 71, 91), alike.entry(502, 72, 92)]
    insert_alike([Entry], [[[(alike.pattern, rows)]]])

    entries = list(Entry.objects.order_by("pk"))
    assert [(one.pk, one.chain, one.case_id, one.subject_id, one.sequence) for one in entries] == [
        (501, "case/71", 71, 91, 1), (502, "case/72", 72, 92, 1)
    ]  # fmt: skip
    assert {(one.previous, one.root, one.stage_to) for one in entries} == {("", case.root, "preparing")}
    assert [log.first_broken(f"case/{number}") for number in (71, 72)] == [None, None]
    assert {len(one.digest) for one in entries} == {64}


@pytest.mark.django_db
def test_what_belongs_to_no_case_has_a_chain_of_its_own() -> None:
    (case,) = cases()
    said = {"answers": {"a": "1"}}

    first = log.append_to_book("organization/5", case.root, line("appoint", **said))
    second = log.append_to_book("organization/5", case.root, line("appoint"))
    other = log.append_to_book("organization/6", case.root, line("appoint"))

    assert [(one.sequence, one.previous) for one in (first, second, other)] == [(1, ""), (2, first.hash), (1, "")]
    assert (first.case, first.submission.answers) == (None, {"a": "1"})
    assert log.first_broken("organization/5") is None


@pytest.mark.django_db
def test_many_lines_are_appended_to_what_a_chain_has_already() -> None:
    (case,) = cases()
    shown = [["a", "甲", "1"]]

    log.append_many_to_book("roster/1", case.root, [line("one"), line("two")], {})
    log.append_many_to_book("roster/1", case.root, [line("three"), line("four"), line("five")], {
        1: ({"a": "1"}, ()), 2: ({}, shown)
    })  # fmt: skip

    entries = of_chain("roster/1")
    assert [(one.sequence, one.act) for one in entries] == list(enumerate(("one", "two", "three", "four", "five"), 1))
    assert [one.previous for one in entries] == ["", *(one.hash for one in entries[:-1])]
    assert {one.entry.act: (one.answers, one.shown) for one in Submission.objects.select_related("entry")} == {
        "four": ({"a": "1"}, []), "five": ({}, shown)
    }  # fmt: skip
    assert log.first_broken("roster/1") is None


def forged(chain: str, case: Case, sequence: int, previous: str, act: str = "talk") -> Entry:
    """Put an entry at the end of a chain that nobody appended, sealed by itself."""
    entry = Entry(
        chain=chain, root=case.root, sequence=sequence, previous=previous, procedure="joining", act=act, title="谈话",
        actor_name="系统", on=DAY, recorded_at=AT, digest=log.digest_of("", {}),
    )  # fmt: skip
    entry.hash = log.hash_of(entry)
    entry.save()
    return entry


@pytest.mark.django_db
def test_an_entry_out_of_its_place_breaks_the_chain_there() -> None:
    (case,) = cases()
    first = log.append_to_book("a", case.root, line())
    forged("a", case, 3, first.hash)
    log.append_to_book("b", case.root, line())
    forged("b", case, 2, "0" * 64)
    forged("c", case, 2, "")
    sound = forged("d", case, 1, "")
    forged("d", case, 2, sound.hash)

    assert [log.first_broken(chain) for chain in "abcd"] == [2, 2, 1, None]
    assert log.first_broken("empty") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "谈 话"), ("on", date(2026, 5, 27)), ("recorded_at", AT.replace(microsecond=121)), ("reason", "改"),
     ("digest", "0" * 64), ("actor_id", 7), ("changes", [{}]), ("warnings", [{}]), ("root", "0009")],
)  # fmt: skip
def test_an_entry_that_does_not_say_what_its_hash_was_made_of_is_found(name: str, value: object) -> None:
    (case,) = cases()
    entry = forged("first", case, 1, "")
    setattr(entry, name, value)
    entry.pk, entry.chain = None, "x"
    kept = entry.hash
    entry.hash = log.hash_of(entry)
    assert entry.hash != kept
    entry.hash = kept
    entry.save()

    assert log.first_broken("x") == 1


def test_a_hash_is_made_of_all_that_an_entry_says_in_one_text() -> None:
    entry = Entry(
        chain="case/12", sequence=3, root="0001", case_id=12, procedure="joining", act="talk", title="谈话",
        subject_id=10, actor_id=11, actor_name="周敏", post_id=None, post_title="", stage_from="applied",
        stage_to="interviewed", on=DAY, recorded_at=AT, digest="d", previous="p",
    )  # fmt: skip

    said = (
        '{"act":"talk","actor_id":11,"actor_name":"周敏","case_id":12,"chain":"case/12","changes":[],'
        '"deputizing_for_id":null,"deputizing_for_name":"","digest":"d","on":"2026-05-28","post_id":null,'
        '"post_title":"","previous":"p","procedure":"joining","reason":"",'
        '"recorded_at":"2026-05-28T15:30:00.000120+00:00","root":"0001","sequence":3,"stage_from":"applied",'
        '"stage_to":"interviewed","subject_id":10,"title":"谈话","warnings":[]}'
    )
    assert log.hash_of(entry) == hashlib.sha256(said.encode()).hexdigest()


def test_the_text_of_a_value_is_one_whatever_the_order_of_its_keys() -> None:
    assert log.canonical({"b": "乙", "a": [1, None]}) == log.canonical({"a": [1, None], "b": "乙"})
    assert log.canonical({"b": "乙", "a": [1, None]}) == '{"a":[1,null],"b":"乙"}'.encode()


def test_answers_can_be_proved_with_their_salt_alone() -> None:
    digest = log.digest_of("盐", {"b": 1, "a": "甲"})

    assert digest == log.digest_of("盐", json.loads('{"a": "甲", "b": 1}'))
    assert len({digest, log.digest_of("盐2", {"b": 1, "a": "甲"}), log.digest_of("盐", {"b": 2, "a": "甲"})}) == 3


@pytest.mark.parametrize(
    ("row", "by", "answers", "signed"),
    [
        ("propose", SEC, {"name": "某人"}, "周敏"),
        ("object", SEC, {"name": "某人"}, "周敏"),
        ("object", None, {"name": "某人"}, "某人"),
        ("object", None, {"name": ""}, "未署名"),
        ("object", None, {}, "未署名"),
        ("tell", None, {"name": "某人"}, "某人"),
        ("propose", None, {"name": "某人"}, ""),
        ("ask", None, {}, ""),
    ],
)
def test_an_act_without_a_person_is_signed_by_the_visitor_or_not_at_all(
    row: str, by: Person | None, answers: dict[str, str], signed: str
) -> None:
    act = acting_on(TABLE, row, DAY, stage="asked", by=by, subject=WANG, answers=answers)

    found = log.line_of(act, stage_from="", stage_to="", answers=answers, shown=[])

    assert (found.actor, found.actor_name) == (by, signed)


def test_the_line_of_an_act_says_what_it_did() -> None:
    warning, change = Finding("late", "太晚。"), Change("status", "身份", "无", "申请人")
    act = acting_on(
        TABLE, "propose", DAY, stage="asked", by=SEC, subject=WANG, capacity=DEPUTIZES, warnings=(warning,),
        reason="补录", recorded_on=date(2026, 6, 1), changes=[change],
    )  # fmt: skip

    found = log.line_of(act, stage_from="asked", stage_to="done", answers={"a": "1"}, shown=[["a", "甲", "1"]])

    assert found == log.Line(
        "logged", "propose", "提出", DAY, act.at, SEC, "周敏", DEPUTIZES, WANG, "asked", "done", [change],
        [{"code": "late", "sentence": "太晚。"}], "补录", {"a": "1"}, [["a", "甲", "1"]],
    )  # fmt: skip
