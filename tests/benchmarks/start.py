"""The start of the product: from `./run` to its first page, the environment being installed and the demo built."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path

from tests.benchmarks.sides import ROOT

BETWEEN = 0.02  # seconds between two looks at a port that does not answer yet
OF_THE_BENCH = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")  # the product chooses its own


def first_pages(times: int, folder: Path = ROOT) -> list[float]:
    """Return the milliseconds of so many starts; one before them installs and builds what is missing.

    Raises:
        AssertionError: the product ended without a page, or gave an error instead of one.
    """
    if not times:
        return []
    _start(folder)
    return [_start(folder) for _ in range(times)]


def _start(folder: Path) -> float:
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_BENCH}
    began = time.perf_counter()
    product = subprocess.Popen(
        ["/bin/sh", "run"], cwd=folder, env={**environment, "PORT": str(port)}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not _gives_a_page(port):
            if product.poll() is not None:
                raise AssertionError(f"./run ended with {product.returncode} before its first page")
            time.sleep(BETWEEN)
        return (time.perf_counter() - began) * 1000
    finally:
        product.terminate()
        product.wait()


def _gives_a_page(port: int, address: str = "/") -> bool:
    """Open a page as a browser does, led on to the sign-in page; False where nobody listens yet."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
    except ConnectionError:
        return False
    finally:
        connection.close()
    if answer.status == 302:
        return _gives_a_page(port, answer.headers["Location"])
    if answer.status != 200:
        raise AssertionError(f"GET {address}: {answer.status}")
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
