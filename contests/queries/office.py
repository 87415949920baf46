"""Reads of contests for the office."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from contests.models import Contest, Entry, Round
from festival.models import Festival


def contests_of(festival: Festival) -> QuerySet[Contest]:
    """The contests in their order, with `registered` (waiting or approved) and `approved` entries counted."""
    waiting = Q(entries__state__in=[Entry.State.SUBMITTED, Entry.State.RETURNED, Entry.State.APPROVED])
    return festival.contests.annotate(
        registered=Count("entries", filter=waiting, distinct=True),
        approved=Count("entries", filter=Q(entries__state=Entry.State.APPROVED), distinct=True),
    ).order_by("position", "pk")


def categories_of(contest: Contest) -> list[str]:
    """Names of the categories in their order."""
    return list(contest.categories.values_list("name", flat=True))


def round_rows(contest: Contest) -> list[dict[str, Any]]:
    """The rounds as initial rows of the form."""
    return [
        {
            "round": row.pk,
            "name": row.name or row.code,
            "weight": row.weight,
            "marking": row.marking,
        }
        for row in contest.rounds.all()
    ]


def rounds_of(contest: Contest) -> list[Round]:
    """The rounds in their order."""
    return list(contest.rounds.all())


def codes_of(contest: Contest) -> dict[int, str]:
    """The anonymous code by entry; empty for a contest that is not anonymous. At most one query."""
    if not contest.anonymous:
        return {}
    return dict(contest.entries.exclude(code="").values_list("pk", "code"))
