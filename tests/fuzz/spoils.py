"""What is sent in the place of what was asked for: texts, bytes, files, bodies, headers, parts of an address."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

LONG = 200_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form."""

    name: str
    kind: str
    content: bytes


Value = str | bytes | Upload

TEXTS: tuple[str | bytes, ...] = (
    "", " ", "\0", "甲\0乙", "\x01\x1b[31m\x7f", "\u202e甲乙\u2066丙", "\u200b\u2060\u00ad\ufe0f\ufeff", "\ud800",
    "甲\udfff", b"\xff\xfe\x00", b"\xc0\x80", b"\xd6\xd0", "\ufffe\uffff", "👩\u200d👩\u200d👧", "e\u0301" * 60,
    "ﷺ" * 40, "-1", "0", "-0", "1", "0.1", "1e5", "1e999999", "-1E400", "NaN", "nan", "sNaN", "Infinity", "-inf",
    "1_000", "0x10", "１２３", "²", "٣", "十", "½", "2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "9" * 18, "9" * 19, "9" * 400, "9" * 5000, "1,234", "12345678.90", "true", "None",
    "null", "[]", "{}", '{"a":', '{"a": "\\ud800", "id": NaN}', "[" * 3000, '"\\u0000"', "0000-00-00", "0001-01-01",
    "9999-12-31", "9999-12", "10000-01-01", "-001-01-01", "2026-02-30", "2026-13", "0000-01", "2026-W01-1",
    "2026-05-20T00:00:00+99:99", "20260520", "1900-01-01", "2100-02-28", "0001-01", "9999-2", "=1+1", "＝1", "\t@a",
    "<script>alert(1)</script>", "{{ x }}{% y %}", "%s %(a)s %d {0} {a}", "' OR 1=1 --", "\\", "../../etc/passwd",
    "甲\r\nSet-Cookie: a=b", "//evil.example/", "http://[", "javascript:alert(1)", "/\x00/", "/\\a", "中" * LONG,
    "a" * LONG, "，、 \n" * 500, "甲," * 3000,
)  # fmt: skip


