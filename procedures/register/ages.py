"""年龄的依据: from when and until when one may be a member; joining, exit and the import of a roster ask the same."""

from __future__ import annotations

from procedures.register.sources import CHARTER
from workflows.table.rules import Confidence, Rule, Version

_TOO_OLD = (Version(28, f"{CHARTER}第一条、第六条"),)

MIN_AGE = Rule("join.min_age", "JOIN-AGE", "最低年龄", Confidence.HIGH, (Version(14, f"{CHARTER}第一条"),), "周岁")
MAX_AGE = Rule("join.max_age_exclusive", "JOIN-AGE-MAX", "年龄上限（不含）", Confidence.HIGH, _TOO_OLD, "周岁")
EXIT_AGE = Rule("exit.age", "EXIT-AGE", "超龄离团的年龄", Confidence.HIGH, _TOO_OLD, "周岁")
