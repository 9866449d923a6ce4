"""Printing: same bytes, nothing fetched, bounded, no blank boxes."""

from __future__ import annotations

import base64
import io
import logging
import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from django.template import Context, Template
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from PIL import Image

from workflows.papers import images, pool, press
from workflows.papers.fonts import FAMILIES, OWN_FONTS, characters_without_glyph, font_files
from workflows.papers.pool import RenderingFailed, in_child, render_in_child
from workflows.papers.press import ForeignAddress
from workflows.papers.qr import qr_url
from workflows.papers.render import compose, papers_available, print_html, render
from workflows.papers.sheets import Sheet

ISSUED_AT = datetime(2026, 5, 28, 2, 0, tzinfo=UTC)
RARE = "祎喆堃犇昇䶮𬱖"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def letter(**facts: object) -> Sheet:
    known: dict[str, object] = {"signed_by": "共青团江北区卫生健康局委员会", "signed_on": date(2026, 5, 28)}
    return Sheet(template="papers/letter.html", facts=known | facts, title="关于备案的通知", issued_at=ISSUED_AT)


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s", "", done.stdout.decode())


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {str(font.BaseFont) for page in document.pages for font in page.resources.Font.values()}


def blank_boxes_in(pdf: bytes) -> int:
    """Count the glyphs drawn that the embedded font lacks or draws as its .notdef box."""
    boxes = 0
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            programs = {name: embedded_program(font) for name, font in page.resources.Font.items()}
            program: TTFont | None = None
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    program = programs[str(operands[0])]
                if str(operator) in {"Tj", "TJ"} and program is not None:
                    shown = operands[0] if str(operator) == "TJ" else operands
                    codes = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
                    glyphs = struct.unpack(f">{len(codes) // 2}H", codes)
                    boxes += sum(is_box(program, glyph) for glyph in glyphs)
    return boxes


def embedded_program(font: pikepdf.Object) -> TTFont:
    descriptor = font.DescendantFonts[0].FontDescriptor
    stream = descriptor.get("/FontFile3", descriptor.get("/FontFile2"))
    return TTFont(io.BytesIO(stream.read_bytes()))


def is_box(program: TTFont, glyph: int) -> bool:
    names = program.getGlyphOrder()
    if glyph == 0 or glyph >= len(names):
        return True
    drawn = outline(program, names[glyph])
    return bool(drawn) and drawn == outline(program, names[0])  # a space draws nothing, and so does some .notdef


def outline(program: TTFont, name: str) -> list[tuple[str, object]]:
    pen = RecordingPen()
    program.getGlyphSet()[name].draw(pen)
    return pen.value


