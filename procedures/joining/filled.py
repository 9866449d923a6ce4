"""What the forms of joining show before anybody has typed: only what the register already knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.common.collective import MEMBERS
from procedures.joining.effects import notice_text
from procedures.joining.facts import JoiningFacts
from workflows.table.act import Act

Joining = Act[JoiningFacts]


def own_branch(act: Joining) -> Mapping[str, Any]:
    """Propose the organization on whose roll the applicant is."""
    home = act.by.home if act.by else None
    return {"organisation": home.pk} if home and home.is_branch else {}


def talker_is_me(act: Joining) -> Mapping[str, Any]:
    """Propose whoever records the talk as the one who held it."""
    return {"talker": act.by.pk} if act.by else {}


def mentors_as_introducers(act: Joining) -> Mapping[str, Any]:
    """Propose the mentors, who are the usual introducers."""
    return {"introducers": act.facts.introducers or act.facts.mentors}


def notice_as_usual(act: Joining) -> Mapping[str, Any]:
    """Propose the usual text of the notice."""
    return {"text": notice_text(act)}


def committee_as_set(act: Joining) -> Mapping[str, Any]:
    """Propose how many members the committee has, where it has said so."""
    members = act.law.number(MEMBERS)
    return {"members_total": members} if members else {}
