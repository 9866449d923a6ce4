"""随组织迁移: what lies under an organization goes along when it is put under another one of the same root."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from workflows.engine.following import vacated
from workflows.models import Task
from workflows.people.chain import load_chain
from workflows.store import rooted
from workflows.store.rooted import Rooted
from workflows.table.act import Act


def relocate(act: Act[Any], old: str, new: str) -> None:
    """Give everything that names a path at or under an old one the new path, and have its tasks follow.

    The tasks follow once the act is committed; the act's own case goes along in memory as well.
    """
    root = new[: len(act.case.root)]
    with rooted.within(root):
        for model in _with_paths():
            for name in model.paths:
                _rewrite(model, name, old, new)
        vacated(act).extend(_posts_left(old, new))
    for name in ("path", "other_path"):
        here = getattr(act.case, name)
        if here.startswith(old):
            setattr(act.case, name, new + here[len(old) :])
    act.case.organization.refresh_from_db()
    act.chain = load_chain(act.case.organization, act.recorded_on)


def _with_paths() -> list[type[Rooted]]:
    return [model for model in apps.get_models() if issubclass(model, Rooted) and model.paths]


def _rewrite(model: type[Rooted], name: str, old: str, new: str) -> None:
    rows = model.objects.filter(**{f"{name}__startswith": old})
    rows.update(**{name: Concat(Value(new), Substr(name, len(old) + 1))})


def _posts_left(old: str, new: str) -> set[int]:
    """Return the posts of organizations that are above no more, at which something of what has moved waits."""
    waiting = Task.objects.filter(finished=None, process__path__startswith=new, post__organization__isnull=False)
    rows = waiting.values_list("post", "post__organization__path").distinct()
    return {post for post, path in rows if not (new.startswith(path) or path.startswith(new))}
