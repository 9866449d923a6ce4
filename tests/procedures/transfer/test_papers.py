"""The letter of transfer in its three parts, and the receipt, printed at real length."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from procedures.transfer.papers import TransferLetter, TransferReceipt, Traveler
from workflows.papers.render import render
from workflows.papers.sheets import Imprint, Sheet

ISSUED_AT = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
LONG = "某某市江北新区生物医药与高端装备制造产业园区健康管理集团有限公司第一医院团委会"

LETTER = TransferLetter(
    number="HOSP-2026-00001",
    signed_by="江北市人民医院团委",
    signed_on=date(2026, 3, 4),
    check_url="https://tuan.example/v#7F3K",
    check_code="7F3K-9Q2M",
    person=Traveler(
        name="欧阳祎喆", sex="女", age=22, ethnicity="汉族", id_number_masked="990104********1234", standing="团员",
        joined_on=date(2018, 5, 4), development_number="201851000123",
    ),
    addressee="江北开发区团工委",
    with_branch="新材料厂团支部",
    from_organization="江北市人民医院团委第一团支部",
    to_organization="江北开发区团工委新材料厂团支部",
    kind="就业、工作调动",
    dues_paid_to=date(2026, 2, 1),
    valid_days=90,
    valid_until=date(2026, 6, 2),
    contact="0999-0000021",
    handled_by="高原",
)  # fmt: skip
LONGEST = replace(
    LETTER,
    signed_by=LONG,
    addressee=LONG,
    from_organization=LONG + "第十七联合团支部（重症医学科、急诊科、麻醉科）",
    to_organization=LONG + "第二十一联合团支部（行政后勤、设备、信息科）",
    person=replace(LETTER.person, name="阿卜杜热合曼·买买提艾力", ethnicity="维吾尔族", standing="团员（留团察看）"),
    demo=True,
)
RECEIPT = TransferReceipt(
    number="ZONE-2026-00001",
    signed_by="江北开发区团工委",
    signed_on=date(2026, 3, 9),
    person="欧阳祎喆",
    letter_number="外介〔2026〕15号",
    letter_on=date(2026, 2, 4),
    addressee="外省某大学团委",
    branch="新材料厂团支部",
    accepted_on=date(2026, 3, 9),
)


def pages_of(paper: Imprint) -> list[str]:
    """Return the text of each page without white space."""
    pdf = render(Sheet.of(paper, issued_at=ISSUED_AT))
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return [re.sub(r"\s", "", page) for page in done.stdout.decode().split("\f")[:-1]]


def test_stub_letter_and_receipt_slip_stand_on_one_leaf_under_one_number() -> None:
    (page,) = pages_of(LETTER)

    assert page.count("第HOSP-2026-00001号") == 6  # three parts, two seams, and the slip's own sentence
    assert page.count("骑缝（盖章）") == 2
    for title in ("团组织关系介绍信存根", "团组织关系介绍信回执联", "江北开发区团工委：", "江北市人民医院团委："):
        assert title in page


def test_the_letter_says_who_goes_from_where_to_where_until_when() -> None:
    (page,) = pages_of(LETTER)

    assert (
        "兹有欧阳祎喆同志（女，22岁，汉族），系团员，2018年5月4日入团，由江北市人民医院团委第一团支部"
        "转到江北开发区团工委新材料厂团支部，请接转组织关系。"
    ) in page
    assert "身份证号：990104********1234发展团员编号：201851000123" in page
    assert "该同志团费已交至2026年2月。" in page
    assert page.count("有效期90天，至2026年6月2日止") == 2
    assert "7F3K-9Q2M" in page


def test_what_is_not_known_is_said_to_be_so() -> None:
    nothing = replace(LETTER.person, id_number_masked="", development_number="", joined_on=None, ethnicity="", age=0)

    (page,) = pages_of(replace(LETTER, person=nothing, dues_paid_to=None, contact=""))

    assert "兹有欧阳祎喆同志（女，民族未登记），系团员，由" in page
    assert "（凭本人身份证核对）" in page
    assert "该同志团费已交至（未登记）。" in page


@pytest.mark.parametrize("paper", [LONGEST, replace(LONGEST, number="RMYY-HEALTH-2026-00001", demo=False)])
def test_a_letter_with_the_longest_names_is_still_one_leaf(paper: TransferLetter) -> None:
    (page,) = pages_of(paper)

    assert "阿卜杜热合曼·买买提艾力" in page
    assert "同志的组织关系，已于" in page


def test_the_receipt_names_the_letter_and_the_day() -> None:
    (page,) = pages_of(RECEIPT)

    assert "外省某大学团委：你处2026年2月4日团组织关系介绍信（外介〔2026〕15号）介绍的欧阳祎喆同志" in page
    assert "已于2026年3月9日转入新材料厂团支部。" in page
