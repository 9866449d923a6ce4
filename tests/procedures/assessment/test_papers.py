"""The papers of the assessment, printed at real length."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

from procedures.assessment.papers import (
    AssessmentResult,
    AssessmentSummary,
    MeetingMinutes,
    RectificationNotice,
    RegistrationCertificate,
    SummaryLine,
)
from workflows.papers.render import render
from workflows.papers.sheets import Imprint, Sheet

ISSUED_AT = datetime(2025, 12, 16, 2, 0, tzinfo=UTC)
COMMITTEE = "共青团江北区卫生健康局委员会"
BRANCH = "区中心医院临床第一团支部"
LONG_NAME = "某某市江北新区生物医药与高端装备制造产业园区健康管理集团有限公司第一医院团委会"
TELLS = {"check_url": "https://tuan.example/v#7F3K", "check_code": "7F3K-9Q2M"}

RESULT = AssessmentResult(
    number="HOSP-2025-00001",
    signed_by=COMMITTEE,
    signed_on=date(2025, 12, 15),
    name="欧阳祎喆",
    branch=BRANCH,
    year=2025,
    grade="不合格",
    met_on=date(2025, 12, 10),
    approved_on=date(2025, 12, 15),
    ballots=(("优秀", 0), ("合格", 3), ("基本合格", 11), ("不合格", 10)),
    advice="评定理由：全年六次无故不参加组织生活，经提醒没有改正。\n团支部将对你进行教育帮助，请限期改正。"
    "2026年3月15日至2026年6月15日之间进行复评，复评以前暂缓年度团籍注册。",
    **TELLS,
)
NOTICE = RectificationNotice(
    number="HOSP-2025-00001",
    signed_by=COMMITTEE,
    signed_on=date(2025, 12, 15),
    name="欧阳祎喆",
    branch=BRANCH,
    year=2025,
    met_on=date(2025, 12, 10),
    reasons="全年六次无故不参加组织生活，经提醒没有改正",
    months=(3, 6),
    recheck_from=date(2026, 3, 15),
    recheck_until=date(2026, 6, 15),
    source="《中国共产主义青年团支部“三会两制一课”实施细则（试行）》第三十五条",
    **TELLS,
)
CERTIFICATE = RegistrationCertificate(
    number="HOSP-2025-00015",
    signed_by=COMMITTEE,
    signed_on=date(2025, 12, 16),
    name="欧阳祎喆",
    sex="女",
    ethnicity="汉族",
    birth_month=date(2004, 3, 1),
    id_number_masked="510104********1234",
    branch=BRANCH,
    joined_on=date(2019, 5, 4),
    development_number="201951000123",
    year=2025,
    grade="合格",
    exempt=False,
    registered_on=date(2025, 12, 16),
    **TELLS,
)
SUMMARY = AssessmentSummary(
    number="HOSP-2025-00001",
    signed_by=COMMITTEE,
    signed_on=date(2025, 12, 15),
    year=2025,
    branch=BRANCH,
    met_on=date(2025, 12, 10),
    should_attend=60,
    present=50,
    assessed=59,
    exempt=1,
    counts=(("优秀", 15, "25.4%"), ("合格", 42, "71.2%"), ("基本合格", 1, "1.7%"), ("不合格", 1, "1.7%")),
    limit="参加评议 50 人，优秀不超过 30%，即至多 15 人；评为优秀 15 人。",
    lines=tuple(
        SummaryLine(name=f"欧阳团员{one}", self_grade="合格", ballots=(3, 45, 2, 0), grade="合格") for one in range(59)
    ),
    tally_attached=False,
    remarks="",
    approved_on=date(2025, 12, 15),
    secretary="刘洋",
    **TELLS,
)
MINUTES = MeetingMinutes(
    number="MED-2025-00003",
    signed_by=BRANCH,
    signed_on=date(2025, 12, 10),
    topic="2025年度团员教育评议",
    held_on=date(2025, 12, 10),
    place="示教室",
    chair="刘洋",
    should_attend=60,
    present=50,
    guests="",
    minutes="个人述评。\n团员互评。",
    heading="民主测评情况",
    columns=("姓名", "优秀", "合格", "基本合格", "不合格"),
    rows=tuple((f"团员{one}", "3", "45", "2", "0") for one in range(59)),
    sentences=("应到 60 人，实到 50 人，须超过三分之二即至少 41 人，符合要求。",),
    resolution="报上级团委审定。",
    secretary="刘洋",
    **TELLS,
)


def pages_of(paper: Imprint) -> list[str]:
    """Return the text of each page without white space."""
    pdf = render(Sheet.of(paper, issued_at=ISSUED_AT))
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return [re.sub(r"\s", "", page) for page in done.stdout.decode().split("\f")[:-1]]


def test_the_notice_of_an_unqualified_member_is_one_page_with_reason_days_and_appeal() -> None:
    (page,) = pages_of(RESULT)

    for said in (
        "团员教育评议结果通知", "欧阳祎喆同志：", "2025年度团员教育评议的等次为：", "不合格", "10票",
        "评定理由：全年六次",
        "2026年3月15日至2026年6月15日", "提出申诉", "2025年12月15日",
    ):  # fmt: skip
        assert said in page


def test_the_notice_to_improve_is_one_page_with_reasons_period_recheck_and_what_follows() -> None:
    long = replace(
        NOTICE, signed_by="共青团" + LONG_NAME, branch=LONG_NAME[:-2] + "支部", reasons="理由" * 60, demo=True
    )
    (page,), longest = pages_of(NOTICE), "".join(pages_of(long))

    for said in (
        "整改通知", "欧阳祎喆同志：", "2025年度团员教育评议的等次为不合格", "第三十五条", "一、评定理由：全年六次",
        "自2025年12月15日起至复评之日止，不少于3个月，不超过6个月", "三、复评时间：2026年3月15日至2026年6月15日",
        "劝而不退的，由支部大会讨论除名", "提出申诉",
    ):  # fmt: skip
        assert said in page
    assert "理由" * 60 in longest


def test_a_notice_to_improve_without_kept_reasons_leaves_no_gap() -> None:
    (page,) = pages_of(replace(NOTICE, reasons="", met_on=None))

    assert "一、评定理由：由团支部书记当面说明。" in page
    assert "None" not in page


def test_the_notice_of_a_recheck_names_the_new_grade() -> None:
    (page,) = pages_of(replace(RESULT, recheck=True, grade="合格", ballots=(), advice="按规定办理年度团籍注册。"))

    assert "评为不合格后" in page
    assert "复评等次为：合格" in page


def test_the_certificate_is_one_page_also_with_the_longest_names() -> None:
    long = replace(CERTIFICATE, signed_by="共青团" + LONG_NAME, branch=LONG_NAME[:-2] + "支部", demo=True)

    for paper in (CERTIFICATE, long):
        (page,) = pages_of(paper)
        assert "兹证明欧阳祎喆同志（女，汉族，2004年3月出生，身份证号510104********1234）" in page
        assert "办理2025年度团籍注册" in page
        assert "201951000123" in page


def test_the_certificate_of_a_retained_party_member_says_why_there_is_no_grade() -> None:
    (page,) = pages_of(replace(CERTIFICATE, exempt=True, grade=""))

    assert "加入中国共产党后保留团籍" in page
    assert "免于评议" in page


def test_the_summary_table_of_sixty_members_loses_nobody_and_repeats_its_head() -> None:
    pages = pages_of(SUMMARY)

    text = "".join(pages)
    assert [one for one in range(59) if f"欧阳团员{one}合格" not in text] == []
    assert [page.count("审定等次") for page in pages] == [1] * len(pages)
    assert "25.4%" in pages[0]
    assert "优秀不超过30%，即至多15人" in pages[0]
    assert "另有免于评议的党员1人" in pages[0]


def test_a_summary_by_counts_says_that_the_names_follow() -> None:
    (page,) = pages_of(replace(SUMMARY, lines=(), tally_attached=True))

    assert "各等次名单由团支部随后补报。" in page


def test_the_minutes_hold_everybody_s_ballots() -> None:
    text = "".join(pages_of(MINUTES))

    assert [one for one in range(59) if f"团员{one}34520" not in text] == []
    assert "须超过三分之二即至少41人" in text
    assert "主持人：刘洋团支部书记：刘洋" in text
