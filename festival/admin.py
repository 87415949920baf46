"""Admin tables for support: almost everything is read-only.

Changes are made on the pages, which apply the rules and log events; here a technician reads rows and corrects
the sign-in of users.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from festival.models import AuditEvent, Festival, Job, Membership, School, Signer, SignInLink, User


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows can be seen and searched, not made, changed or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Users; a technician may deactivate one, or make one staff."""

    list_display = ["login", "full_name", "is_active", "is_staff", "is_demo", "last_login"]
    list_filter = ["is_active", "is_staff", "is_demo"]
    search_fields = ["login", "search_key"]
    fields = ["login", "full_name", "email", "phone", "is_active", "is_staff", "is_demo", "last_login"]
    readonly_fields = ["login", "full_name", "email", "phone", "is_demo", "last_login"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_superuser", False))


@admin.register(Festival)
class FestivalAdmin(ReadOnlyAdmin):
    """Festivals."""

    list_display = ["slug", "name", "school_year", "state", "starts_on", "is_demo"]
    list_filter = ["state", "is_demo"]


@admin.register(School)
class SchoolAdmin(ReadOnlyAdmin):
    """Schools of all festivals."""

    list_display = ["name", "code", "level", "commune", "participation", "festival"]
    list_filter = ["festival", "level", "participation"]
    search_fields = ["search_key"]
    list_select_related = ["festival"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Roles by festival."""

    list_display = ["user", "festival", "role", "school"]
    list_filter = ["festival", "role"]
    search_fields = ["user__search_key"]
    list_select_related = ["user", "festival", "school"]


@admin.register(Signer)
class SignerAdmin(ReadOnlyAdmin):
    """Signers by kind of paper."""

    list_display = ["festival", "kind", "title", "name"]
    list_select_related = ["festival"]


@admin.register(SignInLink)
class SignInLinkAdmin(ReadOnlyAdmin):
    """Links and badges, without nonce and hash."""

    list_display = ["user", "festival", "purpose", "sent_at", "first_used_at", "revoked_at"]
    list_filter = ["festival", "purpose"]
    search_fields = ["user__search_key"]
    list_select_related = ["user", "festival"]
    exclude = ["nonce", "token_hash"]


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Jobs and their outcomes."""

    list_display = ["pk", "kind", "title", "state", "done", "total", "created_by", "created_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["created_by"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """The audit log."""

    list_display = ["chain", "seq", "at", "actor", "action", "object_type", "object_id"]
    list_filter = ["festival", "action"]
    list_select_related = ["actor"]
