"""接收与介绍信的条件: whose turn it is, where the new committee may place, whether the letter still counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from procedures.register.models import DevelopmentNumber, OrganizationSpan, Standing
from procedures.register.numbers import is_well_formed
from procedures.register.verbs import standing_of, subject_standing
from procedures.transfer import rules
from procedures.transfer.destination import committee_of
from procedures.transfer.facts import TransferFacts
from workflows.days.dates import zh_date
from workflows.engine.law import on_another_day
from workflows.models import Paper
from workflows.models.paper import PaperStatus
from workflows.people.models import Person
from workflows.people.secrets import blind_index
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Law

Transfer = Act[TransferFacts]

LETTER = "transfer_letter"
NEW_COMMITTEE, NEW_BRANCH = "接收团委", "接收团支部"


@condition("not_now", "轮到接收团委", rules.ROUTE)
def committee_in_turn(act: Transfer) -> Finding:
    """The route of the case says whether the new committee or the new branch comes first."""
    return _in_turn(act, NEW_COMMITTEE)


@condition("not_now", "轮到接收团支部", rules.ROUTE)
def branch_in_turn(act: Transfer) -> Finding:
    """The same question from the new branch's side."""
    return _in_turn(act, NEW_BRANCH)


@condition("branch_elsewhere", "编入本单位的团支部", rules.PLACE, asks=True)
def placed_here(act: Transfer) -> Finding | None:
    """The new committee places in a branch of its own: the one asked for where it names none."""
    if act.answers["decision"] == "refuse":
        return None
    branch = act.answers["branch"]
    if branch is None:
        return met("编入申请的团支部。") if act.facts.to_branch else unmet("请选择编入的团支部。", field="branch")
    if committee_of(act, branch) != act.facts.to_committee:
        return unmet(f"{branch}不在接收团委之下；要转到其他单位，请办理“改派”。", field="branch")
    if branch.pk == act.organization.pk and not act.facts.incoming:
        return unmet(f"{act.subject}的组织关系已在{branch}，请编入另一团支部。", field="branch")
    return met(f"编入{branch}。")


@condition("same_organisation", "改派到另一团支部", rules.PLACE, asks=True)
def redirected_elsewhere(act: Transfer) -> Finding:
    """Neither back to where the member is nor to where the case goes already."""
    branch = act.answers["branch"]
    if branch.pk == act.organization.pk and not act.facts.incoming:
        return unmet(f"{act.subject}的组织关系本在{branch}；不再转接的，请撤回。", field="branch")
    if branch.pk == act.facts.to_branch:
        return unmet(f"该事项本来就转往{branch}，不需要改派。", field="branch")
    return met(f"改派到{branch}。")


@condition("not_now", "在系统内转接", rules.PLACE)
def within_the_system(act: Transfer) -> Finding:
    """What leaves the system has no branch here to be redirected to."""
    if act.facts.leaves:
        return unmet("该事项转往系统外，不能改派；去向有变的，请撤回后重新发起。")
    return met("在系统内转接。")


@condition("not_now", "转往系统外", rules.PLACE)
def leaves_the_system(act: Transfer) -> Finding:
    """Only what leaves the system ends by its letter; otherwise the new branch accepts here."""
    if not act.facts.leaves:
        return unmet("该事项在系统内转接，由接收方在系统中办理；回执在办结后登记。")
    return met("转往系统外。")


@condition("letter_expired", "介绍信在有效期内", rules.LETTER_DAYS)
def letter_valid(act: Transfer) -> Finding | None:
    """The last day of the letter still counts; after it the old committee issues another, once it has checked."""
    until = act.facts.letter_valid_until
    if until is None or act.facts.incoming:
        return None
    return _valid(act.on, until, "请原团委核对后补开介绍信，再行接收")


@condition("letter_expired", "介绍信在有效期内", rules.LETTER_DAYS, asks=True)
def outside_letter_valid(act: Transfer) -> Finding:
    """Counted from the day that the letter bears."""
    return _valid(act.on, last_day_outside(act), "请由转出组织重新开具介绍信")


