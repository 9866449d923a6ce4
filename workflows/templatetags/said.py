"""A filter for what was composed in Chinese: findings, messages, notes of the log."""

from __future__ import annotations

from django import template

from workflows.pages import said as words

register = template.Library()


@register.filter
def said(text: object) -> object:
    """Say a sentence in the language of the page; what is no Chinese text stays what it is, safe or not."""
    found = words.said("" if text is None else str(text))
    return text if found == text else found
