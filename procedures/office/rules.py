"""任职的依据: who appoints whom, and what nobody holds besides (rules.md; the rest is this system's own)."""

from __future__ import annotations

from procedures.register.sources import DESIGN
from workflows.table.rules import Confidence, Local, Rule, Version, unchanged

CADRES = f"{DESIGN}：团干部的任免由本级团组织按干部管理权限办理，任职起止日期以任免决定为准"

OWN = Rule(
    "office.own", "OFFICE-OWN", "不为本人或亲属办理任职", Confidence.DESIGN, unchanged(True, f"{DESIGN}：回避通例")
)
POST = Rule("office.post", "OFFICE-POST", "一个岗位同一时间由一人担任", Confidence.DESIGN, unchanged(True, CADRES))
DEPUTY = Rule("office.deputy", "OFFICE-DEPUTY", "代理须有在任的人", Confidence.DESIGN, unchanged(True, DESIGN))
AUDIT = Rule(
    "office.audit", "OFFICE-AUDIT", "监督审计与办理、决定、管理分设", Confidence.DESIGN,
    (Version(True, f"{DESIGN}：不相容岗位分设的内部控制通例"),),
)  # fmt: skip
TERM = Rule("office.term", "OFFICE-TERM", "任期与已办理的事相符", Confidence.DESIGN, unchanged(True, DESIGN))
ROLL = Rule("office.roll", "OFFICE-ROLL", "任职人员在本级及下级的名册上", Confidence.DESIGN, unchanged(True, DESIGN))
HANDOVER = Rule(
    "office.handover_days", "OFFICE-HANDOVER", "交接的办理期限", Confidence.MEDIUM,
    unchanged(15, "《各级团委协助党委管理团干部的意见》：干部调动应办理交接，半个月内报送"), "天", Local.FREE,
)  # fmt: skip
SOON = Rule(
    "office.soon_days", "OFFICE-SOON", "近期要办的天数", Confidence.DESIGN, unchanged(14, DESIGN), "天", Local.FREE
)
