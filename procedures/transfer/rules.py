"""组织关系转接的依据: every number of the procedure, with its source, confidence and versions (rules.md 7 and 14)."""

from __future__ import annotations

from datetime import date

from procedures.register.sources import CHARTER, DESIGN, NUMBERS_2016
from procedures.register.years import REGISTERED_MONTHS as REGISTERED_MONTHS
from workflows.table.rules import Confidence, Local, Rule, Version, unchanged

H, M, L = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
MADE_HERE = Confidence.DESIGN

GUIDES = "各地团组织关系转接办法"
NUMBERED_SINCE = date(2017, 1, 1)


MEMBER = Rule("transfer.member", "TRANSFER-MEMBER", "有团籍", H, unchanged(True, f"{CHARTER}第六条"))
PLACE = Rule("transfer.place", "TRANSFER-PLACE", "转往另一组织", H, unchanged(True, f"{CHARTER}第六条"))
STARTERS = Rule(
    "transfer.starters",
    "TRANSFER-DOORS",
    "由团员本人、转出组织或接收组织发起",
    H,
    unchanged(True, "《全国“智慧团建”系统团组织关系转接操作指南》"),
)
IDENTITY = Rule("transfer.identity", "TRANSFER-IDENTITY", "证件信息相符", M, unchanged(True, GUIDES))
ONE_CASE = Rule("transfer.one_case", "TRANSFER-ONE", "一人同时只办一件转接", MADE_HERE, unchanged(True, DESIGN))
DUES = Rule("transfer.dues", "TRANSFER-DUES", "团费交至转出当月", M, unchanged(True, GUIDES), "", Local.FREE)
DISCIPLINE = Rule("transfer.discipline", "TRANSFER-DISCIPLINE", "没有正在执行的处分", M, unchanged(True, GUIDES))
ROUTE = Rule(
    "transfer.route",
    "TRANSFER-ROUTE",
    "接收方办理顺序",
    M,
    unchanged("committee_first", "团组织关系介绍信的传递顺序"),
    "",
    Local.FREE,
    {"committee_first": "先接收团委，后接收团支部", "branch_first": "先接收团支部，后接收团委"},
)
LETTER_DAYS = Rule(
    "transfer.letter_days", "TRANSFER-LETTER", "介绍信有效期", L, unchanged(90, GUIDES), "天", Local.FREE
)
NUMBER = Rule(
    "transfer.number_required",
    "TRANSFER-NUMBER",
    "入团时已编号的团员须有发展团员编号",
    M,
    (
        Version(False, f"{NUMBERS_2016}：此前入团的没有编号"),
        Version(True, NUMBERS_2016, since=NUMBERED_SINCE),
    ),
    "",
    Local.FREE,
)
RECEIPT = Rule("transfer.receipt", "TRANSFER-RECEIPT", "介绍信以回执、逾期或作废了结", M, unchanged(True, GUIDES))
EXIT_DUE = Rule("transfer.exit_due", "TRANSFER-EXIT", "没有待办的超龄离团", M, unchanged(True, GUIDES), "", Local.FREE)
DESTINATIONS = Rule(
    "transfer.special_destinations", "TRANSFER-DESTINATIONS", "特殊去向另有规定", M,
    unchanged(True, "《全国“智慧团建”系统团组织关系转接操作指南》"), "", Local.FREE,
)  # fmt: skip
APPEAL = Rule("transfer.appeal", "TRANSFER-APPEAL", "不同意转接可以申诉", M, unchanged(True, "省级“智慧团建”系统规则"))
ROLLS = Rule(
    "transfer.rolls_of_meetings",
    "TRANSFER-ROLLS",
    "支部大会当日的名册不因补录的转接改变",
    MADE_HERE,
    unchanged(True, DESIGN),
)
APPEAL_ONCE = Rule(
    "transfer.appeal_once", "TRANSFER-APPEAL-ONCE", "对同一决定申诉一次", MADE_HERE, unchanged(True, DESIGN), "",
    Local.FREE,
)  # fmt: skip
REMIND = Rule("transfer.remind", "TRANSFER-REMIND", "提醒", MADE_HERE, unchanged(7, DESIGN), "天", Local.FREE)
ESCALATE = Rule(
    "transfer.escalate", "TRANSFER-ESCALATE", "提请上级督促", MADE_HERE, unchanged(15, DESIGN), "天", Local.FREE
)
GIVE_BACK = Rule("transfer.return", "TRANSFER-RETURN", "退回发起人", MADE_HERE, unchanged(30, DESIGN), "天", Local.FREE)
