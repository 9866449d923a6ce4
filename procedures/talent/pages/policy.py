"""Who may ask for the addresses of the talent register."""

from __future__ import annotations

from workflows.pages.policy import Audience, Policy

ROWS = (
    Policy("talent_pool", Audience.COMMITTEES),
    Policy("talent_export", Audience.COMMITTEES),
)
