"""Rules of the engine's own, which hold for every procedure."""

from __future__ import annotations

from workflows.table.rules import Confidence, Local, Rule, Version

BACKDATING = Rule(
    "engine.backdating_months", "DAY-BACKDATING", "补录以前的办理", Confidence.DESIGN,
    (Version(12, "本系统约定"),), "个月", Local.FREE,
)  # fmt: skip
TERM_ENDS = Rule(
    "engine.term_days", "POST-TERM-DAYS", "任期届满以前多少天提醒", Confidence.DESIGN,
    (Version(60, "本系统约定"),), "天", Local.FREE,
)  # fmt: skip
COMMON = (BACKDATING, TERM_ENDS)