class Listener(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(PIXEL)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        return


@pytest.fixture
def listener() -> Iterator[str]:
    Listener.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_papers_are_available_here() -> None:
    assert papers_available() == ""


def availability_in_a_new_process(**environment: str) -> str:
    script = (
        "import django; django.setup()\n"
        "from workflows.papers import pool, render\n"
        "print(render.papers_available(), pool.CHILDREN > 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_papers_turned_off_say_so_and_nothing_crashes() -> None:
    answer = availability_in_a_new_process(TUANWU_PAPERS="off")

    assert answer == "证书打印已关闭（环境变量 TUANWU_PAPERS=off）。需要打印时去掉该变量并重新启动。 True\n"


def test_missing_system_libraries_are_named_with_the_command(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")

    answer = availability_in_a_new_process(PYTHONPATH=os.pathsep.join([str(tmp_path), *sys.path]))

    assert answer.startswith("缺少排版所需的系统库，暂不能打印证书。请以 root 运行：apt-get install -y libpango-1.0-0 ")


def test_two_prints_of_one_sheet_give_the_same_bytes_in_whichever_child() -> None:
    sheet = letter(number="团证〔2026〕15号", check_url="https://tuan.example/v#7F3K", check_code="7F3K")
    _end_children()

    first, again = render_in_child(sheet), render_in_child(sheet)
    _end_children()

    assert first == again == render_in_child(sheet)


def _end_children() -> None:
    """End the idle children; those of other tests were begun with other settings."""
    while not pool._idle.empty():
        pool._idle.get().shutdown()


def test_a_paper_is_byte_for_byte_what_weasyprint_writes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = render(letter())
    pressed: list[int] = []
    monkeypatch.setattr(press, "press_streams", lambda _document, pdf: pressed.append(len(pdf.objects)))

    by_itself = render(letter())

    assert pressed
    assert ours == by_itself


def test_a_paper_is_tagged_pdf_a_3a_with_the_date_of_issue() -> None:
    pdf = render(letter())

    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.Root.Metadata.read_bytes().decode()
        assert 'pdfaid:part="3" pdfaid:conformance="A"' in metadata
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "zh-CN"
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert str(document.docinfo.CreationDate) == "D:20260528020000Z"
        assert str(document.docinfo.Title) == "关于备案的通知"


def test_a_time_of_issue_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Sheet(template="papers/letter.html", facts={}, title="", issued_at=datetime(2026, 5, 28))  # noqa: DTZ001


def test_rare_characters_are_drawn_with_real_glyphs() -> None:
    pdf = render(letter(signed_by=f"共青团{RARE}委员会", number=RARE))

    assert characters_without_glyph(RARE) == ""
    assert RARE in text_of(pdf)
    assert blank_boxes_in(pdf) == 0


def test_a_character_no_font_has_is_printed_and_reported_by_its_number(caplog: pytest.LogCaptureFixture) -> None:
    render(letter(number="王\U000e0fff"))  # no character at all: not printable, hence not reported
    pdf = render(letter(number="王\U0001f600"))

    ours = [record.getMessage() for record in caplog.records if record.name == "workflows.papers.press"]
    assert ours == ["paper_without_glyph U+1F600"]
    assert blank_boxes_in(pdf) == 0
    assert "王〔U+1F600〕" in text_of(pdf)


def test_every_font_is_embedded_as_a_subset() -> None:
    pdf = render(letter(number="团证〔2026〕15号"))

    assert all(re.match(r"/[A-Z]{6}\+Tuanwu", name) for name in fonts_of(pdf))
    assert len(pdf) < 400_000


def test_a_paper_of_common_characters_opens_no_whole_font_and_a_rare_one_only_its_own() -> None:
    common, rare = fonts_of(render(letter())), fonts_of(render(letter(number="祎")))

    assert all("-Common" in name for name in common)
    assert [name[8:] for name in rare if "-Common" not in name] == ["Tuanwu-Song"]


def test_every_family_of_the_style_sheet_has_its_cut() -> None:
    whole = {path.stem for path in font_files()}

    assert {f"{family.replace(' ', '')}Common" for family in FAMILIES} == {name for name in whole if "Common" in name}


def test_facts_are_escaped() -> None:
    html = compose(letter(number="<img src=file:///etc/passwd>"))

    assert "<img src=file" not in html
    assert "&lt;img src=file:///etc/passwd&gt;" in html


def test_the_qr_code_says_the_text(tmp_path: Path) -> None:
    address = "https://tuan.example/v#7F3K-9Q2M-X8LP-4TTE"
    (tmp_path / "letter.pdf").write_bytes(render(letter(check_url=address)))

    subprocess.run(["pdftoppm", "-r", "150", "-png", "letter.pdf", "page"], cwd=tmp_path, check=True)
    done = subprocess.run(
        ["zbarimg", "-q", "--raw", "page-1.png"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout == address + "\n"


def test_a_demo_paper_says_so_and_another_does_not() -> None:
    demo, real = text_of(render(letter(demo=True))), text_of(render(letter()))

    assert "演示数据，不具效力" in demo
    assert "演示" not in real


def test_a_seal_is_drawn_anew_with_transparent_paper() -> None:
    upload = io.BytesIO()
    Image.new("RGB", (2000, 2000), "white").save(upload, "JPEG", comment=b"secret")

    url = images.seal_url(upload.getvalue())

    content = images.image_of_ours(url) or b""
    drawn = Image.open(io.BytesIO(content))
    assert (drawn.size, drawn.getpixel((5, 5))[3]) == ((600, 600), 0)
    assert b"secret" not in content
    assert len(render(letter(seal=url))) > len(render(letter()))


@pytest.mark.parametrize("upload", [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", PIXEL[:40]])
def test_an_upload_that_is_no_picture_is_refused(upload: bytes) -> None:
    with pytest.raises(images.NotAnImage, match="不是可用的"):
        images.seal_url(upload)


def test_a_picture_of_too_many_pixels_is_refused_unopened() -> None:
    upload = io.BytesIO()
    Image.new("1", (6000, 6000)).save(upload, "PNG")

    with pytest.raises(images.NotAnImage, match="6000×6000"):
        images.photo_url(upload.getvalue())


def test_only_our_own_data_addresses_are_images() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'

    assert images.image_of_ours(qr_url("团务")) is not None
    assert images.image_of_ours("data:image/svg+xml;base64," + base64.b64encode(svg).decode()) is None
    assert images.image_of_ours("data:image/png;base64,AAAA") is None
    assert images.image_of_ours("data:text/html;base64,AAAA") is None
    assert images.image_of_ours("data:image/png;base64," + "A" * 5_000_000) is None


ELSEWHERE = [
    '<img src="{}">',
    '<img srcset="{} 1x">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">a</a>',
    '<style>@import url("{}");</style>',
    '<style>@import "{}";</style>',
    '<style>p {{ background: url("{}") }}</style><p>p',
    '<p style="list-style-image: url({}); display: list-item">p',
    '<style>p::before {{ content: url("{}") }}</style><p>p',
    '<style>@font-face {{ font-family: f; src: url("{}") }} p {{ font-family: f }}</style><p>p',
    '<style>@page {{ background: url("{}") }}</style>',
    '<style>@color-profile --c {{ src: url("{}") }}</style>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<iframe src="{}"></iframe>',
    '<input type="image" src="{}">',
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{}" width="9" height="9"/></svg>',
    '<svg><use href="{}#a"/></svg>',
    '<svg><style>@import url("{}");</style><rect width="9" height="9"/></svg>',
    '<base href="{}"><img src="x.png">',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{}'/></svg>\">",
]


@pytest.mark.parametrize("payload", ELSEWHERE)
def test_nothing_is_fetched_whatever_the_document_asks(
    payload: str, listener: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = tmp_path / "secret.txt"
    secret.write_text("绝密内容")

    for address in (listener + "/taken", secret.as_uri(), secret.as_uri().upper()):
        try:
            pdf = print_html(f"<!DOCTYPE html><p>正文</p>{payload.format(address)}")
        except ForeignAddress:
            continue
        assert "绝密内容" not in text_of(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert len(document.attachments) == 0

    assert Listener.asked == []
    assert "secret.txt" not in caplog.text.lower()
    assert "/taken" not in caplog.text


def test_a_refused_address_stops_the_paper() -> None:
    with pytest.raises(ForeignAddress):
        render(letter(seal="http://127.0.0.1/seal.png"))


def test_a_document_that_wants_all_memory_fails_alone() -> None:
    with pytest.raises(RenderingFailed, match="证书排版"):
        in_child(print_html, '<table><tr><td colspan="1000000000">一</td></tr></table>')

    assert render_in_child(letter()).startswith(b"%PDF-1.7")


def test_a_document_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.papers.pool.SECONDS", 1)

    with pytest.raises(RenderingFailed, match="超过 1 秒"):
        in_child(print_html, "<p>一</p>" * 200_000)


def test_a_refusal_in_the_child_arrives_as_itself() -> None:
    with pytest.raises(ForeignAddress):
        render_in_child(letter(seal="file:///etc/passwd"))


def test_a_date_and_a_long_name_are_set_as_the_offices_do() -> None:
    template = Template(
        "{% load papers %}{{ day|zh_date }}、{{ day|zh_month }}、{{ none|zh_date }}、"
        "{% for line in name|in_lines %}[{{ line }}]{% endfor %}{{ name|in_lines|letterhead_size }}"
    )

    text = template.render(
        Context({"day": date(2026, 5, 8), "none": None, "name": "共青团江北新区人民医院医疗集团重症医学科委员会"})
    )

    assert text == "2026年5月8日、2026年5月、、[共青团江北新区人民医院][医疗集团重症医学科委员会]10.50"


def test_the_fonts_hold_every_common_character() -> None:
    common = "".join(
        bytes((row, cell)).decode("gb2312", errors="ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
    )

    with TTFont(OWN_FONTS / "TuanwuSong.otf", lazy=True) as song:
        covered = set(map(chr, song.getBestCmap()))

    assert len(common) == 6763
    assert set(common) <= covered
