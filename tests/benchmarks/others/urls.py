"""The addresses of the comparison applications."""

from __future__ import annotations

from django.urls import path
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from tests.benchmarks.others.handwritten import views
from tests.benchmarks.others.stock.flows import JoiningFlow

site = Site(title="Stock", viewsets=[FlowAppViewset(JoiningFlow, icon="assignment")])

urlpatterns = [
    path("stock/", site.urls),
    path("apply/", views.apply, name="apply"),
    path("applications/", views.inbox, name="inbox"),
    path("applications/<int:pk>/", views.detail, name="detail"),
    path("applications/<int:pk>/<slug:act>/", views.act, name="act"),
]
