"""The installation's secret keys: from the environment, else made once and kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret(name: str, folder: Path) -> str:
    """Return the secret of an environment variable, else of a file that is made at the first start.

    Careful: with another field key nothing that was encrypted can be read again, so the file belongs to the backup.
    """
    given = os.environ.get(name, "")
    return given or _kept(folder / f"{name.lower()}.key")


def _kept(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), "ascii")
    return path.read_text("ascii").strip()
