"""Reading a scenario file: its world with what it adds, and its acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from procedures.scenarios.vocabulary import world_keys

WORLDS = Path(__file__).parents[2] / "tests" / "scenarios" / "worlds"  # of the stories of this tree
LISTS = ("organisations", "people", "posts", "blocks", "membership_history", "open_cases")


class BadStory(ValueError):
    """The file is no scenario; the message says where."""


@dataclass(frozen=True, slots=True)
class Story:
    """One scenario: the world as plain lists, and the acts in their order."""

    path: Path
    title: str
    world: Mapping[str, Any]
    acts: tuple[Mapping[str, Any], ...]
    roll: Mapping[str, int] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)


class _Loader(yaml.CSafeLoader):
    """Reads `yes`, `no`, `on` as the words they are: YAML 1.2, where only true and false are truth values."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def read(path: Path) -> Story:
    """Read a scenario with the world it is given.

    Raises:
        BadStory: the file is no scenario.
    """
    text = _load(path)
    if not isinstance(text, Mapping) or "acts" not in text:
        raise BadStory(f"{path}: a scenario needs `title`, `given` and `acts`")
    if not isinstance(text["acts"], list) or not text["acts"]:
        raise BadStory(f"{path}: `acts` is a list of at least one act")
    for number, row in enumerate(text["acts"], start=1):
        _check_row(f"{path}: act {number}", row)
    given, also = _world(path, text.get("given") or {}), text.get("also") or {}
    keys = dict.fromkeys((*LISTS, *world_keys()))
    world = {name: [*(given.get(name) or []), *(also.get(name) or [])] for name in keys}
    return Story(
        path,
        str(text.get("title", path.stem)),
        world,
        tuple(text["acts"]),
        {**(given.get("roll") or {}), **(also.get("roll") or {})},
        {**(given.get("parameters") or {}), **(also.get("parameters") or {})},
    )


def _check_row(where: str, row: Any) -> None:
    if not isinstance(row, Mapping) or not isinstance(row.get("on"), date):
        raise BadStory(f"{where}: it needs a day, `on: 2026-01-31`")
    if sum(bool(row.get(kind)) for kind in ("act", "look", "tick")) != 1:
        raise BadStory(f"{where}: it needs one of `act`, `look` and `tick`")
    needed = {"person": "of", "inbox": "of", "rule": "key"}.get(str(row.get("look")), "on")
    if needed not in row:
        raise BadStory(f"{where}: look {row['look']} needs `{needed}`")
    if not isinstance(row.get("with") or {}, Mapping) or not isinstance(row.get("then") or {}, Mapping):
        raise BadStory(f"{where}: `with` and `then` are mappings")


def _world(path: Path, given: Any) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    for folder in (path.parent / "worlds", path.parent.parent / "worlds", WORLDS):
        if (folder / f"{given}.yaml").exists():
            world = _load(folder / f"{given}.yaml")
            return world if isinstance(world, Mapping) else {}
    raise BadStory(f"{path}: no world {given!r} in worlds/ beside the file, nor in {WORLDS}")


def _load(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 -- a SafeLoader with fewer types
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadStory(f"{path}: {why}") from error
