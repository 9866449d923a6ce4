"""The joining flow: the same seven human steps as View nodes, the introducers between Split and Join."""

from __future__ import annotations

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.flow import views
from viewflow.workflow.lock import SelectForUpdateLock

from tests.benchmarks.others.stock.models import Joining

LETTER = (
    "name", "sex", "born", "ethnicity", "id_number", "phone", "education", "work", "knowledge", "motive",
    "self_assessment", "cv",
)  # fmt: skip


def view(*fields: str) -> object:
    """Return a node of a form, open to whoever has its permission, as Viewflow's own examples address a role."""
    return flow.View(views.UpdateProcessView.as_view(fields=fields)).Permission("stock.view_joining")


class JoiningFlow(flow.Flow):
    """Open, talk, two introducers in parallel, vote, approval, filing."""

    process_class = Joining
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.Start(views.CreateProcessView.as_view(fields=LETTER)).Next(this.talk)
    talk = view("talk_summary").Next(this.split)
    split = flow.Split().Next(this.first).Next(this.second)
    first = view("first_opinion").Next(this.join)
    second = view("second_opinion").Next(this.join)
    join = flow.Join().Next(this.vote)
    vote = view("votes_yes", "votes_no").Next(this.approve)
    approve = view("decision").Next(this.file)
    file = view("filed").Next(this.end)
    end = flow.End()
