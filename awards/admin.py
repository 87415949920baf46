"""Admin tables for support: read-only."""

from __future__ import annotations

from django.contrib import admin

from awards.models import Award, Certificate, Prize
from festival.admin import ReadOnlyAdmin


@admin.register(Prize)
class PrizeAdmin(ReadOnlyAdmin):
    """Tiers of all schemes."""

    list_display = ["name", "code", "scheme_id", "count", "minimum", "amount"]


@admin.register(Award)
class AwardAdmin(ReadOnlyAdmin):
    """Awards."""

    list_display = ["entry", "prize", "run_id"]
    list_select_related = ["entry", "prize"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """The register of certificates."""

    list_display = ["register_number", "recipient", "unit", "kind", "state", "issued_at", "festival"]
    list_filter = ["festival", "kind", "state"]
    search_fields = ["recipient", "check_code"]
    list_select_related = ["festival"]
