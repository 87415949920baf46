"""Numbers as a Vietnamese page shows them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from festival.text import format_points

register = template.Library()


@register.filter
def points(value: object) -> str:
    """Decimal comma and no idle zeros: 85.50 → 85,5; empty for nothing."""
    return "" if value in (None, "") else format_points(Decimal(str(value)))
