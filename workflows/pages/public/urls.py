"""Addresses of the applicant's and the public's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from workflows.pages.public import check, draft_page, home, notices, papers, rules, start

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("start/<slug:procedure>/", start.start, name="start"),
    path("start/<slug:procedure>/<slug:act>/", start.start, name="start_by"),
    path("drafts/<slug:procedure>/<slug:act>/", draft_page.draft_save, name="draft"),
    path("drafts/<slug:procedure>/<slug:act>/<key:case>/", draft_page.draft_save, name="case_draft"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<key:pk>/", papers.paper, name="paper"),
    path("papers/<key:pk>/file/", papers.paper_file, name="paper_file"),
    path("papers/<key:pk>/revoke/", papers.paper_revoke, name="paper_revoke"),
    path("check/", check.check, name="check"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<str:token>/", notices.notice, name="notice"),
    path("rules/", rules.rules, name="rules"),
]
