"""A table that contradicts itself is refused, and the message names the row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procedures.joining.procedure import PROCEDURE
from workflows.people.actors import ANYONE, APPLICANT, COMMITTEE, Actor, Level, elsewhere, named
from workflows.people.models import Person
from workflows.store.facts import Facts
from workflows.table import (
    Closing,
    Ending,
    Expiry,
    Fate,
    Moved,
    Procedure,
    Record,
    Repeat,
    RoundRow,
    Stage,
    Step,
    Way,
    Whither,
)
from workflows.table.check import BadTable, check_table

APPLY = Step("apply", "申请", "第一条", None, APPLICANT, ways=(Way("asked"),))
DECIDE = Step("decide", "决定", "第二条", None, decides=True, ways=(Way("done"),))
ASKED = Stage("asked", "待决定", COMMITTEE, steps=(DECIDE,))
STAYS = Moved(Fate.STAYS, "第四条")
SOUND = Procedure(
    "sound", "试", "Sound", "试", 1, "试行", Facts, opens=(APPLY,), stages=(ASKED,), moved=(STAYS,),
    endings=(Ending("done", "已办"),),
)  # fmt: skip
INSIDE = (Whither.INSIDE,)


def places(act: object, people: object) -> tuple[()]:
    return ()


ROUND = RoundRow("open", "发起", "第一条", None, COMMITTEE, who=lambda act: Person.objects.none())
PLACING = replace(ROUND, places=places, ways=(Way("asked"),))
LOST = Stage("lost", "无人来", COMMITTEE, steps=(DECIDE,))
LOOP = Stage("asked", "待决定", COMMITTEE, steps=(replace(DECIDE, ways=(Way("asked"),)),))
NOTE = Record("note", "记", "第三条")
UNFOLLOWED = Ending("never", "从未")


def table(**changes: object) -> Procedure:
    return replace(SOUND, **changes)


def staged(**changes: object) -> Procedure:
    return table(stages=(replace(ASKED, **changes),))


def decided(**changes: object) -> Procedure:
    return staged(steps=(replace(DECIDE, **changes),))


def test_the_tables_of_the_house_are_sound() -> None:
    check_table(SOUND)
    check_table(PROCEDURE)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (table(stages=(ASKED, LOST)), "lost cannot be reached"),
        (table(endings=(*SOUND.endings, UNFOLLOWED)), "never cannot be reached"),
        (table(stages=(LOOP,)), "no way leads from asked to an ending"),
        (staged(steps=()), "asked has no step that leads on"),
        (table(opens=()), "nothing opens a case"),
        (table(moved=()), "asked does not say what becomes of a case whose person moves (inside)"),
        (table(moved=(replace(STAYS, whither=INSIDE),)), "whose person moves (outside)"),
        (table(moved=(replace(STAYS, because=""),)), "moved[0] (stays) does not say why"),
        (table(moved=(replace(STAYS, stages=("lost",)), STAYS)), "said of 'lost', which is no stage"),
        (table(moved=(STAYS, Moved(Fate.ENDS, "第四条", to="done"))), "moved[1] (ends) is never asked"),
        (table(moved=(Moved(Fate.ENDS, "第四条"),)), "ends cases at '', which is no ending"),
        (table(moved=(Moved(Fate.ENDS, "第四条", to="asked"),)), "ends cases at 'asked', which is no ending"),
        (
            table(moved=(Moved(Fate.FOLLOWS, "第四条", whither=INSIDE, to="done"), STAYS)),
            "at 'done', which is no stage",
        ),
        (table(moved=(Moved(Fate.FOLLOWS, "第四条"),)), "cannot be taken along to where nobody knows it"),
        (table(moved=(Moved(Fate.STAYS, "第四条", to="asked"),)), "stays where it is and goes nowhere"),
        (table(rounds=(ROUND,)), "a round either places people or writes books"),
        (table(rounds=(replace(ROUND, places=places),)), "does not say which stages people may be placed at"),
        (table(rounds=(replace(PLACING, cover=True),)), "a branch has one cover for each period, and it names none"),
        (staged(together=COMMITTEE), "asked waits for a whole branch, and no round opens a cover"),
        (staged(actor=elsewhere(COMMITTEE, "there", "别处", of="there")), "the fact 'there' names an organization"),
        (table(closings=(Closing("done", "终止", "", lambda cases: cases),)), "ends cases without saying why"),
        (table(closings=(Closing("asked", "终止", "第四条", lambda cases: cases),)), "'asked' is no ending"),
        (table(endings=()), "it has no ending"),
        (decided(ways=(Way("dnoe"),)), "asked.decide leads to 'dnoe'"),
        (staged(steps=(DECIDE, DECIDE)), "asked: 'decide' stands there twice"),
        (table(stages=(ASKED, ASKED)), "the code 'asked' is used 2 times"),
        (decided(article=""), "asked.decide"),
        (decided(ways=(Way("done", when=bool),)), "asked.decide: its last way must stand for every other answer"),
        (decided(ways=(Way("done"), Way("done"))), "asked.decide: only the last way may be without `when`"),
        (decided(actor=ANYONE), "asked.decide"),
        (staged(actor=Actor("nobody", "无人", Level.COMMITTEE)), "asked waits for nobody"),
        (table(opens=(replace(APPLY, actor=None),)), "opening.apply is done by nobody"),
        (
            table(endings=(Ending("done", "已办", records=(Record("note", "记", "第三条"),)),)),
            "done.note is done by nobody",
        ),
        (decided(marks="decided_on"), "refers to the fact 'decided_on'"),
        (decided(actor=named("friends", "朋友", people="friends")), "refers to the fact 'friends'"),
        (table(withdrawn="asked"), "'asked' is no ending"),
        (staged(records=(NOTE,)), "asked.note may leave the case where it is and does not say whether"),
        (decided(ways=(Way("done", when=bool), Way(None))), "asked.decide may leave the case where it is"),
        (decided(repeat=Repeat.FREELY), "asked.decide always leads on"),
        (staged(records=(replace(NOTE, repeat=Repeat.NEVER),)), "asked.note is done only once and keeps no day"),
        (staged(records=(replace(NOTE, repeat=Repeat.JUDGED),)), "asked.note is done again as its conditions say"),
    ],
)
def test_an_impossible_table_is_refused_by_its_row(bad: Procedure, message: str) -> None:
    with pytest.raises(BadTable) as refused:
        check_table(bad)

    assert str(refused.value).startswith("sound: ")
    assert message in str(refused.value)


def test_nothing_ends_by_time_without_an_article() -> None:
    assert PROCEDURE.expiry is not None
    bad = replace(PROCEDURE, expiry=replace(PROCEDURE.expiry, article=""))

    with pytest.raises(BadTable, match="without an article of law"):
        check_table(bad)


def test_an_expiry_leads_to_an_ending() -> None:
    assert PROCEDURE.expiry is not None
    expiry: Expiry = replace(PROCEDURE.expiry, to="activist")

    with pytest.raises(BadTable, match="'activist' is no ending"):
        check_table(replace(PROCEDURE, expiry=expiry))
