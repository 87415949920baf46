"""Template tags of page components; docs/PAGES.md describes each. Their styles are in static/css."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.forms import BaseForm
from django.http import QueryDict
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from festival.registries import field_icons, home_urls, state_chips
from festival.text import format_points

register = template.Library()

NOTICES: Mapping[str, tuple[str, str]] = {
    "error": ("bad", "exclamation-octagon-fill"),
    "bad": ("bad", "exclamation-octagon-fill"),
    "warning": ("warn", "exclamation-triangle-fill"),
    "warn": ("warn", "exclamation-triangle-fill"),
    "success": ("good", "check-circle-fill"),
    "good": ("good", "check-circle-fill"),
}
LAST_MEDAL = 4
UNKNOWN = ("quiet", "circle")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative Bootstrap icon, hidden from screen readers."""
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.filter
def points(value: Decimal | None) -> str:
    """Points with a decimal comma and no trailing zeros; empty for None."""
    return "" if value is None else format_points(value)


@register.simple_tag
def chip(tone: str, icon_name: str, word: object) -> SafeString:
    """A chip of any tone (quiet, brand, good, warn, bad): `{% chip "warn" "clock" _("Late") %}`."""
    return format_html('<span class="chip chip-{}">{} {}</span>', tone, icon(icon_name), word)


@register.simple_tag
def state_chip(row: Model | None) -> SafeString:
    """A chip for the state of a row, with icon, colour and the model's label."""
    if row is None:
        return SafeString("")
    state = str(getattr(row, "state", ""))
    own = state_chips.get(f"{row._meta.label_lower}:{state}")
    tone, icon_name = own or state_chips.get(state, UNKNOWN)
    word = getattr(row, "get_state_display", lambda: "")()
    return chip(tone, icon_name, word)


@register.simple_tag
def state_label_chip(state: str, word: object) -> SafeString:
    """A chip for a state and its label that do not come from a model row."""
    tone, icon_name = state_chips.get(str(state), UNKNOWN)
    return chip(tone, icon_name, word)


@register.simple_tag
def field_chip(field: str, word: object) -> SafeString:
    """The field of a booth: `{% field_chip booth.field booth.get_field_display %}`."""
    if not field:
        return SafeString("")
    return chip(str(field), field_icons.get(str(field), "tag"), word)


@register.simple_tag
def medal(tier: int, name: str) -> SafeString:
    """A prize by its tier (1 is the highest); the fourth and all below have one style."""
    level = max(1, min(int(tier), LAST_MEDAL))
    return format_html('<span class="chip medal medal-{}">{} {}</span>', level, icon("award-fill"), name)


@register.simple_tag
def bar(value: int, whole: int, label: str) -> SafeString:
    """A thin bar: `{% bar 51 54 _("Participation") %}`."""
    full = " bar-full" if whole and value >= whole else ""
    return format_html(
        '<progress class="bar{}" value="{}" max="{}" aria-label="{}"></progress>',
        full,
        value,
        whole or 1,
        label,
    )


@register.inclusion_tag("_figure.html")
def figure(name: str, value: int, whole: int | None = None, **more: Any) -> dict[str, Any]:
    """A large number, of `whole` if given; `more`: `unit`, `url` (the list of what is counted), `note`."""
    return {"name": name, "value": value, "whole": whole, **more}


@register.inclusion_tag("_empty.html")
def empty(icon_name: str, title: str, **more: Any) -> dict[str, Any]:
    """An empty list; `more`: `text` (what to do next), `url` and `action` (a button for it)."""
    return {"icon_name": icon_name, "title": title, **more}


@register.simple_tag
def notice(level: str, text: object) -> SafeString:
    """A notice of one sentence; `level` is info, good, warn, bad or a message's level."""
    tone, icon_name = NOTICES.get(level, ("info", "info-circle-fill"))
    return format_html('<div class="notice notice-{}">{}<div>{}</div></div>', tone, icon(icon_name), text)


@register.simple_tag
def crumbs(*pairs: object) -> SafeString:
    """Breadcrumbs, pairs of label and URL: `{% crumbs _("Schools") schools_url school.name "" %}`."""
    links = zip(pairs[::2], pairs[1::2], strict=True)
    items = format_html_join(
        "",
        "<li>{}</li>",
        ((format_html('<a href="{}">{}</a>', url, name) if url else name,) for name, url in links),
    )
    return format_html('<nav aria-label="{}"><ol class="crumbs">{}</ol></nav>', _("You are here"), items)


@register.simple_tag(takes_context=True)
def nav_item(context: Context, address: str, word: str) -> SafeString:
    """A link of the main navigation, marked on its page and its subpages (a home page: on itself only)."""
    festival = context.get("festival")
    url = reverse(address, args=[festival.slug] if festival else [])
    path = getattr(context.get("request"), "path", "")
    if path == url:
        return format_html('<li><a href="{}" aria-current="page">{}</a></li>', url, word)
    if path.startswith(url) and address not in home_urls.values():
        return format_html('<li><a href="{}" aria-current="true">{}</a></li>', url, word)
    return format_html('<li><a href="{}">{}</a></li>', url, word)


@register.inclusion_tag("_pages.html", takes_context=True)
def pages(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the pages of a long list, keeping search and filters."""
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "request": context["request"],
    }


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """This page's URL with changed query parameters; an empty value removes the parameter."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag
def hidden_fields(sent: QueryDict, but: str, form: BaseForm | None = None) -> SafeString:
    """The submitted fields as hidden inputs, without those named in `but` and the form's own.

    A template cannot iterate over `sent.items`: a submitted field named "items" would take its place.
    """
    left_out = {*but.split(), *(form.fields if form else ())}
    kept = ((key, value) for key, values in sent.lists() if key not in left_out for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)
