"""The works of the product's side."""

from __future__ import annotations

from tests.benchmarks.ours import dues, inbox, joining, papers, rounds, search, timeline, world

WORKS = {
    "build": world.build,
    "joining.ours": joining.by_engine,
    "pages.ours": joining.by_pages,
    "inbox.fill": inbox.fill,
    "inbox.ours": inbox.pages,
    "search.ours": search.pages,
    "round.ours": rounds.round_of,
    "timeline.fill": timeline.fill,
    "timeline.ours": timeline.of_one_case,
    "dues.ours": dues.month,
    "papers.compose": papers.compose,
    "papers.warm": papers.one_warm,
    "papers.ours": papers.job,
}
