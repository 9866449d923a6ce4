"""Rendering in child processes with limits, kept warm.

One document can ask for all memory (a `colspan` of a billion does): it may take down its own child, and
nobody else's paper.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.util import Finalize
from queue import Empty, LifoQueue
from typing import TypeVar
from weakref import WeakSet

import django

from workflows.papers.render import render, warm_up
from workflows.papers.sheets import Sheet

CHILDREN = os.cpu_count() or 1
MEMORY = 1536 * 1024**2  # bytes of address space
SECONDS = 30  # for one paper; an admission form of 30 pages takes two
START_SECONDS = 60
YOUNG = 200_000  # objects; a paper makes some hundred thousand, nearly all of which it leaves behind at its end
BEFORE_QUEUES = 20  # at an exit; a queue closes itself at 10, and then no child would hear that it may end
PAPERS_PER_CHILD = 2_000  # then a fresh one, which takes two seconds: what leaks in native libraries stays bounded

Argument = TypeVar("Argument")
Result = TypeVar("Result")

# One executor per child: when a child dies, only the paper it was printing fails.
_children: WeakSet[ProcessPoolExecutor] = WeakSet()
_idle: LifoQueue[ProcessPoolExecutor] = LifoQueue()
_places = threading.BoundedSemaphore(CHILDREN)


class RenderingFailed(RuntimeError):
    """A paper took too long, too much memory, or its process died; the message is for the operator."""


def render_in_child(sheet: Sheet) -> bytes:
    """Return the sheet's PDF, printed in a child process; waits for a free one.

    Raises:
        RenderingFailed: over a limit, or the process died.
        Others: as `render`.
    """
    return in_child(render, sheet)


def in_child(work: Callable[[Argument], Result], argument: Argument) -> Result:
    """Return what the work makes of the argument in a child with limits; all three must pickle.

    Raises:
        RenderingFailed: over a limit, or the process died.
        Others: whatever the work raises.
    """
    with _places:
        child = _take_child()
        started = time.monotonic()
        try:
            result = child.submit(_timed, SECONDS, work, argument).result()
        except BrokenProcessPool as error:
            child.shutdown(wait=False)
            raise RenderingFailed(_sentence(time.monotonic() - started)) from error
        except MemoryError as error:
            child.shutdown(wait=False)  # what it holds by now is not worth keeping
            raise RenderingFailed(_sentence(time.monotonic() - started)) from error
        except BaseException:
            _idle.put(child)
            raise
        _idle.put(child)
        return result


def _take_child() -> ProcessPoolExecutor:
    try:
        return _idle.get_nowait()
    except Empty:
        child = ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            max_tasks_per_child=PAPERS_PER_CHILD,
        )
        _children.add(child)
        # Careful: a process that `multiprocessing` has begun, as those of the web server are, waits at its end for its
        # children before it would tell them to end: it would wait for ever.
        Finalize(None, _dismiss, exitpriority=BEFORE_QUEUES)
        return child


def _dismiss() -> None:
    """Let every child end, after the paper that it is at."""
    for child in list(_children):
        child.shutdown(cancel_futures=True)


def _prepare() -> None:
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    signal.setitimer(signal.ITIMER_REAL, START_SECONDS)  # SIGALRM ends the process, even inside C code
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    django.setup()
    warm_up()
    gc.freeze()  # what is loaded by now stays; the collector need not look at it for every paper
    gc.set_threshold(YOUNG, 20, 20)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.setitimer(signal.ITIMER_REAL, 0)


def _end_with_parent() -> None:
    """End this process when the one that began it is gone, even killed: it would wait for ever to hand over a paper."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _timed(seconds: int, work: Callable[[Argument], Result], argument: Argument) -> Result:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work(argument)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _sentence(elapsed: float) -> str:
    if elapsed >= SECONDS:
        return f"证书排版超过 {SECONDS} 秒未完成，已停止。请检查该件内容是否异常，再重新生成。"
    return (
        f"证书排版进程在 {elapsed:.1f} 秒后中断（内存上限 {MEMORY // 1024**2} MB）。"
        "请检查该件内容是否异常，再重新生成；若每件都失败，请检查服务器可用内存。"
    )
