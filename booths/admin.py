"""Office tables for support: to look at."""

from __future__ import annotations

from django.contrib import admin

from booths.models import Booth, Stand
from festival.admin import LookOnly


@admin.register(Booth)
class BoothAdmin(LookOnly):
    """Booths."""

    list_display = ["title", "festival", "school", "field", "state", "stand", "code"]
    list_filter = ["festival", "state", "field"]
    search_fields = ["search_key", "code"]
    list_select_related = ["festival", "school", "stand"]


@admin.register(Stand)
class StandAdmin(LookOnly):
    """Places on the floor plan."""

    list_display = ["code", "zone", "festival"]
    list_filter = ["festival"]
    list_select_related = ["festival"]
