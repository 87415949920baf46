"""Read-only admin tables for support."""

from __future__ import annotations

from django.contrib import admin

from booths.models import Booth, Stand
from festival.admin import ReadOnlyAdmin


@admin.register(Booth)
class BoothAdmin(ReadOnlyAdmin):
    """Booths."""

    list_display = ["title", "festival", "school", "field", "state", "stand", "code"]
    list_filter = ["festival", "state", "field"]
    search_fields = ["search_key", "code"]
    list_select_related = ["festival", "school", "stand"]


@admin.register(Stand)
class StandAdmin(ReadOnlyAdmin):
    """Places on the floor plan."""

    list_display = ["code", "zone", "festival"]
    list_filter = ["festival"]
    list_select_related = ["festival"]
