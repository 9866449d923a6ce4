"""What lapse prints: the reminder, the minutes and the committee's reply, each read as a reader reads it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

from procedures.common.minutes import Minutes
from procedures.lapse.papers import RemovalDecision, WarningLetter
from workflows.papers.render import render
from workflows.papers.sheets import Imprint, Sheet

ISSUED_AT = datetime(2026, 7, 20, 2, 0, tzinfo=UTC)
CHECK = {"check_url": "https://tuan.example/v#7F3K", "check_code": "7F3K-9Q2M"}
LONG = "某某市江北新区生物医药与高端装备制造产业园区健康管理集团有限公司第一医院团委会"

WARNING = WarningLetter(
    number="MED-2026-00001", signed_by="区中心医院内科团支部", signed_on=date(2026, 7, 1), name="欧阳祎喆",
    text="经核对，你2026年1月至2026年6月共 6 个月未交纳团费。请于2026年7月16日前补交，或向团支部说明原因。",
    answer_by=date(2026, 7, 16), contact="028-5550-1234", **CHECK,
)  # fmt: skip
DECISION = RemovalDecision(
    number="HOSP-2026-00001", signed_by="共青团江北区卫生健康局委员会", signed_on=date(2026, 7, 20), name="欧阳祎喆",
    branch="区中心医院内科团支部", omission="自2026年1月至2026年6月连续未交纳团费",
    heard="团支部于2026年7月5日听取了本人意见",
    meeting_on=date(2026, 7, 10), figures="应到有表决权团员 30 人，实到 20 人，赞成 16 票，反对 2 票，弃权 2 票",
    opinion="同意", left_on=date(2026, 7, 20), **CHECK,
)  # fmt: skip
MINUTES = Minutes(
    number="MED-2026-00002", signed_by="区中心医院内科团支部", signed_on=date(2026, 7, 10),
    topic="讨论对欧阳祎喆同志以自行脱团论、予以除名的问题", held_on=date(2026, 7, 10), place="三楼会议室", chair="刘洋",
    should_attend=30, present=20, yes=16, no=2, abstain=2, guests=("唐卫国",),
    heard="团支部于2026年7月5日听取了本人意见；本人未到会。",
    minutes="组织委员报告欠交情况和提醒经过。\n与会团员逐一发言，认为应当按团章处理。",
    quorum_sentence="应到 30 人，实到 20 人，须超过半数即至少 16 人，符合要求。",
    majority_sentence="赞成 16 票，应到 30 人，须超过半数即至少 16 票，表决通过。", carried=True,
    resolution="大会决定对欧阳祎喆同志以自行脱团论、予以除名，报上级团委批准。", secretary="刘洋", **CHECK,
)  # fmt: skip


def text_of(paper: Imprint) -> str:
    """Return the words of a printed paper without the spaces, one page after the other."""
    pdf = render(Sheet.of(paper, issued_at=ISSUED_AT))
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "\f".join("".join(page.split()) for page in done.stdout.decode().split("\f"))


def pages(text: str) -> int:
    return text.count("\f")


def test_the_reminder_names_the_months_and_until_when_to_answer() -> None:
    text = text_of(WARNING)

    assert pages(text) == 1
    assert "欧阳祎喆同志：" in text
    assert "共6个月未交纳团费" in text
    assert "答复期限：2026年7月16日。联系方式：028-5550-1234。" in text


def test_the_reply_says_what_was_decided_by_whom_and_how_to_appeal() -> None:
    text = text_of(DECISION)

    assert pages(text) == 1
    assert "关于对欧阳祎喆同志予以除名的批复" in text
    assert "自2026年1月至2026年6月连续未交纳团费" in text
    assert "团支部于2026年7月5日听取了本人意见。2026年7月10日支部大会决定以自行脱团论、予以除名" in text
    assert "团籍自2026年7月20日终止" in text
    assert "申诉" in text


def test_a_reply_with_the_longest_names_and_unknown_months_keeps_its_signature_with_its_text() -> None:
    text = text_of(
        replace(DECISION, signed_by="共青团" + LONG, branch=LONG, omission="连续六个月未交纳团费", demo=True)
    )

    assert pages(text) <= 2
    assert "连续六个月未交纳团费" in text
    assert "演示数据，不具效力" in text


def test_the_minutes_hold_what_was_heard_the_figures_and_the_resolution() -> None:
    text = text_of(MINUTES)

    assert "讨论对欧阳祎喆同志以自行脱团论、予以除名的问题" in text
    assert "本人未到会。" in text
    assert "到会表决16票2票2票" in text
    assert "三、支部大会决议大会决定对欧阳祎喆同志" in text