@condition("number_unrecognised", "入团时间与编号相符", rules.NUMBER)
def number_recognized(act: Transfer) -> Finding | None:
    """2017 or later without a number: not recognized as a member until the number is found."""
    standing = subject_standing(act)
    return _recognized(act, standing.joined_on, standing.development_number)


@condition("number_unrecognised", "入团时间与编号相符", rules.NUMBER, asks=True)
def incoming_number_recognized(act: Transfer) -> Finding | None:
    """The same of somebody who comes from outside, by the register or by the letter."""
    member = act.answers["member"]
    if member is None:
        return _recognized(act, act.answers["joined_on"], act.answers["development_number"])
    standing, given = member_standing(act), act.answers
    number = standing.development_number or given["development_number"]
    return _recognized(act, standing.joined_on or given["joined_on"], number)


@condition("number_taken", "编号没有用过", rules.NUMBER, asks=True)
def number_free(act: Transfer) -> Finding | None:
    """A number that a letter tells has its form and is nobody else's; one whom the register knows may have it."""
    number, member = act.answers["development_number"], act.answers["member"]
    if not number:
        return None
    if not is_well_formed(number):
        return unmet(f"发展团员编号 {number} 不是 12 位数字，请核对介绍信。", field="development_number")
    if any(person.numbered and person != member for person in known(act)):
        return unmet(f"发展团员编号 {number} 已是名册中他人的编号，请与转出组织核对。", field="development_number")
    return met("编号未使用。")


@condition("person_known", "名册中没有此人", rules.ONE_CASE, asks=True)
def unknown_person(act: Transfer) -> Finding | None:
    """Nobody is entered twice; the body to ask is named, and nothing of the other person."""
    index = blind_index(act.answers["id_number"])
    if act.answers["member"] or not index:
        return None
    same = next((person for person in known(act) if person.id_index == index), None)
    if same:
        where = same.home.name if same.home else "未登记组织"
        return unmet(
            f"该身份证号已在名册中，所在组织：{where}。请与该组织核对，或选择名册中的团员。", field="id_number"
        )
    return met("名册中没有此人。")


@condition("already_on_roll", "不在本系统其他组织的名册上", rules.PLACE, warns=True, asks=True)
def on_no_roll(act: Transfer) -> Finding | None:
    """A member on a roll of the system is better transferred from there, so that the old branch knows."""
    member = act.answers["member"]
    if member is None:
        return None
    span = OrganizationSpan.objects.filter(person=member, last_on=None).select_related("organization").first()
    if span:
        return unmet(f"{member}在{span.organization}的名册上，一般由该组织在系统内转出。凭介绍信登记的，请说明理由。")
    return met("不在其他组织的名册上。")


@condition("letter_still_valid", "原介绍信已失效", rules.LETTER_DAYS, warns=True)
def letter_needs_replacing(act: Transfer) -> Finding:
    """One letter at a time: a good one is replaced only where it is lost or wrong, and becomes void by that."""
    until = act.facts.letter_valid_until
    if until and act.on <= until and letters_out(act):
        return unmet(f"原介绍信有效期至{zh_date(until)}，尚未失效；遗失或有误需补开的，请说明理由，原介绍信即作废。")
    return met("没有有效的介绍信。")


@condition("no_letter", "已开具介绍信", rules.RECEIPT)
def letter_out(act: Transfer) -> Finding:
    """There is a letter to receive the receipt of, or to declare void."""
    if not letters_out(act):
        return unmet("该事项没有开具过介绍信，或介绍信已作废。")
    return met("已开具介绍信。")


@condition("already_done", "回执尚未登记", rules.RECEIPT)
def receipt_awaited(act: Transfer) -> Finding:
    """A letter has one receipt."""
    if act.facts.receipt_on:
        return unmet(f"介绍信回执已于{zh_date(act.facts.receipt_on)}收到，不必重复登记。")
    return met("回执尚未登记。")


