"""组织调整的条件: names that are free, and everybody and everything with a place before anything is changed."""

from __future__ import annotations

from collections import Counter

from procedures.register.organizations import kind_finding, names_below
from procedures.register.resettling import on_the_roll
from procedures.register.rolls import members_on
from procedures.reorganisation import rules
from procedures.reorganisation.facts import NEW, ReorganisationFacts
from procedures.reorganisation.forms import names_of
from procedures.reorganisation.reading import CODE, Changing, ceasing, changed, emptied, organizations_of, placed
from workflows.days.dates import zh_date
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.people.models.organization import COMMITTEES
from workflows.table.act import once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding
from workflows.table.registry import procedures

NAMED = 10


@once
def proposed(act: Changing) -> ReorganisationFacts:
    """Return the facts as the proposal of the act would make them."""
    given = act.answers
    into = given["into"]
    others = [one.pk for one in given["organisations"] or () if one.pk != act.organization.pk]
    name = given["new_name"].strip()
    rest = (into.code if into else NEW + name) if given["matter"] == "merge" else ""
    return ReorganisationFacts(
        matter=given["matter"], rest_to=rest, others=tuple(others), into_organization=into.pk if into else 0,
        new_name=name, parts=names_of(given["parts"]), party_opinion=given["party_opinion"],
        reason=given["reason"], effective_on=given["effective_on"],
    )  # fmt: skip


@once
def concerned(act: Changing) -> list[Organization]:
    """Return the organizations that a proposal would change."""
    return organizations_of(act.organization, proposed(act))


@condition("not_together", "在同一上级之下", rules.APPROVED, asks=True)
def together(act: Changing) -> Finding:
    """What one committee decides lies under it."""
    committee = act.chain.committee
    into = act.answers["into"] if act.answers["matter"] == "merge" else None
    all_ = [*concerned(act), *([into] if into else [])]
    outside = [one for one in all_ if committee and not str(one.path).startswith(committee.path)]
    if outside:
        return unmet(
            f"{'、'.join(map(str, outside))}不在{committee}之下，请由共同的上级团委提出。", field="organisations"
        )
    if len({one.kind for one in all_}) > 1:
        return unmet("合并的组织须是同一类别。", field="organisations")
    return met("在同一上级之下。")


@condition("kind_not_below", "类别与新的上级相符", rules.APPROVED, asks=True)
def fits_below(act: Changing) -> Finding | None:
    """A branch goes under a committee, in the same root."""
    into = act.answers["into"]
    if act.answers["matter"] != "move" or into is None:
        return None
    if into.root != act.organization.root or str(into.path).startswith(act.organization.path):
        return unmet(f"{into}不能作为{act.organization}的上级：须在同一上级组织之内，且不在其下。", field="into")
    return kind_finding(act.organization.kind, into)


@condition("name_taken", "名称没有重复", rules.NAME, asks=True)
def names_free(act: Changing) -> Finding | None:
    """A new name is nobody's under the same organization."""
    facts = proposed(act)
    return _taken(act, facts, concerned(act))


@condition("name_taken", "名称没有重复", rules.NAME)
def names_still_free(act: Changing) -> Finding | None:
    """The same on the day on which it is carried out."""
    return _taken(act, act.facts, changed(act))


def _taken(act: Changing, facts: ReorganisationFacts, places: list[Organization]) -> Finding | None:
    wanted = [*facts.parts, *([facts.new_name] if facts.new_name else [])]
    if not wanted:
        return None
    upper = next((one for one in act.chain.above[1:]), None)
    known = names_below(upper) if upper else {}
    free = {one.name for one in ceasing(facts, places)} if facts.matter == "merge" else set()
    twice = [name for name, number in Counter(wanted).items() if number > 1 or (name in known and name not in free)]
    if twice:
        field = "parts" if facts.parts else "new_name"
        return unmet(f"{upper}之下已有或重复的名称：{'、'.join(twice)}，请改名。", field=field)
    return met("名称可用。")


@condition("case_open", "没有在办的组织调整", rules.ONE_CASE, asks=True)
def one_case(act: Changing) -> Finding:
    """One change of an organization at a time."""
    keys = {one.pk for one in concerned(act)}
    others = Case.objects.filter(procedure=CODE, finished=None).exclude(pk=act.case.pk)
    for case in others.filter(path__startswith=act.organization.root).select_related("organization"):
        if keys & {case.organization_id, *case.facts.get("others", ())}:
            return unmet(f"{case.organization}已有一件在办的组织调整（{case.number}），请先办结或撤回。")
    return met("没有在办的组织调整。")


@condition("party_opinion_missing", "同级党组织意见", rules.PARTY, warns=True, asks=True)
def party_heard(act: Changing) -> Finding:
    """The Party organization of the same level is asked before."""
    if act.answers["party_opinion"].strip():
        return met("已填写同级党组织意见。")
    return unmet("没有同级党组织意见，请先征求，或说明理由。", field="party_opinion")


@condition("part_lt_3_members", "拆分后人数", rules.LEAST, warns=True, asks=True)
def parts_large_enough(act: Changing) -> Finding | None:
    """So many members make a branch; before anybody is placed only the sum can be judged."""
    if act.answers["matter"] != "split":
        return None
    least, parts = act.law.number(rules.LEAST), len(proposed(act).parts)
    have = members_on(act.organization, act.on).count()
    words = f"{act.organization}有团员 {have} 人，拆分为 {parts} 个新组织，每个须满 {least} 人"
    return met(f"{words}。") if have >= least * parts else unmet(f"{words}，人数不足。", have=have, need=least * parts)


