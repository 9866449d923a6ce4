"""Trying the mutants of a module: its tests are collected once, and run in a fork of their own for each mutant.

What the changed text has otherwise than the file is executed in the namespace of the loaded module, its functions are
put into those that are alive, and what others imported from it is bound anew; a class stays itself, for tests hold
values of it. What is worked out while loading (a value that a table holds) stays: such a
mutant may survive falsely, but none is killed falsely, for the unchanged text must pass in the same way before, and
whatever breaks down beside the tests is no kill.
"""

from __future__ import annotations

import ast
import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.main import pytest_runtestloop as run_tests

from tests.mutants.mutating import Mutant

LONGEST = 60  # seconds of processor time; a mutant that takes longer is killed by that
WAITED = 600  # seconds by the clock; one that waits for ever is, too
HOUSE = ("procedures.", "workflows.", "forms.", "tests.")
PASSED, FAILED, BROKEN = 0, 1, 3


class BrokenTrial(RuntimeError):
    """The tests could not be run at all, which tells nothing of a mutant."""


class Trial:
    """A run of pytest that tries mutants instead of running the tests once.

    Attributes:
        passes: the tests pass with the unchanged text; None before they are collected.
        killed, survived: the mutants tried. left: those for which there was no time.
    """

    def __init__(self, path: Path, mutants: Sequence[Mutant], seconds: float) -> None:
        self._path, self._mutants, self._seconds = path, mutants, seconds
        self.passes: bool | None = None
        self.killed: list[Mutant] = []
        self.survived: list[Mutant] = []
        self.left = 0

    def run(self, tests: Sequence[str]) -> None:
        """Try them.

        Raises:
            BrokenTrial: the tests cannot be collected, or a run broke down beside them.
        """
        code = pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", *tests], plugins=[self])
        if self.passes is None:
            raise BrokenTrial(f"{' '.join(tests)} cannot be collected ({code})")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the collected tests for the unchanged text, then for each mutant."""
        self.passes = not self._fails(session, self._path.read_text("utf-8"))
        until = time.monotonic() + self._seconds
        for mutant in self._mutants if self.passes else ():
            if time.monotonic() > until:
                self.left += 1
            elif self._fails(session, mutant.text):
                self.killed.append(mutant)
            else:
                self.survived.append(mutant)
        return True

    def _fails(self, session: pytest.Session, text: str) -> bool:
        child = os.fork()
        if child == 0:
            os._exit(_run(session, self._path, text))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code not in (PASSED, FAILED, -signal.SIGXCPU, -signal.SIGALRM):
            raise BrokenTrial(f"{self._path}: a run ended with {code}")
        return code != PASSED


def _run(session: pytest.Session, path: Path, text: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 5))
    signal.alarm(WAITED)
    session.config.pluginmanager.unregister(name="terminalreporter")  # what fails is no news
    try:
        _load(path, text)
    except Exception:  # noqa: BLE001 -- a module that cannot be loaded is found out, whatever it raises
        return FAILED
    session.config.option.maxfail = 1
    try:
        run_tests(session)
    except session.Failed:
        return FAILED
    except BaseException:  # noqa: BLE001 -- told to the parent, which stops
        return BROKEN
    return FAILED if session.testsfailed else PASSED


def _load(path: Path, text: str) -> None:
    """Execute a text as the module of a path, and bind anew what other modules of the house imported from it."""
    name = ".".join(path.with_suffix("").parts)
    module = importlib.import_module(name)
    before = dict(vars(module))
    code = compile(_differing(path, text), str(path.resolve()), "exec", dont_inherit=True)
    exec(code, vars(module))  # noqa: S102 -- the own text of the file
    changed = {key: value for key, value in vars(module).items() if before.get(key) is not value}
    for key, value in changed.items():
        _put_into(before.get(key), value)
        if isinstance(value, type) and isinstance(before.get(key), type):
            changed[key] = vars(module)[key] = before[key]
    for other in _others(module):
        for key, value in changed.items():
            if key in vars(other) and vars(other)[key] is before.get(key):
                setattr(other, key, value)


def _differing(path: Path, text: str) -> ast.Module:
    """Return the statements of a text that the file of a path has not got."""
    same = {ast.dump(one) for one in ast.parse(path.read_text("utf-8")).body}
    tree = ast.parse(text)
    tree.body = [one for one in tree.body if _is_of_the_future(one) or ast.dump(one) not in same]
    return tree


def _is_of_the_future(one: ast.stmt) -> bool:
    return isinstance(one, ast.ImportFrom) and one.module == "__future__"


def _others(module: ModuleType) -> Iterator[Any]:
    for name, one in list(sys.modules.items()):
        if one is not None and one is not module and name.startswith(HOUSE):
            yield one


def _put_into(old: Any, new: Any) -> None:
    """Let what is alive of the old text do as the new: functions, methods, and the functions within a condition."""
    if isinstance(old, FunctionType) and isinstance(new, FunctionType):
        if old.__code__.co_freevars == new.__code__.co_freevars:
            old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
    elif isinstance(old, property) and isinstance(new, property):
        _put_into(old.fget, new.fget)
    elif isinstance(old, (classmethod, staticmethod)) and type(old) is type(new):
        _put_into(old.__func__, new.__func__)
    elif isinstance(old, type) and isinstance(new, type):
        for key, value in vars(new).items():
            _put_into(vars(old).get(key), value)
    elif type(old).__module__ == type(new).__module__ == "workflows.table.condition":
        _put_into(old.test, new.test)
    elif type(old).__module__ == type(new).__module__ == "workflows.table.act" and hasattr(old, "_read"):
        _put_into(old._read, new._read)
