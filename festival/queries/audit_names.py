"""Names of rows whose codes are in events of the audit log."""

from __future__ import annotations

from collections.abc import Collection

from festival.models import Festival, User


def school_names(festival: Festival, codes: Collection[str]) -> dict[str, str]:
    """The name of each school with one of these codes; one query."""
    return dict(festival.schools.filter(code__in=codes).values_list("code", "name"))


def user_names(festival: Festival, logins: Collection[str]) -> dict[str, str]:
    """The name of each user of the festival with one of these logins; one query."""
    users = User.objects.filter(memberships__festival=festival, login__in=logins)
    return {login: name for login, name in users.values_list("login", "full_name") if name}


def festival_names(festival: Festival, slugs: Collection[str]) -> dict[str, str]:
    """The name of each festival with one of these slugs; one query."""
    return dict(Festival.objects.filter(slug__in=slugs).values_list("slug", "name"))
