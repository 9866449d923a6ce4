"""选举大会的条件: what makes a ballot count; the figures are those of every election."""

from __future__ import annotations

from collections.abc import Mapping

from procedures.common import ballot
from procedures.common.ballot import Figures, Result, Votes
from procedures.founding.conditions import Founding
from workflows.people.models import Person
from workflows.table.act import once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

SEATS = 3  # 团支部委员会 has three to five members


@once
def figures(act: Founding) -> Figures:
    """Return the figures of the meeting; those who should attend are the members named in the request."""
    given = act.answers
    should = given["should_attend"] or act.facts.number
    return Figures(should, given["present"], given["issued"], given["returned"], given["invalid"])


@once
def votes(act: Founding) -> Mapping[int, Votes]:
    """Return what each candidate got."""
    return {
        pk: Votes(**{name: int(number) for name, number in cells.items()})
        for pk, cells in act.answers["ballots"].items()
    }


@once
def seats(act: Founding) -> int:
    """Return how many are elected: the secretary alone where there are few members."""
    few = figures(act).should_attend < act.law.number(ballot.SMALL)
    return int(act.answers["seats"] or (1 if few else SEATS))


@once
def result(act: Founding) -> Result:
    """Return who is elected."""
    return ballot.result_of(votes(act), seats(act), figures(act).base(str(act.law[ballot.BASE])))


@once
def names(act: Founding) -> dict[int, str]:
    """Return the names of the candidates."""
    return dict(Person.objects.filter(pk__in=list(votes(act))).values_list("pk", "name"))


@condition("temporary_designates", "由选举产生", ballot.SECRET)
def is_elected(act: Founding) -> Finding | None:
    """A temporary branch elects nobody."""
    return unmet("临时团支部的负责人由团委指定，不进行选举。") if act.facts.temporary else None


@condition("temporary_only", "临时团支部", ballot.SECRET)
def is_temporary(act: Founding) -> Finding | None:
    """Only a temporary branch has its officers designated."""
    return None if act.facts.temporary else unmet("团组织的负责人由选举产生，不能指定。请筹备负责人召开选举大会。")


@condition("secret_ballot_required", "无记名投票", ballot.SECRET, asks=True)
def secret(act: Founding) -> Finding:
    """A show of hands elects nobody."""
    if act.answers["method_adopted"] == "open":
        return unmet("选举须采用无记名投票，先通过选举办法。", field="method_adopted")
    return met("无记名投票。")


@condition("quorum_not_met", "到会人数", ballot.QUORUM, asks=True)
def quorum(act: Founding) -> Finding:
    """Four fifths of those who should attend."""
    return ballot.quorum_finding(figures(act), act.law.share(ballot.QUORUM))


@condition("present_exceeds_roll", "实到不超过应到", ballot.SUMS, asks=True)
def present_on_roll(act: Founding) -> Finding:
    """Nobody votes who is no member of it."""
    have, most = figures(act).present, figures(act).should_attend
    if have > most:
        return unmet(f"实到 {have} 人，超过应到 {most} 人，请核对。", have=have, maximum=most, field="present")
    return met(f"应到 {most} 人，实到 {have} 人。")


@condition("proxy_vote", "不委托他人投票", ballot.SECRET, asks=True)
def no_proxy(act: Founding) -> Finding:
    """A ballot for each who is present."""
    return ballot.issued_finding(figures(act))


@condition("returned_exceeds_issued", "收回选票不多于发出", ballot.SUMS, asks=True)
def returned(act: Founding) -> Finding:
    """More ballots than were given out make the election void."""
    return ballot.returned_finding(figures(act))


@condition("ballots_do_not_add_up", "票数相符", ballot.SUMS, asks=True, after=(returned,))
def sums(act: Founding) -> Finding:
    """Yes, no and abstain are the valid ballots, for each candidate."""
    if not votes(act):
        return unmet("请填写候选人的得票。", field="ballots")
    return ballot.sums_finding(votes(act), figures(act), names(act))


@condition("counter_is_candidate", "监票、计票人不是候选人", ballot.SECRET, asks=True)
def counters_apart(act: Founding) -> Finding:
    """Nobody counts his own ballots."""
    both = [one.name for one in act.answers["counters"] or () if one.pk in votes(act)]
    if both:
        return unmet(f"{'、'.join(both)}是候选人，不能监票、计票，请另定。", field="counters")
    return met("监票、计票人不是候选人。")


@condition("secretary_only", "应选人数", ballot.SMALL, asks=True)
def seats_fit(act: Founding) -> Finding:
    """Few members elect a secretary and no committee."""
    least, should = act.law.number(ballot.SMALL), figures(act).should_attend
    if should < least and seats(act) > 1:
        words = f"团员 {should} 人，不足 {least} 人，只选书记 1 人"
        return unmet(f"{words}，应选 {seats(act)} 人不符。", have=seats(act), maximum=1, field="seats")
    return met(f"应选 {seats(act)} 人。")


@condition("tie_needs_revote", "没有票数相等", ballot.SUMS, asks=True, after=(sums, seats_fit))
def no_tie(act: Founding) -> Finding:
    """Who is elected is known by votes, never by lot."""
    return ballot.tie_finding(result(act), names(act))


@condition("majority_base_differs", "当选票数的计算基数", ballot.BASE, warns=True, asks=True, after=(sums, seats_fit))
def same_by_both(act: Founding) -> Finding:
    """Texts differ in the base; it is said for whom the answer would change."""
    return ballot.base_finding(votes(act), seats(act), figures(act), names(act))


NEEDS = (
    is_elected, secret, quorum, present_on_roll, no_proxy, returned, sums, counters_apart, seats_fit, no_tie,
    same_by_both,
)  # fmt: skip


def somebody(act: Founding) -> bool:
    """Tell whether anybody is elected."""
    return bool(result(act).elected)
