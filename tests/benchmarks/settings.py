"""Settings of the bench: the product's own, at the speed it is served with; plain HTTP, no second factor."""

from __future__ import annotations

import os

os.environ.setdefault("TUANWU_HTTPS", "0")
os.environ.setdefault("TUANWU_REQUIRE_MFA", "0")
os.environ.setdefault("TUANWU_LOG_LEVEL", "ERROR")

from config.settings import *  # noqa: F403 -- the switches above come first
from config.settings import ALLOWED_HOSTS

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
