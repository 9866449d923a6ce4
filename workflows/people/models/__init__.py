"""People, organizations, posts."""

from __future__ import annotations

from workflows.people.models.organization import Kind, Organization, PastOrganization
from workflows.people.models.person import Person, Relationship, Sex
from workflows.people.models.post import Appointment, Post, Role

__all__ = ["Appointment", "Kind", "Organization", "PastOrganization", "Person", "Post", "Relationship", "Role", "Sex"]
