"""Read-only admin tables for support."""

from __future__ import annotations

from django.contrib import admin

from contests.models import Category, Contest, Entry, Member, Round
from festival.admin import ReadOnlyAdmin


@admin.register(Contest)
class ContestAdmin(ReadOnlyAdmin):
    """Contests."""

    list_display = ["name", "festival", "kind", "state", "frozen_at", "published_at"]
    list_filter = ["festival", "kind", "state"]
    list_select_related = ["festival"]


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    """Categories."""

    list_display = ["name", "contest", "position"]
    list_select_related = ["contest"]


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    """Rounds."""

    list_display = ["contest", "code", "name", "weight", "marking"]
    list_select_related = ["contest"]


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Entries of all contests."""

    list_display = ["number", "title", "contest", "school", "state"]
    list_filter = ["contest", "state"]
    search_fields = ["search_key", "number"]
    list_select_related = ["contest", "school"]


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    """Members of entries."""

    list_display = ["full_name", "role", "entry"]
    search_fields = ["full_name"]
    list_select_related = ["entry"]
