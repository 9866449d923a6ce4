"""Who may ask for the addresses of the posts."""

from __future__ import annotations

from workflows.pages.policy import Audience, Policy

ROWS = (
    Policy("powers", Audience.SIGNED_IN),
    Policy("posts_watch", Audience.KEEPERS),
)
