"""The papers of a recommendation, printed at real length."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from procedures.common.papers import Contact, TooMuchSaid, Votes
from procedures.recommendation.papers import (
    MeetingMinutes,
    NoticeResult,
    Opinion,
    PublicNotice,
    RecommendationForm,
    YearGrade,
)
from workflows.papers.render import render
from workflows.papers.sheets import Imprint, Sheet

ISSUED_AT = datetime(2026, 3, 24, 2, 0, tzinfo=UTC)
COMMITTEE = "共青团江北区卫生健康局委员会"
BRANCH = "区中心医院临床第一团支部"
PARTY = "中共江北区卫生健康局委员会"
LONG_NAME = "某某市江北新区生物医药与高端装备制造产业园区健康管理集团有限公司第一医院团委会"
VOTES = Votes(should_attend=41, present=30, yes=25, no=3, abstain=2)
MERITS = "\n".join(
    [
        "政治思想：认真学习党的创新理论，自觉同党中央保持一致，两次在支部团课上作学习交流。",
        "道德品行：团结同事，尊重患者，诚实守信。",
        "发挥作用：担任科室志愿服务队队长，全年组织义诊十二次，抢救危重患者时主动加班，带教新护士三名。",
        "执行纪律：模范遵守团的纪律和医院规章制度，按月交纳团费，无违纪行为。",
        "入党动机：愿意为党和人民的事业奋斗终身，积极向党组织汇报思想。",
    ]
)

FORM = RecommendationForm(
    number="WJ-2026-00003",
    signed_by=COMMITTEE,
    signed_on=date(2026, 3, 24),
    check_url="https://tuan.example/v#9C2D",
    check_code="9C2D-7K1M",
    track="A",
    name="欧阳祎喆",
    sex="女",
    ethnicity="汉族",
    birth_month=date(2001, 5, 1),
    native_place="四川成都",
    education="大学本科",
    unit="区中心医院重症医学科护士",
    joined_on=date(2016, 5, 4),
    development_number="",
    office="组织委员",
    applied_on=date(2025, 6, 1),
    meeting_on=date(2026, 3, 9),
    votes=VOTES,
    rate="60.9%",
    merits=MERITS,
    rewards="2024年获院级“优秀护士”称号。",
    grades=(YearGrade(year=2025, grade="优秀"), YearGrade(year=2024, grade="合格")),
    branch=Opinion(
        organization=BRANCH,
        text="经支部委员会考察，该同志符合推荐条件。\n经推优大会无记名投票表决，推荐作入党积极分子人选。",
        on=date(2026, 3, 10),
        hand="王晓梅",
    ),
    notice=NoticeResult(
        from_on=date(2026, 3, 11), until_on=date(2026, 3, 18), place="行政楼一楼公告栏", result="未收到异议。"
    ),
    committee=Opinion(organization=COMMITTEE, text="同意推荐。", on=date(2026, 3, 23)),
    party=PARTY,
    valid_until=date(2028, 3, 9),
)

NOTICE = PublicNotice(
    signed_by=BRANCH,
    signed_on=date(2026, 3, 11),
    name="王𬱖",
    sex="女",
    birth_month=date(2001, 5, 1),
    unit="区中心医院重症医学科护士",
    joined_on=date(2016, 5, 4),
    target="入党积极分子人选",
    from_on=date(2026, 3, 11),
    until_on=date(2026, 3, 18),
    working_days=5,
    place="行政楼一楼公告栏",
    contacts=(
        Contact(organization=BRANCH, person="王晓梅", place="", telephone="028-5550-1234"),
        Contact(organization=COMMITTEE, person="", place="", telephone="028-5550-4321"),
    ),
)

MINUTES = MeetingMinutes(
    number="LY1-2026-00002",
    signed_by=BRANCH,
    signed_on=date(2026, 3, 9),
    candidate="欧阳祎喆",
    target="入党积极分子人选",
    held_on=date(2026, 3, 9),
    place="示教室",
    chair="王晓梅",
    recorder="赵犇",
    votes=VOTES,
    guests=("李昕䶮",),
    ballot="无记名投票",
    minutes="支委会介绍推荐对象情况。\n本人汇报。\n与会团员讨论后以无记名投票方式逐人表决。",
    quorum_sentence="应到 41 人，实到 30 人，须不少于半数即至少 21 人，符合要求。",
    majority_sentence="赞成 25 票，应到 41 人，须超过半数即至少 21 票，表决通过。",
    carried=True,
    resolution="大会同意推荐优秀团员欧阳祎喆同志作入党积极分子人选。",
    secretary="王晓梅",
)


def pages_of(paper: Imprint) -> list[str]:
    """Return the text of each page, without spaces."""
    pdf = render(Sheet.of(paper, issued_at=ISSUED_AT))
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return [re.sub(r"\s", "", page) for page in done.stdout.decode().split("\f")[:-1]]


def assert_in_order(text: str, wanted: list[str]) -> None:
    """Demand that the texts stand on the paper, one after the other."""
    places = [text.find(one) for one in wanted]
    assert [one for one, place in zip(wanted, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_the_form_of_track_a_has_every_field_on_two_pages() -> None:
    first, second = pages_of(FORM)

    assert_in_order(
        first,
        [
            "推荐优秀团员作入党积极分子人选推荐表",
            "编号：WJ-2026-00003",
            "欧阳祎喆",
            "2001年5月",
            "四川成都",
            "区中心医院重症医学科护士",
            "2016年5月4日",
            "2025年6月1日",
            "应到实到赞成反对弃权赞成率",
            "2026年3月9日41人30人25票3票2票60.9%",
            "执行纪律",
            "优秀护士",
            "2025年度：优秀；2024年度：合格",
        ],
    )
    assert_in_order(
        second,
        [
            "经支部委员会考察",
            "王晓梅",
            "2026年3月11日至2026年3月18日在行政楼一楼公告栏公示。未收到异议。",
            "同意推荐。",
            COMMITTEE,
            "2026年3月23日",
            "本表一式两份",
            PARTY,
            "2028年3月9日",
        ],
    )
    assert "党支部意见" in second
    assert "党委意见" in second


def test_the_form_of_track_b_is_the_one_for_candidates_of_the_party() -> None:
    text = "".join(pages_of(replace(FORM, track="B", activist_on=date(2025, 1, 6))))

    assert "推荐优秀团员作党的发展对象审核表" in text
    assert "2025年1月6日" in text
    assert "入党积极分子人选推荐表" not in text


def test_a_form_without_rewards_grades_or_number_says_so() -> None:
    first = pages_of(replace(FORM, rewards="", grades=(), office=""))[0]

    assert_in_order(first, ["无（入团时未编号）", "名册中没有记载"])


def test_the_longest_names_and_long_merits_lose_nothing() -> None:
    many = "\n".join(f"第{number}项：{MERITS.splitlines()[2]}" for number in range(1, 26))

    text = "".join(pages_of(replace(FORM, signed_by=LONG_NAME, party=LONG_NAME, merits=many)))

    assert [f"第{number}项" in text for number in range(1, 26)] == [True] * 25
    assert LONG_NAME in text


def test_the_notice_is_one_page_and_names_what_is_recommended() -> None:
    (page,) = pages_of(NOTICE)

    assert_in_order(
        page,
        [
            "公示",
            "拟推荐优秀团员王𬱖同志作入党积极分子人选",
            "2001年5月",
            "2016年5月4日",
            "共5个工作日。",
            "028-5550-1234",
        ],
    )


def test_the_minutes_say_that_the_ballot_was_secret_and_know_no_written_opinions() -> None:
    text = "".join(pages_of(MINUTES))

    assert_in_order(
        text,
        [
            "推优大会会议记录与决议",
            "推荐优秀团员欧阳祎喆同志作入党积极分子人选",
            "会议以无记名投票方式",
            "25票3票2票",
            "不少于半数",
            "以上决议通过。",
        ],
    )
    assert "书面意见" not in text


@pytest.mark.parametrize("paper", [FORM, NOTICE])
def test_no_day_of_birth_stands_on_form_or_notice(paper: RecommendationForm | PublicNotice) -> None:
    with pytest.raises(TooMuchSaid, match="month"):
        replace(paper, birth_month=date(2001, 5, 4))
