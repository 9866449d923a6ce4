"""On paper as a member may be handed it: every kind, with usual and with the longest values, in every state.

Each is printed, and looked at as a reader does: its pages, its empty boxes, what its code says at the resolution of a
cheap printer.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections import defaultdict
from datetime import date
from functools import cache

import pikepdf
import pytest

from tests.procedures.filled_papers import ADDRESS, NAME, PAPERS, paper
from tests.workflows.papers.test_render import blank_boxes_in
from workflows.papers.render import compose, print_html, render

PAGES = {
    "admission_form": 10,
    "meeting_minutes": 2,
    "recommendation_form": 2,
    "nomination_form": 2,
    "assessment_summary": 2,
    "reorganisation_reply": 2,
    "handover_list": 4,
}
RECORD_DAY, OFF_DAY, REASON = date(2026, 12, 2), date(2026, 12, 3), "姓名登记有误"


@cache
def printed(name, **said):
    return render(paper(name, **said))


def pages_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        count = len(document.pages)
    return [text_on(pdf, page) for page in range(1, count + 1)]


def text_on(pdf, page):
    told = ["pdftotext", "-raw", "-f", str(page), "-l", str(page), "-", "-"]
    return re.sub(r"\s", "", subprocess.run(told, input=pdf, capture_output=True, check=True).stdout.decode())


def codes_on(pdf, tmp_path):
    """Return what is read from the codes of the pages, drawn at 100 dots an inch."""
    (tmp_path / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "100", "-png", "paper.pdf", "page"], cwd=tmp_path, check=True)
    pictures = sorted(one.name for one in tmp_path.glob("page*.png"))
    read = [subprocess.run(["zbarimg", "-q", "--raw", one], cwd=tmp_path, capture_output=True) for one in pictures]
    return [one.stdout.decode().strip() for one in read]


@pytest.mark.parametrize("longest", [False, True], ids=["usual", "longest"])
@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_stays_on_its_pages_and_draws_every_character(name, longest):
    pdf = printed(name, longest=longest)

    assert len(pages_of(pdf)) <= PAGES.get(name.split(".")[1], 1)
    assert blank_boxes_in(pdf) == 0


@pytest.mark.parametrize("name", PAPERS)
def test_the_longest_name_stands_whole_on_its_paper(name):
    text = "".join(pages_of(printed(name, longest=True)))

    assert (NAME in text) is (NAME in compose(paper(name, longest=True)))


@pytest.mark.parametrize("longest", [False, True], ids=["usual", "longest"])
@pytest.mark.parametrize("name", PAPERS)
def test_no_page_says_nothing_but_its_code(name, longest):
    beside = re.compile(r"扫码核验真伪|核验码[-0-9a-f]+|演示数据，不具效力|—\d+—|演示|[演示]")

    assert all(len(beside.sub("", text)) >= 10 for text in pages_of(printed(name, longest=longest)))


@pytest.mark.parametrize("name", PAPERS)
def test_the_code_of_every_paper_is_read_at_a_hundred_dots_an_inch(name, tmp_path):
    read = codes_on(printed(name, longest=True), tmp_path)

    assert set(read[name.endswith("admission_form") :]) == {ADDRESS}  # its cover bears none


@pytest.mark.parametrize("name", PAPERS)
def test_what_befell_a_paper_stands_on_each_of_its_pages_and_on_no_page_of_another(name):
    befell = {"revoked_on": OFF_DAY, "revoked_because": REASON, "reissued_on": OFF_DAY, "recorded_on": RECORD_DAY}
    pages = pages_of(printed(name, **befell))
    first = "".join(pages_of(printed(name)))

    assert all(word in page for page in pages for word in ("补发", "已撤销", "2026年12月3日撤销", REASON))
    assert "办理日期2026年12月1日录入日期2026年12月2日" in "".join(pages)
    assert "补发日期2026年12月3日，原件作废" in "".join(pages)
    assert [word for word in ("补发", "已撤销", "办理日期", "录入日期") if word in first] == []


@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_has_a_box_that_nothing_stands_in(name):
    html = compose(paper(name))

    assert re.findall(r"<td[^>]*>\s*</td>", html) == []
    assert "见附表" not in html


def test_no_line_begins_with_a_middle_dot_or_the_unit_of_an_amount():
    said = "团费共计人民币一万元，即10.00 元整和12.50元整，买买提·艾力江·吐尔逊"
    widths = "".join(f'<p style="width: {width}mm">{said}</p>' for width in range(24, 90))
    pdf = print_html(f'<!DOCTYPE html><html><body style="font: 12pt Tuanwu Song">{widths}</body></html>')

    lines = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    assert [one for one in lines.stdout.decode().split("\n") if re.match(r"\s*(元整|·)", one)] == []


def test_every_kind_is_numbered_by_a_word_of_its_own():
    words = defaultdict(set)
    for kind in PAPERS.values():
        if kind.series == "organization":
            words[kind.word].add(kind.code)

    assert {word: codes for word, codes in words.items() if len(codes) > 1} == {}


def test_the_receipt_to_be_torn_off_parts_no_blank_from_its_word():
    html = compose(paper("transfer.transfer_letter"))

    assert html.count('<span class="together">') == 2
