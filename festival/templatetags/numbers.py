"""Numbers in Vietnamese format."""

from __future__ import annotations

from decimal import Decimal

from django import template

from festival.text import format_points, format_school_year

register = template.Library()


@register.filter
def points(value: object) -> str:
    """Decimal comma and no trailing zeros: 85.50 → 85,5; empty for None."""
    return "" if value in (None, "") else format_points(Decimal(str(value)))


@register.filter
def percent(value: Decimal) -> str:
    """A share in per cent, without the sign: 0.3 → 30."""
    return format_points(value * 100)


@register.filter
def school_year(value: str) -> str:
    """A school year as printed: 2026 - 2027."""
    return format_school_year(value)
