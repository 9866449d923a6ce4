"""What withdrawal prints: the committee's note that it has filed the decision."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

from procedures.withdrawal.papers import FilingNotice
from workflows.papers.render import render
from workflows.papers.sheets import Imprint, Sheet

NOTICE = FilingNotice(
    number="HOSP-2026-00001", signed_by="共青团江北区卫生健康局委员会", signed_on=date(2026, 4, 1), name="谭默",
    branch="区中心医院手术科室团支部", requested_on=date(2026, 3, 2), meeting_on=date(2026, 3, 20),
    figures="应到有表决权团员 41 人，实到 30 人，赞成 22 票，反对 3 票，弃权 5 票", left_on=date(2026, 4, 1),
    check_url="https://tuan.example/v#7F3K", check_code="7F3K-9Q2M",
)  # fmt: skip


def text_of(paper: Imprint) -> str:
    """Return the words of a printed paper without the spaces."""
    pdf = render(Sheet.of(paper, issued_at=datetime(2026, 4, 1, 2, 0, tzinfo=UTC)))
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split(" ")).replace("\n", "")


def test_the_note_files_and_does_not_approve() -> None:
    text = text_of(NOTICE)

    assert "关于谭默同志退团备案的通知" in text
    assert "予以备案，谭默同志的团籍自2026年4月1日终止" in text
    assert "批准" not in text
    assert text.count("\f") == 1


def test_where_the_vote_was_lost_again_the_wish_is_named() -> None:
    assert "本人坚持退团，按本人意愿对其予以除名" in text_of(replace(NOTICE, by_wish=True))
