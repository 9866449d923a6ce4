"""条件: what must be so before an act, judged by one function, said in one sentence with its rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar, Unpack

from workflows.table.acting import Acting, AnyAct
from workflows.table.refusals import Finding, Told
from workflows.table.rules import Rule

A = TypeVar("A", bound=Acting)


@dataclass(frozen=True, slots=True)
class Condition:
    """条件: what must be so before an act, as one sentence with its rule.

    Attributes:
        test: returns a finding without code and rule, or None where the question does not arise.
        warns: it lets the act pass and is kept with it, with the reason given.
        asks: it needs the answers of the form and cannot be judged before.
        waivable: a special approval may set it aside.
        firm: the act cannot be carried out without it, however doubtful the text of its rule was on a day.
        after: the conditions without which it cannot be judged, or would only say the same again.
        personal: it asks for nothing but the age and the standing of the person concerned, who can be told before he
            begins.
    """

    code: str
    title: str
    test: Callable[[AnyAct], Finding | None]
    rule: Rule | None = None
    warns: bool = False
    asks: bool = False
    waivable: bool = False
    after: tuple[Condition, ...] = ()
    firm: bool = False
    personal: bool = False

    def judge(self, act: Acting) -> Finding | None:
        """Return what the condition finds of an act, with its code and rule; a rule lifted there is not asked for."""
        finding = self.test(act)
        if finding and not finding.met and self.rule and act.law.lifts(self.rule):
            return None
        return replace(finding, code=finding.code or self.code, rule=finding.rule or self.rule) if finding else None

    def lets_pass(self, act: Acting) -> bool:
        """Tell whether an act may go on with a reason where the condition is not met."""
        return self.warns or bool(self.rule and not self.firm and self.rule.is_doubtful(act.on))


def condition(
    code: str,
    title: str,
    rule: Rule | None = None,
    *,
    warns: bool = False,
    asks: bool = False,
    waivable: bool = False,
    after: tuple[Condition, ...] = (),
    firm: bool = False,
    personal: bool = False,
) -> Callable[[Callable[[A], Finding | None]], Condition]:
    """Make a condition of the function below, which answers `met(…)`, `unmet(…)` or None."""

    def build(test: Callable[[A], Finding | None]) -> Condition:
        return Condition(code, title, test, rule, warns, asks, waivable, after, firm, personal)

    return build


def judge_all(act: Acting, needs: Iterable[Condition]) -> Iterator[tuple[Condition, Finding | None]]:
    """Judge every condition in order, whatever those before it found; one `after` another that fails is left out."""
    failed: set[Condition] = set()
    for need in needs:
        finding = need.judge(act) if failed.isdisjoint(need.after) else None
        if not failed.isdisjoint(need.after) or (finding and not finding.met):
            failed.add(need)
        if failed.isdisjoint(need.after):
            yield need, finding


def met(sentence: str, **told: Unpack[Told]) -> Finding:
    """Return the finding that all is as it must be."""
    return Finding("", sentence, met=True, **told)


def unmet(sentence: str, **told: Unpack[Told]) -> Finding:
    """Return the finding that something is not as it must be."""
    return Finding("", sentence, **told)
