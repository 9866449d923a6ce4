"""更正: a value that was recorded wrongly is put right. The record of it stays, with who acted and on which day.

The act that recorded it is judged once more, with the right value, by its own form and conditions; what rests on the
value is worked out anew. What was decided on it stands: a value that would have led elsewhere is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from forms.base import PaperForm, show
from workflows.common_acts import recomputing
from workflows.common_acts.correctable import desk_for, instead, may_be_named
from workflows.common_acts.recorded import Recorded, entries_of, find, values_of
from workflows.common_acts.returns import way_to
from workflows.engine import gate, moves
from workflows.engine.law import law_for
from workflows.messages import notify
from workflows.models import Paper, Task
from workflows.models.paper import PaperStatus
from workflows.store.facts import Facts
from workflows.table.act import Act, Shared, once
from workflows.table.condition import Condition, condition, judge_all, unmet
from workflows.table.refusals import Finding
from workflows.table.word import Word


@dataclass(slots=True)
class Correction:
    """A correction under way: what was recorded, the act as it was and as it ought to have been, the facts then."""

    of: Recorded
    former: Act[Any] | None = None
    right: Act[Any] | None = None
    before: PaperForm | None = None
    after: PaperForm | None = None
    facts: Facts | None = None


@once
def _under_way(act: Act[Any]) -> Correction | None:
    """Return the correction that the conditions before this one have found, None where one of them failed."""
    return None


def _judged(act: Act[Any]) -> Correction:
    """Return the correction that was judged.

    Raises:
        LookupError: none was.
    """
    found = _under_way(act)
    if found is None:
        raise LookupError("a correction is judged before it is made")
    return found


@condition("field_invalid", "该栏目在本事项中填写过", asks=True)
def is_recorded(act: Act[Any]) -> Finding | None:
    """Only what was filled in on this case is put right."""
    found = find(act, act.answers["field"])
    if found is None:
        _under_way.forget(act)
        return unmet("本事项的办理记录中没有这一栏目，请从办理记录中选择要更正的内容。", field="field")
    _under_way.keep(act, Correction(found))
    return None


@condition("not_your_task", "由登记该项内容的岗位或团委更正", asks=True, after=(is_recorded,))
def is_theirs(act: Act[Any]) -> Finding | None:
    """The desk that recorded it puts it right, or the committee."""
    under_way = _under_way(act)
    if under_way is None:
        return None
    desk = desk_for(act, under_way.of)
    if isinstance(desk, Finding):
        return desk
    act.capacity = desk
    return None


@condition("field_invalid", "该栏目可以更正", asks=True, after=(is_theirs,))
def may_be_corrected(act: Act[Any]) -> Finding | None:
    """What cannot be put right by itself is mended in another way, which the refusal names."""
    under_way = _under_way(act)
    if under_way is None or all(may_be_named(act, under_way.of, name) for name in under_way.of.names):
        return None
    return _failed(act, unmet(instead(act, under_way.of), field="field"))


@condition("field_invalid", "更正后的内容符合原表单和原办理条件", asks=True, after=(may_be_corrected,))
def fits(act: Act[Any]) -> Finding | None:
    """The right value passes the form, and the conditions that ask for its answers, as on the day of the act."""
    under_way = _under_way(act)
    if under_way is None:
        return None
    found = under_way.of
    values = values_of(act.answers["value"], len(found.names))
    if len(values) != len(found.names):
        return _failed(act, unmet("栏目和更正后的内容个数不同，请用逗号分开，一一对应。", field="value"))
    under_way.before = _form(act, found, {})
    under_way.after = _form(act, found, dict(zip(found.names, values, strict=True)))
    if not under_way.after.is_valid():
        return _failed(act, unmet(_faults(under_way.after), field="value"))
    under_way.before.is_valid()
    under_way.former = _as_it_was(act, found, under_way.before)
    under_way.right = _as_it_was(act, found, under_way.after)
    failed = _fails(under_way.right, under_way.former, [need for need in found.row.needs if need.asks])
    return _failed(act, failed) if failed else None


def _form(act: Act[Any], found: Recorded, changed: dict[str, Any]) -> PaperForm:
    """Return the form as it was handed in, some answers changed; files stay as they are."""
    if found.row.asks is None:
        raise LookupError(f"{found.row.code} asks for nothing")
    form = found.row.asks(data={**found.answers, **changed}, **{**act.context, "on": found.entry.on})
    for field in form.fields.values():
        if isinstance(field, forms.FileField):
            field.required = False
    return form


def _faults(form: PaperForm) -> str:
    return "；".join(f"{form.label(name)}：{'；'.join(map(str, texts))}" for name, texts in form.errors.items())


def _as_it_was(act: Act[Any], found: Recorded, form: PaperForm) -> Act[Any]:
    """Return the act that recorded the answers, judged by the law of its day and what the case knows now."""
    on = found.entry.on
    return replace(
        act, row=found.row, by=found.entry.actor, on=on, law=law_for(act.organization, on),
        answers=dict(form.cleaned_data), changes=[], kept={}, shared=Shared(), warnings=(), again=False,
    )  # fmt: skip


def _fails(right: Act[Any], former: Act[Any], needs: Sequence[Condition]) -> Finding | None:
    """Return the first condition that refuses with the right value and did not with the former one."""
    for need, finding in judge_all(right, needs):
        if finding is None or finding.met or gate.lets_pass(right, need):
            continue
        known = need.judge(former)
        if known is None or known.met:
            return finding
    return None


def _failed(act: Act[Any], finding: Finding) -> Finding:
    _under_way.forget(act)
    return finding


@condition("nothing_changed", "更正后的内容与原记录不同", asks=True, after=(fits,))
def changes_something(act: Act[Any]) -> Finding | None:
    """A correction to what is recorded already would only leave an entry that corrects nothing."""
    under_way = _under_way(act)
    if under_way is None or under_way.before is None or under_way.after is None:
        return None
    values = [
        [form.cleaned_data.get(name) for name in under_way.of.names] for form in (under_way.before, under_way.after)
    ]
    if values[0] != values[1]:
        return None
    words = "、".join(_words(under_way.before, name) or "（空）" for name in under_way.of.names)
    return _failed(act, unmet(f"原记录就是“{words}”，没有需要更正的内容，请核对。", field="value"))


@condition("field_invalid", "与已经作出的决定一致", asks=True, after=(changes_something,))
def contradicts_nothing(act: Act[Any]) -> Finding | None:
    """What was decided on the value stands: the act leads where it led, and what followed could follow."""
    under_way = _under_way(act)
    if under_way is None or under_way.former is None or under_way.right is None:
        return None
    title = under_way.of.row.title
    led, leads = moves.way_of(under_way.former), moves.way_of(under_way.right)
    if led != leads:
        words = f"“{led.title if led else ''}”变为“{leads.title if leads else ''}”"
        return _failed(act, unmet(
            f"更正后“{title}”的结果由{words}，与已经作出的决定不一致。尚未最后决定的，请退回“{title}”重新办理；"
            "已经决定的，请由作出决定的组织按规定撤销后重新办理。", field="value",
        ))  # fmt: skip
    outcome = recomputing.recompute(under_way.former, under_way.right, under_way.of.names)
    if isinstance(outcome, Finding):
        return _failed(act, outcome)
    under_way.facts = outcome
    return _broken(act, under_way)


def _broken(act: Act[Any], under_way: Correction) -> Finding | None:
    """Say which act since could not have been done."""
    if under_way.facts == act.facts:
        return None
    done_since = {one.act: one.on for one in entries_of(act) if one.sequence > under_way.of.entry.sequence}
    for done in way_to(act):
        rows = [row for place, row in act.procedure.acts() if row.code == done.code and place]
        row = next((one for one in rows if one in act.procedure.place(done.stage_from).acts), None)
        if row is None or done.code not in done_since:
            continue
        then = replace(act, row=row, on=done_since[done.code], kept={}, shared=Shared(), changes=[], answers={})
        needs = [need for need in row.needs if not need.asks]
        failed = _fails(replace(then, facts=under_way.facts, kept={}), then, needs)
        if failed:
            return _failed(act, replace(
                failed, code="field_invalid", field="value",
                sentence=f"“{row.title}”已经办理，更正后不再符合其条件：{failed.sentence}请先退回“{row.title}”，再作更正。",
            ))  # fmt: skip
    return None


@condition("paper_shows_former", "已出具的证书、记录与更正后一致", warns=True, asks=True, after=(contradicts_nothing,))
def papers_agree(act: Act[Any]) -> Finding | None:
    """A paper that was given says what was recorded; it is revoked and given again by its own act."""
    under_way = _under_way(act)
    if under_way is None:
        return None
    papers = Paper.objects.filter(entry=under_way.of.entry, status=PaperStatus.ISSUED)
    names = "、".join(f"《{paper.title}》{paper.number}" for paper in papers.defer("facts"))
    return unmet(f"已出具的{names}按原值打印，更正后请作废并补发。") if names else None


def warned_anew(act: Act[Any]) -> Iterator[Finding]:
    """Yield what the act itself would be warned of with the right value, where it was not warned of the same before."""
    under_way = _under_way(act)
    if under_way is None or under_way.former is None or under_way.right is None:
        return
    former, right = under_way.former, under_way.right
    for need, finding in judge_all(right, [need for need in under_way.of.row.needs if need.asks]):
        if finding is None or finding.met or not gate.lets_pass(right, need):
            continue
        known = need.judge(former)
        if known is None or known.sentence != finding.sentence:
            yield replace(finding, ruled_on=finding.ruled_on or right.on)


def put_right(act: Act[Any]) -> None:
    """Keep what rests on the value as it ought to be, and note the value before and after."""
    under_way = _judged(act)
    before, after = under_way.before, under_way.after
    if before is None or after is None or under_way.facts is None:
        raise LookupError("a correction is judged before it is made")
    for name in under_way.of.names:
        values = [_words(form, name) for form in (before, after)]
        act.change(under_way.of.key(name), after.label(name), *values)
    act.facts = under_way.facts


def _words(form: PaperForm, name: str) -> str:
    value = form.cleaned_data.get(name)
    return "" if value is None or value == "" else show(form.fields[name], value)


def told(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell whoever had recorded it, and the person concerned, that a record was put right."""
    under_way = _judged(act)
    text = f"“{under_way.of.row.title}”的记录已更正：{act.answers['reason']}"
    yield from notify.to_people(act, {under_way.of.entry.actor_id, act.case.subject_id}, text)


NEEDS = (is_recorded, is_theirs, may_be_corrected, fits, changes_something, contradicts_nothing, papers_agree)
