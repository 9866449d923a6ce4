"""Which files the handbook has, and whether a folder holds them as they should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from workflows.handbook import promise
from workflows.handbook.bpmn import bpmn
from workflows.handbook.page import page
from workflows.handbook.picture import picture
from workflows.table import Procedure


def files(procedures: Iterable[Procedure]) -> Iterator[tuple[str, str]]:
    """Yield the name and text of every file."""
    for procedure in procedures:
        yield f"{procedure.code}.md", page(procedure)
        yield f"{procedure.code}.svg", picture(procedure)
        yield f"{procedure.code}.bpmn", bpmn(procedure)


def broken(folder: Path, procedures: Iterable[Procedure]) -> list[str]:
    """Return a sentence for each table that changed what running cases rest on and did not raise its edition."""
    return [
        f"“{one.title}”的环节、办理去向或办理人已改，请提高版本号（the table of {one.code} changed: "
        f"raise its edition (now {one.edition})）"
        for one in procedures
        if (path := folder / f"{one.code}.md").is_file() and promise.is_broken(one, path.read_text("utf-8"))
    ]


def write(folder: Path, procedures: Iterable[Procedure]) -> list[Path]:
    """Write the files and return them; what else lies in the folder stays, for `differing` to name."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {folder / name: text for name, text in files(procedures)}
    for path, text in wanted.items():
        path.write_text(text, "utf-8", newline="\n")
    return list(wanted)


def differing(folder: Path, procedures: Iterable[Procedure]) -> list[Path]:
    """Return the files that are missing, out of date, or of no installed procedure."""
    wanted = {folder / name: text for name, text in files(procedures)}
    there = set(folder.iterdir()) if folder.is_dir() else set()
    stale = {path for path, text in wanted.items() if path not in there or path.read_text("utf-8") != text}
    return sorted(stale | (there - wanted.keys()))
