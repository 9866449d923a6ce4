"""The addresses of those who work on cases."""

from __future__ import annotations

from django.urls import path

from workflows.pages.work import act, case, inbox, messages, people

urlpatterns = [
    path("inbox/", inbox.mine, name="inbox"),
    path("inbox/claimable/", inbox.claimable, name="inbox_claimable"),
    path("inbox/done/", inbox.done, name="inbox_done"),
    path("inbox/claim/", inbox.claim, name="inbox_claim"),
    path("cases/<int:pk>/", case.case, name="case"),
    path("cases/<int:pk>/<slug:code>/", act.act, name="act"),
    path("cases/<int:pk>/<slug:code>/rehearse/", act.rehearse, name="rehearse"),
    path("attachments/<int:pk>/", case.attachment, name="attachment"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.read, name="messages_read"),
    path("people/search/", people.search, name="people_search"),
]