@condition("receipt_too_early", "回执在开具介绍信之后", rules.RECEIPT, asks=True)
def receipt_after_letter(act: Transfer) -> Finding | None:
    """A receipt is not older than its letter."""
    issued, received = act.facts.letter_issued_on, act.answers["received_on"] or act.on
    day = min(received, act.answers["accepted_on"] or received)
    if issued and day < issued:
        return unmet(f"回执日期 {zh_date(day)} 早于介绍信日期 {zh_date(issued)}，请核对。", earliest=issued)
    return met("回执在开具介绍信之后。")


@condition("letter_expired", "回执在介绍信有效期内", rules.LETTER_DAYS, asks=True)
def receipt_in_time(act: Transfer) -> Finding | None:
    """The slip counts by the day that it bears, however late it comes or is entered."""
    until, answers = act.facts.letter_valid_until, act.answers
    if until is None:
        return None
    taken_in = answers["accepted_on"] or answers["received_on"] or act.on
    return _valid(taken_in, until, "接收日期在有效期以内的，请填写回执载明的接收日期；否则请补开介绍信")


def last_day(issued_on: date, law: Law) -> date:
    """Return the last day on which a letter counts by the law of the day on which it was written."""
    return issued_on + timedelta(days=law.number(rules.LETTER_DAYS))


def last_day_outside(act: Transfer) -> date:
    """Return the last day of a letter from outside: what the law of its day promised is kept with it."""
    issued_on = act.answers["issued_on"]
    return last_day(issued_on, on_another_day(act.law, issued_on))


@once
def letters_out(act: Transfer) -> list[Paper]:
    """Return the letters of the case that are not void, read once for an act."""
    issued = Paper.objects.filter(case=act.case, kind=LETTER, status=PaperStatus.ISSUED)
    return list(issued) if act.facts.letter_issued_on else []


@once
def known(act: Transfer) -> list[Any]:
    """Return who else has a number, or the name and birthday, that a letter tells, each with `numbered`; read once."""
    given = act.answers
    index, number = blind_index(given["id_number"]), given["development_number"]
    with_number = DevelopmentNumber.objects.filter(number=number or "-", person=OuterRef("pk"))
    people = Person.objects.annotate(numbered=Exists(with_number)).select_related("home")
    told = Q(numbered=True) | Q(id_index=index or "-") | Q(name=given["name"] or "-", born=given["born"])
    return list(people.filter(told).exclude(pk=act.case.subject_id or 0))


@once
def member_standing(act: Transfer) -> Standing:
    """Return the standing of the member whom a letter names, who is or becomes the subject; read once for an act."""
    member = act.answers["member"]
    return subject_standing(act) if act.case.subject == member else standing_of(member)


def _valid(on: date, until: date, cure: str) -> Finding:
    if on > until:
        return unmet(f"介绍信有效期至{zh_date(until)}，已过期 {(on - until).days} 天，{cure}。", until=until)
    return met(f"介绍信有效期至{zh_date(until)}。", until=until)


def _recognized(act: Transfer, joined_on: date | None, number: str) -> Finding | None:
    if joined_on is None or not act.law[rules.NUMBER]:
        return None
    if number or not rules.NUMBER.version(joined_on).value:
        return met("有发展团员编号。" if number else f"{zh_date(joined_on)}入团，当时没有编号。")
    since = zh_date(rules.NUMBERED_SINCE)
    return unmet(
        f"{zh_date(joined_on)}入团，没有发展团员编号；{since}以后入团的须有编号方予认可。请与入团时的团委核实补录。",
        field="development_number",
    )


def _in_turn(act: Transfer, who: str) -> Finding:
    awaited = _awaited(act)
    return met(f"轮到{who}办理。") if awaited == who else unmet(f"现在等待{awaited}办理，{who}暂不能办理。")


def _awaited(act: Transfer) -> str:
    """Return who is waited for once the old committee has released: both come after each other, in either order."""
    facts = act.facts
    if facts.leaves:
        return "介绍信回执，由原团委"
    branch = not facts.committee_turn if act.case.stage == "accepted" else facts.branch_turn
    return NEW_BRANCH if branch else NEW_COMMITTEE
