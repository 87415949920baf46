"""Admin tables for support: read-only."""

from __future__ import annotations

from django.contrib import admin

from festival.admin import ReadOnlyAdmin
from judging.models import Criterion, Device, Judge, Panel, ResultRun, ScoreOp, ScoreSheet, Settlement


@admin.register(Criterion)
class CriterionAdmin(ReadOnlyAdmin):
    """Rubrics."""

    list_display = ["contest", "code", "name", "maximum", "step", "weight"]
    list_filter = ["contest"]
    list_select_related = ["contest"]


@admin.register(Judge)
class JudgeAdmin(ReadOnlyAdmin):
    """Judges."""

    list_display = ["user", "festival", "school"]
    list_filter = ["festival"]
    list_select_related = ["user", "festival", "school"]


@admin.register(Panel)
class PanelAdmin(ReadOnlyAdmin):
    """Panels."""

    list_display = ["name", "contest", "state"]
    list_select_related = ["contest"]


@admin.register(ScoreSheet)
class ScoreSheetAdmin(ReadOnlyAdmin):
    """Live sheets."""

    list_display = ["pk", "assignment_id", "state", "version", "updated_at", "submitted_at"]
    list_filter = ["state"]


@admin.register(ScoreOp)
class ScoreOpAdmin(ReadOnlyAdmin):
    """Received score ops and their outcomes."""

    list_display = ["op_id", "festival", "author", "outcome", "reason", "source", "version", "received_at"]
    list_filter = ["festival", "outcome", "source"]
    list_select_related = ["festival", "author"]


@admin.register(Device)
class DeviceAdmin(ReadOnlyAdmin):
    """Tablets."""

    list_display = ["device_id", "user", "label", "last_seen_at", "last_seq"]
    list_select_related = ["user"]


@admin.register(Settlement)
class SettlementAdmin(ReadOnlyAdmin):
    """Settlements."""

    list_display = ["contest", "entry", "blocker", "kind", "by", "at"]
    list_filter = ["contest", "kind"]
    list_select_related = ["contest", "entry", "by"]


@admin.register(ResultRun)
class ResultRunAdmin(ReadOnlyAdmin):
    """Frozen results."""

    list_display = ["pk", "contest", "frozen_by", "frozen_at", "digest"]
    list_filter = ["contest"]
    list_select_related = ["contest", "frozen_by"]
