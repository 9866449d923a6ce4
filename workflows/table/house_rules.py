"""本系统的规则: what the engine asks of every procedure that decides at more than one level."""

from __future__ import annotations

from workflows.table.rules import Confidence, Local, Rule, Version

TO_SUPERIOR = "superior"

TWO_LEVELS = Rule(
    "case.two_levels",
    "CASE-TWO-LEVELS",
    "同一人不连续办理两级",
    Confidence.DESIGN,
    (Version("collective", "回避通例：同一事项相邻两级不由同一人决定"),),
    "",
    Local.FREE,
    {"collective": "本级没有其他人可以办理时，作为集体决定，说明理由并告知上级", TO_SUPERIOR: "转由上级办理"},
)
