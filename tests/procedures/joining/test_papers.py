"""The four papers of joining, printed at real length."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from procedures.common.papers import Contact, TooMuchSaid, Votes
from procedures.joining.papers import (
    AdmissionForm,
    Approval,
    ClassSession,
    Experience,
    Introduction,
    MeetingMinutes,
    MembershipCertificate,
    PublicNotice,
    Relative,
    Remark,
)
from workflows.papers.render import render
from workflows.papers.sheets import Imprint, Sheet

ISSUED_AT = datetime(2026, 5, 28, 2, 0, tzinfo=UTC)
COMMITTEE = "共青团江北区卫生健康局委员会"
BRANCH = "区中心医院临床第一团支部"
LONG_NAME = "某某市江北新区生物医药与高端装备制造产业园区健康管理集团有限公司第一医院团委会"
ID_NUMBER = "510104200403091234"
PARAGRAPH = "与会团员逐一发言，认为该同志政治立场坚定，工作认真负责，多次主动承担夜班和抢救任务。" * 4

CERTIFICATE = MembershipCertificate(
    number="团证〔2026〕15号",
    signed_by=COMMITTEE,
    signed_on=date(2026, 5, 28),
    check_url="https://tuan.example/v#7F3K",
    check_code="7F3K-9Q2M",
    name="欧阳祎喆",
    sex="女",
    ethnicity="汉族",
    birth_month=date(2004, 3, 1),
    id_number_masked="510104********1234",
    development_number="202651000123",
    branch=BRANCH,
    meeting_on=date(2026, 5, 4),
    approved_on=date(2026, 5, 20),
)

NOTICE = PublicNotice(
    signed_by=BRANCH,
    signed_on=date(2026, 4, 8),
    name="王𬱖",
    sex="女",
    birth_month=date(2004, 3, 1),
    unit="区中心医院重症医学科护士",
    activist_since=date(2025, 12, 12),
    from_on=date(2026, 4, 9),
    until_on=date(2026, 4, 15),
    working_days=5,
    place="行政楼一楼公告栏",
    contacts=(
        Contact(organization=BRANCH, person="王晓梅", place="住院楼三楼", telephone="028-5550-1234"),
        Contact(organization=COMMITTEE, person="李昕䶮", place="412室", mail="tuanwei@example.cn"),
    ),
)

VOTES = Votes(should_attend=20, present=17, yes=15, no=1, abstain=1, written_yes=2)

MINUTES = MeetingMinutes(
    number="临一支会〔2026〕3号",
    signed_by=BRANCH,
    signed_on=date(2026, 5, 4),
    candidate="欧阳祎喆",
    held_on=date(2026, 5, 4),
    place="示教室",
    chair="王晓梅",
    recorder="赵犇",
    votes=VOTES,
    guests=("李昕䶮", "周昇"),
    ballot="无记名投票",
    minutes="\n".join([PARAGRAPH] * 9),
    quorum_sentence="应到20人，实到17人，超过半数。",
    majority_sentence="赞成17票，超过应到会20人的半数。",
    carried=True,
    resolution="同意接收欧阳祎喆同志为中国共产主义青年团团员。\n报上级团委审批。",
    secretary="王晓梅",
)

FORM = AdmissionForm(
    signed_by=COMMITTEE,
    signed_on=date(2026, 5, 20),
    name="欧阳祎喆",
    development_number="202651000123",
    sex="女",
    ethnicity="汉族",
    born=date(2004, 3, 9),
    native_place="四川成都",
    education="大学本科",
    id_number=ID_NUMBER,
    address="四川省成都市江北区滨江路18号",
    unit="区中心医院护士",
    applied_on=date(2025, 9, 1),
    strengths="手语",
    experiences=(Experience(since=date(2022, 9, 1), until=None, place="区中心医院护士", witness="陈堃"),),
    rewards="2024年获“优秀护士”称号。",
    family=(
        Relative(
            relation="母亲",
            name="刘䶮",
            political_status="群众",
            unit="实验小学教师",
            birth_month=date(1977, 9, 1),
        ),
    ),
    classes=(ClassSession(on=date(2026, 1, 5), topic="学习团章", hours=2, witness="王晓梅"),),
    statement="\n".join([PARAGRAPH] * 3),
    stated_on=date(2026, 4, 20),
    introductions=(
        Introduction(name="王晓梅", unit="护士长", opinion="同意介绍入团。", on=date(2026, 4, 22)),
        Introduction(name="李昕䶮", unit="医师", opinion="愿意做介绍人。", on=date(2026, 4, 23)),
    ),
    branch=BRANCH,
    activist_since=date(2025, 12, 12),
    meeting_on=date(2026, 5, 4),
    votes=VOTES,
    resolution="同意接收欧阳祎喆同志入团。",
    counts_from=date(2026, 5, 4),
    secretary="王晓梅",
    approval=Approval(committee=COMMITTEE, opinion="经集体讨论，同意。", on=date(2026, 5, 20)),
    remarks=(Remark(on=date(2027, 1, 3), text="组织关系转出。"),),
)


def pages_of(paper: Imprint) -> list[str]:
    """Return the text of each page without white space."""
    pdf = render(Sheet.of(paper, issued_at=ISSUED_AT))
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return [re.sub(r"\s", "", page) for page in done.stdout.decode().split("\f")[:-1]]


def assert_in_order(text: str, facts: list[str]) -> None:
    places = [text.find(fact) for fact in facts]

    assert -1 not in places, [fact for fact, place in zip(facts, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_the_certificate_is_one_page_with_its_facts() -> None:
    (page,) = pages_of(CERTIFICATE)

    assert_in_order(
        page,
        [
            COMMITTEE,
            "团证〔2026〕15号",
            "入团证明",
            "兹证明欧阳祎喆同志（女，汉族，2004年3月出生，身份证号510104********1234）",
            "经区中心医院临床第一团支部2026年5月4日支部大会讨论通过，本委员会2026年5月20日批准",
            "特此证明。",
            "202651000123",
            "2026年5月28日",
            "7F3K-9Q2M",
        ],
    )


def test_a_certificate_with_the_longest_names_is_still_one_page() -> None:
    long = replace(
        CERTIFICATE,
        signed_by="共青团" + LONG_NAME,
        branch=LONG_NAME[:-2] + "支部",
        special_document="团川函〔2026〕8号",
        readmission=True,
        demo=True,
    )

    (page,) = pages_of(long)

    assert "特殊情况接收依据：团川函〔2026〕8号。" in page
    assert "重新加入中国共产主义青年团" in page
    assert "演示数据，不具效力" in page


def test_a_certificate_never_shows_the_identity_number_in_full() -> None:
    with pytest.raises(TooMuchSaid, match="masked"):
        replace(CERTIFICATE, id_number_masked=ID_NUMBER)


@pytest.mark.parametrize("paper", [CERTIFICATE, NOTICE])
def test_no_day_of_birth_stands_on_what_is_handed_out_or_posted(
    paper: MembershipCertificate | PublicNotice,
) -> None:
    with pytest.raises(TooMuchSaid, match="month"):
        replace(paper, birth_month=date(2004, 3, 9))


def test_the_notice_is_one_page_with_period_and_where_to_object() -> None:
    (page,) = pages_of(NOTICE)

    assert_in_order(
        page,
        [
            "公示",
            "拟接收王𬱖同志为中国共产主义青年团团员",
            "2004年3月",
            "2025年12月12日",
            "2026年4月9日至2026年4月15日，共5个工作日。",
            "行政楼一楼公告栏",
            "028-5550-1234",
            "李昕䶮",
            "tuanwei@example.cn",
            "2026年4月8日",
        ],
    )


def test_the_minutes_hold_the_record_the_figures_and_the_resolution() -> None:
    pages = pages_of(MINUTES)

    assert_in_order(
        "".join(pages),
        [
            "临一支会〔2026〕3号",
            "支部大会会议记录与决议",
            "有表决权团员20人",
            "李昕䶮、周昇",
            "一、会议记录",
            "二、表决情况",
            "无记名投票",
            "到会表决15票1票1票",
            "会前书面意见2票0票",
            "应到20人，实到17人，超过半数。",
            "三、支部大会决议",
            "以上决议通过。",
            "主持人：王晓梅记录人：赵犇团支部书记：王晓梅",
        ],
    )
    assert [f"—{number}—" in page for number, page in enumerate(pages, start=1)] == [True] * len(pages)


def test_minutes_of_a_lost_vote_say_so() -> None:
    assert "以上决议未通过。" in "".join(pages_of(replace(MINUTES, carried=False)))


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(30, 62, 4):
        last = pages_of(replace(MINUTES, minutes="\n".join(["到会团员发言。"] * lines)))[-1]

        assert last.index("通过。") < last.index("主持人：")


def test_the_cover_of_the_admission_form_shows_title_name_and_number_only() -> None:
    assert pages_of(FORM)[0] == "中国共产主义青年团入团志愿书姓名欧阳祎喆发展团员编号202651000123"


def test_the_admission_form_has_every_block_in_its_order() -> None:
    pages = pages_of(FORM)

    assert 8 <= len(pages) <= 12
    assert_in_order(
        "".join(pages[1:]),
        [
            "基本情况",
            ID_NUMBER,
            "本人经历",
            "至今",
            "奖惩情况",
            "家庭主要成员",
            "刘䶮",
            "主要社会关系",
            "团课学习记录",
            "学习团章",
            "入团志愿",
            "本人签名：欧阳祎喆2026年4月20日",
            "需要向团组织说明的问题无",
            "入团介绍人意见",
            "介绍人签名：王晓梅2026年4月22日",
            "介绍人签名：李昕䶮2026年4月23日",
            "支部大会决议",
            "2025年12月12日",
            "赞成2票反对0票",
            "入团时间从2026年5月4日算起。",
            "上级团委审批意见",
            "经集体讨论，同意。",
            "备注",
            "2027年1月3日组织关系转出。",
        ],
    )


def test_a_long_life_flows_over_the_pages_and_loses_nothing() -> None:
    experiences = tuple(
        Experience(since=date(2005 + year, 9, 1), until=date(2006 + year, 7, 1), place=f"{LONG_NAME}第{year}站")
        for year in range(15)
    )
    family = tuple(
        Relative(relation="叔伯", name=f"欧阳{name}", political_status="民革党员", unit=LONG_NAME)
        for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    )

    text = "".join(pages_of(replace(FORM, experiences=experiences, family=family, relations=family)))

    assert [f"第{year}站" in text for year in range(15)] == [True] * 15
    assert [text.count(relative.name) for relative in family] == [2] * 14


def test_a_form_before_approval_leaves_the_opinion_open() -> None:
    last = pages_of(replace(FORM, approval=None, remarks=()))[-1]

    assert last.startswith("上级团委审批意见")


def test_every_page_of_a_demo_form_says_so_beside_its_number_on_one_line() -> None:
    pdf = render(Sheet.of(replace(FORM, demo=True), issued_at=ISSUED_AT))
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    leaves = done.stdout.decode().split("\f")[1:-1]

    for number, leaf in enumerate(leaves, start=1):
        assert "演示数据，不具效力" in leaf
        assert re.search(rf"— *{number} *—", leaf)
