"""Who may ask for the dues' pages."""

from __future__ import annotations

from workflows.pages.policy import Audience, Policy

ROWS = (
    Policy("dues_account", Audience.CASE_OFFICERS),
    Policy("dues_published", Audience.SIGNED_IN),
)
