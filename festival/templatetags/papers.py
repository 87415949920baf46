"""Filters of the templates of papers."""

from __future__ import annotations

from django import template

from festival import typesetting

register = template.Library()


@register.filter
def whole_end(text: str) -> str:
    """The text whose last word is never alone on a line."""
    return typesetting.whole_end(text)
