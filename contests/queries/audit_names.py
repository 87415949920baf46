"""Names of contests and rounds whose codes are in events of the audit log."""

from __future__ import annotations

from collections.abc import Collection

from contests.models import Round
from festival.models import Festival


def contest_names(festival: Festival, slugs: Collection[str]) -> dict[str, str]:
    """The name of each contest with one of these slugs; one query."""
    return dict(festival.contests.filter(slug__in=slugs).values_list("slug", "name"))


def round_names(festival: Festival, codes: Collection[str]) -> dict[str, str]:
    """The name of a round with each of these codes, where it has one; one query."""
    rounds = Round.objects.filter(contest__festival=festival, code__in=codes)
    return {code: name for code, name in rounds.values_list("code", "name") if name}
