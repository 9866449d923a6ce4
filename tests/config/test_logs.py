"""The log: one line per event, without personal numbers."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from config.logs import MaskedFormatter, masked

ID_NUMBER = "990000199901019866"
PHONE = "19900000001"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Collect what the log writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(MaskedFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (f"证件{ID_NUMBER}。", "证件990000************。"),
        ("99000019990101986X", "990000************"),
        ("99000019990101986x,", "990000************,"),
        (f"电话{PHONE}", "电话199****0001"),
        ("+86 199 0000 0001", "199****0001"),
        ("wang.xm+tuan@hospital.example.cn", "***@hospital.example.cn"),
        ("编号202611900001", "编号202611900001"),
        ("2026-05-28 12:00:00", "2026-05-28 12:00:00"),
        ("a" * 18, "a" * 18),
    ],
)
def test_personal_numbers_are_masked_and_other_numbers_stay(given: str, written: str) -> None:
    assert masked(given) == written


def test_a_line_break_in_a_value_forges_no_line(lines: io.StringIO) -> None:
    logging.getLogger("tuanwu").warning("登录名 %s", 'x\n{"event": "signed in"}\r\u2028\x1b[31m')

    assert len(lines.getvalue().splitlines()) == 1
    assert json.loads(lines.getvalue())["event"].startswith("登录名 x\\n")


def test_both_ways_of_logging_are_masked(lines: io.StringIO) -> None:
    logging.getLogger("tuanwu").warning("查 %s", ID_NUMBER, extra={"phone": PHONE, "of": {"also": [ID_NUMBER]}})
    structlog.get_logger("tuanwu").warning("查", number=ID_NUMBER, count=int(PHONE))

    assert ID_NUMBER not in lines.getvalue()
    assert PHONE not in lines.getvalue()
    assert len(lines.getvalue().splitlines()) == 2


def test_an_error_says_where_but_not_what_was_in_it(lines: io.StringIO) -> None:
    secret = "王晓梅的家庭情况"
    try:
        raise ValueError(secret)
    except ValueError:
        logging.getLogger("tuanwu").exception("failed")

    line = json.loads(lines.getvalue())

    assert line["error"] == "ValueError"
    assert "test_an_error_says_where_but_not_what_was_in_it" in line["at"][0]
    assert secret not in lines.getvalue()
