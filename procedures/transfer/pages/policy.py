"""Who may ask for the pages of transfer."""

from __future__ import annotations

from workflows.pages.policy import Audience, Policy

ROWS = (Policy("transfer_letters", Audience.OFFICERS),)
