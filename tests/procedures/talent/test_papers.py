"""What talent prints: the nomination form for the file, and the notice that shows no day of birth."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime

from procedures.talent.papers import NominationForm, Opinion, TalentNotice
from workflows.papers.render import render
from workflows.papers.sheets import Imprint, Sheet

COMMITTEE = "共青团江北区卫生健康局委员会"
CHECK = {"check_url": "https://tuan.example/v#7F3K", "check_code": "7F3K-9Q2M"}
FORM = NominationForm(
    number="HOSP-2026-00001", signed_by=COMMITTEE, signed_on=date(2026, 3, 17), name="兰心", sex="女", ethnicity="汉族",
    birth_month=date(1996, 3, 1), education="大学本科", field="护理", technical_title="主管护师", position="手术室护士",
    organization="区中心医院手术科室团支部", source="团支部推荐", mentor="陈护士长",
    achievements="2025年省级护理技能竞赛二等奖。\n主持院内新技术项目一项。", awards="2024年度院级先进工作者",
    reason="业务骨干，乐于带教，群众评价好。",
    opinions=(
        Opinion(title="支部委员会意见", by="区中心医院手术科室团支部", text="同意推荐。", on=date(2026, 3, 3)),
        Opinion(title="团委评审意见", by=COMMITTEE, text="经评审，同意推荐。", on=date(2026, 3, 4)),
        Opinion(title="党组织意见", by="中共区中心医院委员会", text="同意。", on=date(2026, 3, 5)),
    ),
    notice_from=date(2026, 3, 6), notice_until=date(2026, 3, 13), valid_until=date(2027, 3, 16), **CHECK,
)  # fmt: skip
NOTICE = TalentNotice(
    number="HOSP-2026-00001", signed_by=COMMITTEE, signed_on=date(2026, 3, 6), name="兰心", sex="女",
    birth_month=date(1996, 3, 1), organization="区中心医院手术科室团支部", position="手术室护士", field="护理",
    technical_title="主管护师", from_on=date(2026, 3, 6), until_on=date(2026, 3, 13), working_days=5,
    place="院内公示栏",
    contact="028-5550-1234", **CHECK,
)  # fmt: skip


def text_of(paper: Imprint) -> str:
    """Return the words of a printed paper without the spaces."""
    pdf = render(Sheet.of(paper, issued_at=datetime(2026, 3, 17, 2, 0, tzinfo=UTC)))
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "\f".join("".join(page.split()) for page in done.stdout.decode().split("\f"))


def test_the_form_has_every_field_and_the_three_opinions() -> None:
    text = text_of(FORM)

    for words in ("主管护师", "陈护士长", "省级护理技能竞赛二等奖", "支部委员会意见", "团委评审意见", "党组织意见"):
        assert words in text
    assert "2026年3月17日列入青年人才信息库，有效期至2027年3月16日。" in text


def test_the_notice_is_one_page_and_shows_the_month_of_birth_only() -> None:
    text = text_of(NOTICE)

    assert text.count("\f") == 1
    assert "1996年3月岗位" in text or "1996年3月职称" in text
    assert "2026年3月6日至2026年3月13日，共5个工作日。" in text
