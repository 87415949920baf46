"""Badges of the judges: a card with the code that signs its holder in."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction

from festival.actions.links import link_for
from festival.models import Festival, SignInLink, User
from judging.documents import Badge, badge_document
from judging.models import Assignment, Judge


@transaction.atomic
def badges_of(festival: Festival, *, by: User, root: str) -> list[Badge]:
    """A badge for each judge, in the order of given names. Makes a link for a judge without a valid one.

    `root` begins the printed addresses.
    """
    panels = _panels_of(festival)
    return [
        badge_document(
            name=judge.user.full_name,
            position=judge.position,
            panels="; ".join(panels[judge.pk]),
            link=link_for(festival=festival, user=judge.user, purpose=SignInLink.Purpose.BADGE, by=by),
            root=root,
        )
        for judge in Judge.objects.filter(festival=festival).select_related("user")
    ]


def _panels_of(festival: Festival) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.filter(judge__festival=festival, panel__isnull=False)
    names = rows.values_list("judge_id", "panel__name", "panel__contest__name").distinct()
    for judge, panel, contest in names.order_by("panel__contest__position", "panel__name"):
        found[judge].append(f"{panel} – {contest}")
    return found
