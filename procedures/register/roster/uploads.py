"""Uploaded rosters between preview and confirmation: encrypted, the uploader's own, gone within the hour."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from workflows.exchange.unreadable import Unreadable
from workflows.people.models import Person

KEPT = timedelta(hours=1)
BESIDE = ".layout"
TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,40}$")


def keep(content: bytes, person: Person, at: datetime) -> str:
    """Keep a file for a person and return the token by which it is found again."""
    _prune(at)
    token = secrets.token_urlsafe(18)
    path = _path(token, person)
    path.touch(mode=0o600)
    path.write_bytes(_cipher().encrypt(content))
    return token


def load(token: str, person: Person) -> bytes:
    """Return a kept file.

    Raises:
        Unreadable: it is gone, or it is somebody else's.
    """
    path = _path(token, person)
    if not TOKEN.match(token) or not path.exists():
        raise Unreadable("上传的文件已删除（最多保留一小时），请重新上传。")
    return _cipher().decrypt(path.read_bytes())


def keep_beside(token: str, person: Person, text: str) -> None:
    """Keep a text beside a kept file, in place of the former."""
    path = _path(token, person).with_suffix(BESIDE)
    path.touch(mode=0o600)
    path.write_bytes(_cipher().encrypt(text.encode()))


def beside(token: str, person: Person) -> str:
    """Return the text beside a kept file, nothing where none is kept."""
    path = _path(token, person).with_suffix(BESIDE)
    return _cipher().decrypt(path.read_bytes()).decode() if TOKEN.match(token) and path.exists() else ""


def forget(token: str, person: Person) -> None:
    """Delete a kept file, and the text beside it."""
    if TOKEN.match(token):
        for path in (_path(token, person), _path(token, person).with_suffix(BESIDE)):
            path.unlink(missing_ok=True)


def _prune(at: datetime) -> None:
    for path in _folder().iterdir():
        if path.stat().st_mtime < (at - KEPT).timestamp():
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _path(token: str, person: Person) -> Path:
    return _folder() / f"{person.pk}-{token}"


def _cipher() -> Fernet:
    key = hashlib.sha256(f"roster/{settings.SECRET_KEY}/{settings.SALT_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
