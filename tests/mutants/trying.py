"""Trying a mutant: a child process loads the changed module in the place of the file, and runs its tests."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType

import pytest

LONGEST = 60  # seconds; a mutant that takes longer is killed by that


class Changed(SourceFileLoader):
    """Loads a module from a text in the place of its file."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        """Return the text, compiled."""
        return compile(self.text, self.path, "exec", dont_inherit=True)


class Finder(MetaPathFinder):
    """Finds the changed module before its file is found."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        self.name, self.path, self.text = name, str(path), text

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return where the changed module comes from; nothing for any other."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(
            fullname, self.path, loader=Changed(fullname, self.path, self.text)
        )


def fails(path: Path, text: str, tests: Sequence[str]) -> bool:
    """Tell whether a test fails, or nothing runs at all, where the module of a path has another text."""
    child = os.fork()
    if child == 0:
        os._exit(_run(path, text, tests))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def _run(path: Path, text: str, tests: Sequence[str]) -> int:
    signal.alarm(LONGEST)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    sys.meta_path.insert(0, Finder(".".join(path.with_suffix("").parts), path.resolve(), text))
    try:
        return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))
    except BaseException:  # noqa: BLE001 -- whatever a mutant does, it is found out
        return 1
