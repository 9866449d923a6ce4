"""Addresses of the register's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from procedures.register.pages import audit, me, organizations, people
from procedures.register.pages.first_sign_in import FirstSignIn

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("procedures.register.first_day.urls")),
    path("roll/", include("procedures.register.roll.urls")),
    path("me/", me.me, name="me"),
    path("audit/", audit.audit, name="audit"),
    path("audit/cases/<key:pk>/", audit.audit_case, name="audit_case"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<key:pk>/", people.person, name="person"),
    path("people/<key:pk>/link/", people.person_link, name="person_link"),
    path("welcome/<str:uidb64>/<str:token>/", FirstSignIn.as_view(), name="first_sign_in"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/<key:pk>/", organizations.organization, name="organization"),
    path("organizations/<key:pk>/describe/", organizations.describe, name="organization_describe"),
    path("organizations/<key:pk>/seal/", organizations.seal, name="organization_seal"),
    path("organizations/<key:pk>/numbers/", organizations.block, name="organization_numbers"),
    path("organizations/<key:pk>/parameters/", organizations.parameter, name="organization_parameters"),
    path("organizations/<key:pk>/parameters/end/", organizations.give_up, name="organization_give_up"),
]
