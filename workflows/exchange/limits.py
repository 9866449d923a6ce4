"""What a file may be before anything is read from it: its kind, its size packed and unpacked, its extent.

A few kilobytes can unpack to gigabytes, and two cells in opposite corners make a reader reserve the whole worksheet.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from workflows.exchange.unreadable import Unreadable

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 80 * MEGABYTE
MOST_PARTS = 2_000
MOST_ROWS = 20_000
MOST_COLUMNS = 100
CHUNK = MEGABYTE
PACKED = b"PK"
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"{\\rtf", b"<", b"Rar!", b"7z")
# Careful: of cells and rows that hold nothing but a look (`<c r="A1048576" s="3"/>`) a sheet may have any number.
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,9})([0-9]{1,12})"(?:[^>]*[^/>])?>')
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_TAIL = 200  # characters of a cell's beginning that may lie in two pieces


def check_limits(content: bytes) -> None:
    """Unpack a file piece by piece without keeping it, and stop at the first limit.

    Raises:
        Unreadable: it is another kind of file, is damaged, or is larger than a list of people can be.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(f"文件超过 {MOST_BYTES // MEGABYTE} MB，不予读取。请分几个文件导入。")
    if not content.strip() or content.startswith(OTHERS):
        raise Unreadable("这不是电子表格。请在表格软件中“另存为”Excel 工作簿（.xlsx）或者 CSV 文件后再导入。")
    if not content.startswith(PACKED):
        return  # what is not packed cannot unpack to more; the child's own bounds hold for the rest
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise Unreadable("文件已损坏或加了密码，无法读取。请取消密码、重新保存后再导入。") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Unreadable("这不是 .xlsx 电子表格。请在表格软件中“另存为”Excel 工作簿（.xlsx）后再导入。")
    if len(parts) > MOST_PARTS:
        raise Unreadable(f"文件内含 {len(parts)} 个部分，未予读取。")
    unpacked = 0
    for part in parts:
        unpacked = _check_part(archive, part, unpacked)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, unpacked: int) -> int:
    tail = b""
    is_sheet = bool(_SHEET.match(part.filename))
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            unpacked += len(piece)
            if unpacked > MOST_UNPACKED:
                raise Unreadable(f"文件解压后超过 {MOST_UNPACKED // MEGABYTE} MB，未予读取。")
            if is_sheet:
                _check_extent(tail + piece)
                tail = piece[-_TAIL:]
    return unpacked


def _check_extent(piece: bytes) -> None:
    for letters, row in _CELL.findall(piece):
        if int(row) > MOST_ROWS or _index_of(letters) > MOST_COLUMNS:
            raise Unreadable(
                f"表格延伸到 {letters.decode()}{row.decode()}，超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列。"
                "请删去多余的空行空列，或分几个文件导入。"
            )


def _index_of(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index
