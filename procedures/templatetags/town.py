"""What the demo's bar shows."""

from __future__ import annotations

from datetime import date

from django import template

from workflows.days import clock

register = template.Library()


@register.simple_tag
def demo_day() -> date:
    """Return the demo's day."""
    return clock.today()
