"""一次: a form is good for one act; handed in again, it gives what came of it the first time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procedures.dues.models import Payment
from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from tests.workflows.engine.test_races import assert_sound, each
from workflows import engine, rounds
from workflows.engine import moves
from workflows.engine.once import stamp_of
from workflows.messages import sending
from workflows.models import Case, Entry, Message, Paper, Round
from workflows.people.models import Person
from workflows.table.refusals import Refused
from workflows.table.word import Word

DAY = date(2026, 4, 1)
WORLD = """
given: hospital
also:
  people:
    - {id: p, name: 甲一, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: li, name: 李一, born: 2004-04-04, organisation: SURG}
  dues_basis: [{person: p, category: wage, base: 420000, from_month: 2026-01}]
acts:
  - {on: 2026-03-01, by: sec_med, act: dues.open_months,
     with: {organisation: MED, from_month: 2026-01, to_month: 2026-03}}
  - {on: 2026-03-02, by: li, act: joining.apply, with: {knowledge: 略, motive: 略, self_assessment: 略}}
"""
PAYMENTS: dict[str, dict[str, Any]] = {
    "an amount": {"amount": "8.00", "method": "cash"},
    "months": {"months": ["2026-01"], "method": "cash"},
    "a voluntary payment": {"voluntary": "50.00", "method": "cash"},
}


def asked(runner: Runner, by: str, act: str, with_: dict[str, Any], *, nonce: str = "one form") -> engine.Request:
    return engine.Request(act, runner.world.person(by), None, noon(DAY), with_, nonce=nonce, insist=True)


def payment(runner: Runner, how: str = "an amount", *, nonce: str = "one form", **other: Any) -> engine.Request:
    with_ = {"member": runner.world.person("p"), **PAYMENTS[how], **other}
    return asked(runner, "org_med", "pay", with_, nonce=nonce)


def comment(runner: Runner, text: str = "阅", by: str = "sec_surg", *, nonce: str = "one form") -> engine.Request:
    return asked(runner, by, "comment", {"text": text}, nonce=nonce)


@pytest.mark.django_db
class TestOneAfterTheOther:
    @pytest.mark.parametrize("how", PAYMENTS)
    def test_a_payment_handed_in_again_gives_the_first_receipt(self, play: Play, how: str) -> None:
        runner = play(WORLD)

        first, again = (engine.start("dues", payment(runner, how)) for _ in range(2))

        assert (first.again, again.again) == (False, True)
        assert (again.case, again.entry, again.papers) == (first.case, first.entry, first.papers)
        assert [paper.kind for paper in again.papers] == ["dues_receipt"]
        assert Payment.objects.count() == Paper.objects.filter(kind="dues_receipt").count() == 1

    def test_another_form_takes_the_same_payment_once_more(self, play: Play) -> None:
        runner = play(WORLD)

        for nonce in ("one form", "another form"):
            engine.start("dues", payment(runner, nonce=nonce))

        assert Payment.objects.count() == 2

    def test_without_a_nonce_nothing_is_held_to_be_the_same(self, play: Play) -> None:
        runner = play(WORLD)

        outcomes = [engine.start("dues", payment(runner, nonce="")) for _ in range(2)]

        assert [one.again for one in outcomes] == [False, False]
        assert Payment.objects.count() == 2

    def test_the_same_comment_sent_five_times_stands_once(self, play: Play) -> None:
        runner = play(WORLD)
        case = runner.world.latest["joining"]

        outcomes = [engine.act(case, comment(runner)) for _ in range(5)]

        assert [one.again for one in outcomes] == [False, True, True, True, True]
        assert {one.entry.pk for one in outcomes} == {Entry.objects.get(act="comment").pk}

    def test_who_opened_a_case_is_led_to_it_and_not_told_that_one_is_open(self, play: Play) -> None:
        runner = play(WORLD.split("  - {on: 2026-03-02")[0])
        answers = {"knowledge": "略", "motive": "略", "self_assessment": "略"}

        first, again = (engine.start("joining", asked(runner, "li", "apply", answers)) for _ in range(2))

        assert (again.case, again.again) == (first.case, True)
        assert Case.objects.filter(procedure="joining").count() == 1

    def test_an_act_that_has_moved_the_case_is_answered_and_not_refused(self, play: Play) -> None:
        runner = play(WORLD)
        case = runner.world.latest["joining"]
        with_ = {"talker": runner.world.person("sec_surg").pk, "summary": "略", "suitable": "true"}
        request = replace(asked(runner, "sec_surg", "talk", with_), seen=case.sequence)

        first, again = (engine.act(case, request) for _ in range(2))

        assert (again.entry, again.case.stage, again.again) == (first.entry, "interviewed", True)

    def test_an_import_is_previewed_and_posted_once_each(self, play: Play) -> None:
        runner = play(WORLD)
        sheet = {"method": "cash", "pasted": "甲一 8.00"}

        shown, again = (engine.start("dues", asked(runner, "org_med", "import_payments", sheet)) for _ in range(2))
        confirm = asked(runner, "org_med", "confirm_import", {}, nonce="another form")
        posted, twice = (engine.act(shown.case, confirm) for _ in range(2))

        assert (again.case, again.again) == (shown.case, True)
        assert (twice.entry, twice.papers, twice.again) == (posted.entry, posted.papers, True)
        assert Payment.objects.count() == 1

    def test_the_retry_may_come_another_day(self, play: Play) -> None:
        runner = play(WORLD)
        request = payment(runner)
        engine.start("dues", request)

        again = engine.start("dues", replace(request, at=request.at + timedelta(days=1)))

        assert again.again
        assert Payment.objects.count() == 1

    def test_what_a_second_attempt_had_told_is_taken_back(self, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        runner = play(WORLD)
        case, request = runner.world.latest["joining"], comment(runner)
        apply, told, texts = moves.apply, runner.world.person("li").pk, iter(["第一次", "第二次"])

        def tell(*given: Any) -> None:
            apply(*given)
            sending.send([Word(told, case.root, None, next(texts), noon(DAY))], by=None)

        monkeypatch.setattr(moves, "apply", tell)
        with sending.gathered():
            for _ in range(2):
                engine.act(case, request)

        assert list(Message.objects.filter(text__endswith="次").values_list("text", flat=True)) == ["第一次"]


@pytest.mark.django_db
class TestUsedForSomethingElse:
    def test_another_amount_by_the_same_form_is_refused_and_says_what_came_of_it(self, play: Play) -> None:
        runner = play(WORLD)
        paid = engine.start("dues", payment(runner))
        before = Entry.objects.count()

        with pytest.raises(Refused) as refused:
            engine.start("dues", payment(runner, amount="16.00"))

        said = f"办理“收取团费”（编号 {paid.case.number}），用的就是此页；这次所填与当时不同，没有办理"
        assert refused.value.code == "form_used"
        assert said in refused.value.finding.sentence
        assert (Payment.objects.count(), Entry.objects.count()) == (1, before)

    def test_another_act_by_the_same_form_is_refused(self, play: Play) -> None:
        runner = play(WORLD)
        case = runner.world.latest["joining"]
        engine.act(case, comment(runner))

        with pytest.raises(Refused) as refused:
            engine.act(case, asked(runner, "sec_surg", "claim", {}))

        assert refused.value.code == "form_used"

    def test_who_uses_the_form_of_another_learns_nothing_of_what_came_of_it(self, play: Play) -> None:
        runner = play(WORLD)
        case = runner.world.latest["joining"]
        engine.act(case, comment(runner))

        with pytest.raises(Refused) as refused:
            engine.act(case, comment(runner, by="org_surg"))

        assert refused.value.finding.sentence == "此页已由他人用过，这次没有办理。请重新打开页面再办。"

    def test_a_refused_form_is_not_used_up(self, play: Play) -> None:
        runner = play(WORLD)
        with pytest.raises(Refused, match="field_missing"):
            engine.act(runner.world.latest["joining"], comment(runner, ""))

        assert not engine.act(runner.world.latest["joining"], comment(runner, "阅")).again


def test_the_same_file_counts_by_what_is_in_it() -> None:
    def stamp(name: str, content: bytes) -> object:
        files = {"scan": SimpleUploadedFile(name, content)}
        return stamp_of(engine.Request("talk", Person(pk=1), None, noon(DAY), files=files, nonce="n"), 1)

    assert stamp("a.pdf", b"1") == stamp("a.pdf", b"1")
    assert len({stamp("a.pdf", b"1"), stamp("a.pdf", b"2"), stamp("b.pdf", b"1")}) == 3


def test_what_is_kept_of_a_form_tells_neither_nonce_nor_answers() -> None:
    def stamp(nonce: str) -> Any:
        return stamp_of(engine.Request("comment", None, None, noon(DAY), {"text": "阅"}, nonce=nonce), 1)

    assert stamp("n") == stamp("n")
    assert stamp("n").asked != stamp("m").asked
    assert "n" not in (stamp("n").nonce, stamp("n").asked)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.mark.parametrize("how", ["an amount", "a voluntary payment"])
    def test_of_two_clicks_at_once_one_is_a_payment_and_both_give_its_receipt(self, play: Play, how: str) -> None:
        runner = play(WORLD)

        cases = each(self.done(lambda: engine.start("dues", payment(runner, how))), "once", "again")

        assert cases[0] == cases[1]
        assert Payment.objects.count() == Paper.objects.filter(kind="dues_receipt").count() == 1
        assert_sound()

    def test_of_two_comments_at_once_one_stands(self, play: Play) -> None:
        runner = play(WORLD)
        case = runner.world.latest["joining"]

        entries = each(self.done(lambda: engine.act(case, comment(runner))), "once", "again")

        assert entries[0] == entries[1]
        assert Entry.objects.filter(act="comment").count() == 1
        assert_sound()

    def test_of_two_rounds_begun_at_once_by_one_form_one_is_carried_out(self, play: Play) -> None:
        runner = play(WORLD)
        with_ = {"organisation": runner.world.organization("MED"), "from_month": "2026-01", "to_month": "2026-04"}
        request = asked(runner, "sec_med", "open_months", with_)
        before = Round.objects.count()

        begun = each(lambda _: str(rounds.start("dues", request).round.pk), "once", "again")

        assert begun[0] == begun[1]
        assert Round.objects.count() == before + 1
        assert Round.objects.get(pk=begun[0]).status == "done"
        assert_sound()

    @staticmethod
    def done(deed: Callable[[], engine.Outcome]) -> Callable[[str], str]:
        return lambda _: str(deed().entry.pk)
