"""超龄离团的依据: every number of the procedure, with its source, confidence and versions (rules.md 8 and 14)."""

from __future__ import annotations

from procedures.register.ages import EXIT_AGE as EXIT_AGE
from procedures.register.sources import CHARTER, DESIGN
from workflows.table.rules import Confidence, Local, Rule, Version

H, M, KNOWN, CONVENTION = Confidence.HIGH, Confidence.MEDIUM, Confidence.KNOWN, Confidence.DESIGN

PLATFORM = "智慧团建团员状态和团内职务目录"
PRACTICE = "团员超龄离团办理指引（各地）"
CEREMONY_RULES = "超龄离团仪式规定（试行）"

MEMBER = Rule("exit.member", "EXIT-MEMBER", "有团籍", H, (Version(True, f"{CHARTER}第一条"),))
OFFICE = Rule("exit.office", "EXIT-OFFICE", "担任团内职务的不离团", H, (Version(True, f"{CHARTER}第一条"),))
GROUP_LEADER = Rule(
    "exit.group_leader_is_office",
    "EXIT-GROUP-LEADER",
    "团小组长算作团内职务",
    M,
    (Version(False, f"{PLATFORM}：未列团小组长"),),
    "",
    Local.FREE,
)
OFFICE_KNOWN = Rule(
    "exit.office_as_in_register",
    "EXIT-OFFICE-KNOWN",
    "核实的任职与名册一致",
    CONVENTION,
    (Version(True, DESIGN),),
    "",
    Local.FREE,
)
WITHIN = Rule(
    "exit.within_days",
    "EXIT-WITHIN",
    "离团手续办理期限",
    CONVENTION,
    (Version(30, f"{DESIGN}：满龄或卸任之日起"),),
    "天",
    Local.FREE,
)
SETTLED = Rule(
    "exit.no_open_transfer",
    "EXIT-TRANSFER",
    "没有在办的组织关系转接",
    M,
    (Version(True, f"{PRACTICE}：支委会核实有无在办转接"),),
    "",
    Local.FREE,
)
DUES = Rule(
    "exit.dues_settled",
    "EXIT-DUES",
    "团费交清",
    M,
    (Version(True, f"{PRACTICE}：支委会核实团费"),),
    "",
    Local.FREE,
)
ONE_CASE = Rule("exit.one_case", "EXIT-ONE", "一人同时只办一件离团事项", CONVENTION, (Version(True, DESIGN),))
LISTED = Rule(
    "exit.ceremony_list", "EXIT-CEREMONY", "离团仪式宣读名单", M, (Version(True, CEREMONY_RULES),), "", Local.FREE
)
DAY = Rule(
    "exit.day", "EXIT-DAY", "批准以前仍是团员", CONVENTION, (Version(True, f"{DESIGN}：离团日期不晚于批准之日"),)
)
ROLL = Rule(
    "exit.on_the_roll",
    "EXIT-ROLL",
    "由所在组织办理离团",
    CONVENTION,
    (Version(True, f"{DESIGN}：离团日期不早于转入之日"),),
)
AHEAD = Rule(
    "exit.scan_ahead_months",
    "EXIT-AHEAD",
    "提前扫描的月数",
    CONVENTION,
    (Version(3, DESIGN),),
    "个月",
    Local.FREE,
)