def _zipped(names: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in names.items():
            packed.writestr(name, content)
    return made.getvalue()


_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\x00\x00\x00"
_BOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets></sheets></workbook>'
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FILES: tuple[Upload, ...] = (
    Upload("", "", b""), Upload("空.pdf", "application/pdf", b""),
    Upload("名\0册.pdf", "application/pdf", b"%PDF-1.7\n"),
    Upload("a" * 300 + ".pdf", "application/pdf", b"%PDF-1.7\n%%EOF"), Upload("\u202efdp.exe", "x/y", b"MZ\x90"),
    Upload("..", "a", b"a"), Upload("../../etc/passwd", "text/plain", b"root"), Upload("甲", "\0", b"\0"),
    Upload("a.png", "image/png", _PNG), Upload("a.jpg", "image/jpeg", b"\xff\xd8\xff"),
    Upload("a.gif", "image/gif", b"GIF89a"),
    Upload("a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    Upload("a.heic", "image/heic", b"ftyp"), Upload("a.pdf", "application/pdf", b"%PDF-1.7"),
    Upload("a.pdf", "application/pdf", b"<html>"), Upload("a.xlsx", XLSX, b""),
    Upload("a.xlsx", XLSX, b"PK\x03\x04"), Upload("a.xlsx", XLSX, "姓名,年龄".encode()),
    Upload("a.xlsx", XLSX, _zipped({"a": b"a"})), Upload("a.xlsx", XLSX, _zipped({"xl/workbook.xml": _BOOK})[:-30]),
    Upload("a.xlsx", XLSX, _zipped({"xl/workbook.xml": _BOOK, "[Content_Types].xml": b"<"})),
    Upload("a.xls", "application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    Upload("a.csv", "text/csv", b"\0,\0\n\0"), Upload("a.csv", "text/csv", "姓名\n甲".encode("utf-16")),
    Upload("a.csv", "text/csv", '"姓名\n'.encode()), Upload("a.csv", "text/csv", b'"' + b"a" * 140_000),
    Upload("a.csv", "text/csv", "姓名,姓名\n\u202e甲,\ud800".encode("utf-8", "surrogatepass")),
    Upload("a.csv", "text/csv", ("姓名,身份证号\n" + "甲,NaN\n" * 300).encode("gb18030")),
)  # fmt: skip
MULTIPART = "multipart/form-data; boundary=x"
_PART = b'--x\r\nContent-Disposition: form-data; name="a"'

BODIES: tuple[tuple[str, bytes], ...] = (
    ("", b""), ("", b"a=b"), ("text/plain", b"a=b"), ("application/json", b'{"a": NaN}'), ("application/json", b"["),
    ("application/json", b'{"a": "\\ud800"}'), ("application/x-www-form-urlencoded; charset=utf-7", b"a=+AAA-"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
    ("application/x-www-form-urlencoded; charset=\xff", b"a"),
    ("application/x-www-form-urlencoded", b"\0\xff=\xfe&&&==&%&%zz&%u4e2d"),
    ("application/x-www-form-urlencoded", b"a=1&" * 2100), ("multipart/form-data", b"a"), (MULTIPART, b""),
    (MULTIPART, _PART), (MULTIPART, b"--y--"), (MULTIPART, _PART + b"\r\n\r\n"),
    ("multipart/form-data; boundary=\xff", b"--\xff"), ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
    (MULTIPART + "; charset=nonsense", _PART + b"\r\n\r\nb\r\n--x--\r\n"),
    (MULTIPART + "; charset=utf-16", _PART + b"\r\n\r\nb\r\n--x--\r\n"),
    (MULTIPART, _PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n\xff\xff\r\n--x--\r\n"),
    (MULTIPART, _PART + b'; filename="a\0b"\r\nContent-Type: a; charset=nonsense\r\n\r\nb\r\n--x--\r\n'),
    (MULTIPART, _PART + b"; filename*=nonsense''%ff\r\n\r\nb\r\n--x--\r\n"),
    (MULTIPART, _PART + b"; filename=\"\xff\r\n\r\nb"),
    (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="\xff\0"\r\n\r\nb\r\n--x--\r\n'),
    (MULTIPART, b"--x\r\nContent-Disposition: nonsense\r\n\r\nb\r\n--x--\r\n"),
    (MULTIPART, b"--x\r\n" + b"A: b\r\n" * 3000),
)  # fmt: skip

# A server of HTTP takes no control character in a header.
HEADERS: tuple[tuple[str, str], ...] = (
    ("Cookie", "tuanwu-sid=%00; django_language=\xff; messages=[[; tuanwu-csrf="), ("Cookie", "a" * 9000),
    ("Cookie", ";;=;"), ("Cookie", "messages=W1siX19qc29uX21lc3NhZ2UiLDAsOTksIngiXV0:x; tuanwu-sid=" + "a" * 300),
    ("Cookie", "tuanwu-sid=\xff\xfe"), ("Cookie", "django_language=../../en; tuanwu-csrf=" + "9" * 64),
    ("HX-Request", "true"), ("HX-Request", "\xff"), ("HX-Current-URL", "http://["), ("HX-Current-URL", "%ff\xff"),
    ("HX-Trigger", "%ed%a0%80"), ("HX-Prompt", "\xff"), ("Referer", "http://["), ("Referer", "\xff"),
    ("Origin", "http://["), ("Origin", "null"), ("Host", "evil.example"), ("Host", "[::1"), ("Host", ""),
    ("Host", "localhost:99999999"), ("Accept-Language", "zz-" * 3000), ("Accept", "*" * 3000),
    ("Accept-Language", "en;q=NaN"), ("If-Modified-Since", "Thu, 99 Zzz 99999 99:99:99 GMT"),
    ("If-None-Match", '"\xff'), ("Range", "bytes=99999999999999999999-"), ("Range", "bytes=-"),
    ("Content-Length", "-1"), ("Content-Length", "many"), ("Content-Length", "9" * 30),
    ("X-Forwarded-For", "\xff, not an address"), ("X-Forwarded-Proto", "x"), ("User-Agent", "\xff" * 900),
    ("X-CSRFToken", "\xff"), ("Transfer-Encoding", "chunked"), ("Accept-Encoding", "gzip;q=NaN"),
    ("Authorization", "Basic \xff"),
)  # fmt: skip

NUMBERS = ("0", "1", "2", "9" * 18, "9" * 19, "9" * 400, "-1", "1.0", "%D9%A3", "%00", "1%00")
WORDS = (
    "nothing",
    "-",
    "_",
    "a" * 300,
    "%00",
    "%ED%A0%80",
    "%E2%80%AE",
    "%FF",
    "%2e%2e",
    "a%0d%0ab",
    "%E7%94%B2",
    "a%2Fb",
    "~",
)
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND")
