"""The addresses of those who work on cases."""

from __future__ import annotations

from django.urls import path

from workflows.pages.work import act, bulk, bundles, case, inbox, messages, organizations, people, rounds

urlpatterns = [
    path("inbox/", inbox.mine, name="inbox"),
    path("inbox/claimable/", inbox.claimable, name="inbox_claimable"),
    path("inbox/done/", inbox.done, name="inbox_done"),
    path("inbox/claim/", inbox.claim, name="inbox_claim"),
    path("inbox/bulk/", bulk.bulk, name="inbox_bulk"),
    path("cases/<key:pk>/", case.case, name="case"),
    path("cases/<key:pk>/<slug:code>/", act.act, name="act"),
    path("cases/<key:pk>/<slug:code>/rehearse/", act.rehearse, name="rehearse"),
    path("attachments/<key:pk>/", case.attachment, name="attachment"),
    path("rounds/", rounds.rounds_list, name="rounds"),
    path("rounds/<key:pk>/", rounds.round_page, name="round"),
    path("rounds/<key:pk>/progress/", rounds.progress, name="round_progress"),
    path("rounds/<key:pk>/resume/", rounds.resume, name="round_resume"),
    path("rounds/<key:pk>/left-out.xlsx", rounds.skips_file, name="round_skips"),
    path("rounds/start/<slug:procedure>/<slug:act>/", rounds.start, name="round_start"),
    path("bundles/<slug:of>/<key:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<slug:of>/<key:pk>/progress/", bundles.progress, name="bundle_progress"),
    path("bundles/<slug:of>/<key:pk>/print/", bundles.bundle_print, name="bundle_print"),
    path("bundles/<slug:of>/<key:pk>/<slug:kind>.zip", bundles.bundle_file, name="bundle_file"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.read, name="messages_read"),
    path("people/search/", people.search, name="people_search"),
    path("organizations/search/", organizations.search, name="organizations_search"),
]
