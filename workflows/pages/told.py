"""What a page says of an act once it is done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from workflows.engine import Outcome
from workflows.models import Entry
from workflows.pages.said import said


def tell(request: HttpRequest, outcome: Outcome, done: str) -> None:
    """Say that an act was done and which papers it gave; of a form that did it before, that it was not done again."""
    issued = "、".join(f"《{said(paper.title)}》{paper.number}" for paper in outcome.papers)
    told = done + (_("已签发%(papers)s。") % {"papers": issued} if issued else "")
    if outcome.again:
        messages.info(request, again() + told)
    else:
        messages.success(request, told)


def before(entry: Entry) -> str:
    """Say of what a form did before that it was not done again."""
    return again() + _("已办理“%(title)s”。") % {"title": _(entry.title)}


def again() -> str:
    """Say that a form was handed in before, and that what follows is what came of it then."""
    return _("此页先前已经提交，没有重复办理；当时的结果是：")