@condition("organization_below", "没有下级组织", rules.WHOLE, asks=True)
def nothing_below(act: Changing) -> Finding | None:
    """What lies below is changed first."""
    return _below(ceasing(proposed(act), concerned(act))) if act.answers["matter"] in ("merge", "dissolve") else None


@condition("organization_below", "没有下级组织", rules.WHOLE)
def still_nothing_below(act: Changing) -> Finding | None:
    """The same on the day on which it is carried out."""
    return _below(ceasing(act.facts, changed(act)))


def _below(places: list[Organization]) -> Finding | None:
    for place in places:
        below = names_below(place)
        if below:
            return unmet(f"{place}之下还有{'、'.join(list(below)[:NAMED])}，请先撤销或划转。", have=len(below))
    return met("没有下级组织。") if places else None


@once
def prepared(act: Changing) -> ReorganisationFacts:
    """Return the facts as the preparation of the act would make them."""
    given = act.answers
    to = {pk: str(cells["to"]) for pk, cells in (given.get("members") or {}).items()}
    ending = [pk for pk, cells in (given.get("posts") or {}).items() if cells["then"] == "end"]
    known = {
        "placed": to, "rest_to": given.get("rest_to") or act.facts.rest_to, "balance_to": given.get("balance_to") or "",
        "ending": tuple(ending), "archive_to": given["archive_to"],
    }  # fmt: skip
    return act.facts.model_copy(update=known)


@condition("member_without_place", "每个人都有去处", rules.WHOLE, asks=True)
def everybody_placed(act: Changing) -> Finding | None:
    """Nobody is left in an organization that is no more."""
    facts = prepared(act)
    rows = {
        person: facts.placed.get(person.pk) or facts.rest_to
        for place in emptied(facts, changed(act))
        for person in on_the_roll(place)
    }
    return _placed(rows)


@condition("member_without_place", "每个人都有去处", rules.WHOLE)
def everybody_still_placed(act: Changing) -> Finding | None:
    """The same of those who are on the rolls on the day on which it is carried out."""
    return _placed(placed(act))


def _placed(rows: dict[Person, str]) -> Finding | None:
    without = [person.name for person, to in rows.items() if not to]
    if without:
        more = f"等 {len(without)} 人" if len(without) > NAMED else ""
        words = f"{'、'.join(without[:NAMED])}{more}没有去处"
        return unmet(f"{words}，请逐人写明转入的组织，或选择“其余人员一律转入”。", have=len(without), field="members")
    return met(f"{len(rows)} 人都有去处。", have=len(rows)) if rows else None


@condition("part_lt_3_members", "拆分后人数", rules.LEAST, warns=True, asks=True, after=(everybody_placed,))
def each_part_large_enough(act: Changing) -> Finding | None:
    """So many members make a branch, by where they go."""
    if act.facts.matter != "split":
        return None
    facts, least = prepared(act), act.law.number(rules.LEAST)
    members = members_on(act.organization, act.on).values_list("pk", flat=True)
    sizes = Counter(facts.placed.get(pk) or facts.rest_to for pk in members)
    small = {name: sizes[name] for name in (NEW + part for part in facts.parts) if sizes[name] < least}
    if small:
        words = "、".join(f"{name.removeprefix(NEW)} {number} 人" for name, number in small.items())
        return unmet(f"{words}，不满 {least} 人。", have=min(small.values()), need=least)
    return met(f"每个新组织都满 {least} 人。")


@condition("balance_not_placed", "团费账目有去处", rules.WHOLE, asks=True)
def balance_placed(act: Changing) -> Finding | None:
    """Books that belong to nobody in particular need an heir."""
    return _balance(prepared(act), changed(act))


@condition("balance_not_placed", "团费账目有去处", rules.WHOLE)
def balance_still_placed(act: Changing) -> Finding | None:
    """The same on the day on which it is carried out."""
    return _balance(act.facts, changed(act))


def _balance(facts: ReorganisationFacts, places: list[Organization]) -> Finding | None:
    if facts.balance_to or facts.matter == "merge":
        return met("账目有去处。")
    for place in ceasing(facts, places):
        for one in (one for table in procedures() for one in table.belongings):
            if one.needs_heir(place):
                return unmet(f"{place}的{one.title}尚有余额，请选择并入哪个组织。", field="balance_to")
    return None


@condition("open_round", "没有办到一半的支部事项", rules.WHOLE)
def nothing_half_done(act: Changing) -> Finding | None:
    """What a branch has counted together is finished, or voided, by the same branch."""
    for place in emptied(act.facts, changed(act)):
        for one in (one for table in procedures() for one in table.belongings):
            why = one.stands(place)
            if why:
                return unmet(why)
    return None


@condition("effective_in_past", "生效日期", rules.DAY, warns=True, asks=True)
def not_in_the_past(act: Changing) -> Finding | None:
    """What is approved takes effect afterwards."""
    day = act.answers["effective_on"] or act.facts.effective_on
    if day and act.answers["decision"] == "approve" and day < act.on:
        return unmet(f"生效日期 {zh_date(day)} 早于批复日期 {zh_date(act.on)}，请核对。", earliest=act.on)
    return None


@condition("effective_differs", "按批准的日期执行", rules.DAY, warns=True)
def on_the_day(act: Changing) -> Finding | None:
    """Rolls and posts change on the day of the act."""
    day = act.facts.effective_on
    if day and day != act.on:
        return unmet(f"批准的生效日期是 {zh_date(day)}，名册和岗位按办理日期 {zh_date(act.on)} 变更。", until=day)
    return None


def needs_superior(places: list[Organization]) -> bool:
    """Tell whether the organization above decides: a committee does not approve a change of itself."""
    return any(one.kind in COMMITTEES for one in places)
