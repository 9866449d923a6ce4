"""每件事项都可以办理: the rows that every table has in every stage, from return and withdraw to correct and comment.

They are rows as those of a table are: one walk through the gate, one downwards through `moves` and `log`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from forms import common_acts as papers
from workflows.common_acts import claiming, consulting, correcting, returns
from workflows.days.dates import zh_date
from workflows.engine.visibility import visible_to
from workflows.messages import notify
from workflows.models import Task
from workflows.table import Common, Who
from workflows.table.act import Act
from workflows.table.condition import condition, unmet
from workflows.table.refusals import Finding
from workflows.table.word import Word


@condition("not_now", "该业务可以撤回")
def can_be_withdrawn(act: Act[Any]) -> Finding | None:
    """Some procedures cannot be withdrawn by anybody."""
    return None if act.procedure.withdrawn else unmet(f"“{act.procedure.title}”不能撤回。")


@condition("not_now", "尚未作出最后决定")
def not_decided(act: Act[Any]) -> Finding | None:
    """After the last decision nothing is withdrawn."""
    if act.case.decided_on is None:
        return None
    return unmet(f"{zh_date(act.case.decided_on)}已作出决定，不能再撤回。")


def leads_to_withdrawn(act: Act[Any]) -> str:
    """Return the ending of a withdrawal."""
    return act.procedure.withdrawn


def forget_returns(act: Act[Any]) -> None:
    """Nobody is asked for anything any more."""
    act.case.returns = []


def told_of_withdrawal(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell those at whose desks the case waited, and the person concerned where somebody else withdrew it."""
    people = [*notify.at_desks(act), act.case.subject_id]
    yield from notify.to_people(act, people, f"已由{act.by}撤回，不必再办理。")


def nobody(act: Act[Any], tasks: Sequence[Task]) -> tuple[Word, ...]:
    """Tell nobody."""
    return ()


@condition("not_your_task", "能查看该事项", asks=True)
def sees_it(act: Act[Any]) -> Finding | None:
    """Who saw a case only while it was meant for him does not any more; the page has asked before it shows the form."""
    if act.by and visible_to(act.by, act.recorded_on).case(act.case.pk) is None:
        return unmet("“评论”由能查看该事项的人办理，该事项与您和您任职的组织无关。")
    return None


RETURN = Common(
    "return", "退回", "审核人可以退回补正", papers.Return, who=(Who.HOLDER,),
    needs=(returns.undecided, returns.goes_back), does=(returns.ask_back,), leads=returns.leads_back,
    told=returns.told, tells=("reason",),
)  # fmt: skip
WITHDRAW = Common(
    "withdraw", "撤回", "作出最后决定之前可以撤回", papers.Reason, who=(Who.CONCERNED,),
    needs=(can_be_withdrawn, not_decided), does=(forget_returns,), leads=leads_to_withdrawn, told=told_of_withdrawal,
)  # fmt: skip
CLAIM = Common(
    "claim", "认领", "同一岗位多人任职时，由认领人办理；已由他人认领的，认领即为接手", who=(Who.HOLDER,),
    needs=(claiming.not_mine_yet,), does=(claiming.claim,), told=claiming.told_of_claim,
)  # fmt: skip
RELEASE = Common(
    "release", "释放", "认领人可以放回", who=(Who.HOLDER,), needs=(claiming.mine,), does=(claiming.release,),
    told=nobody,
)  # fmt: skip
REASSIGN = Common(
    "reassign", "转办", "转给同一岗位的其他任职人员或其上一级岗位", papers.Reassign, who=(Who.HOLDER, Who.SUPERIOR),
    needs=(claiming.at_a_post, claiming.may_take_it, claiming.need_not_recuse), does=(claiming.pass_on,),
    told=claiming.told_of_passing,
)  # fmt: skip
CONSULT = Common(
    "consult", "征求意见", "意见供参考，决定仍由现在的办理人作出", papers.Consult, who=(Who.HOLDER,),
    needs=(consulting.may_be_asked, consulting.unrelated), does=(consulting.ask,), told=consulting.told_of_question,
)  # fmt: skip
ANSWER = Common(
    "answer", "答复", "被征求意见的人答复，每次一次", papers.Answer, who=(Who.ASKED,), needs=(consulting.was_asked,),
    does=(consulting.answer,), told=consulting.told_of_answer,
)  # fmt: skip
NUDGE = Common(
    "nudge", "催办", "三天一次", who=(Who.CONCERNED, Who.OFFICE), needs=(claiming.long_enough,), does=(claiming.nudge,),
    told=claiming.told_to_hurry, undated=True,
)  # fmt: skip
CORRECT = Common(
    "correct", "更正", "原值保留在办理记录中；不改变办理人和办理日期", papers.Correction, who=(Who.KEEPER,),
    needs=correcting.NEEDS, does=(correcting.put_right,), told=correcting.told, at_end=True,
    warns=correcting.warned_anew,
)  # fmt: skip
COMMENT = Common(
    "comment", "评论", "不影响办理", papers.Comment, who=(Who.READER,), needs=(sees_it,), tells=("text",), told=nobody,
    at_end=True, undated=True,
)  # fmt: skip

ROWS = (RETURN, WITHDRAW, CLAIM, RELEASE, REASSIGN, CONSULT, ANSWER, NUDGE, CORRECT, COMMENT)
