"""Badges of the judges: a card with the code that signs its holder in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from festival.actions.links import link_for
from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, SignInLink, User
from judging.documents import Badge, badge_document
from judging.models import Assignment, Judge

Purpose = SignInLink.Purpose


@transaction.atomic
def badges_of(festival: Festival, *, by: User, root: str) -> list[Badge]:
    """A badge for each judge, in the order of given names. Makes a link for a judge without a valid one.

    `root` begins the printed addresses.
    """
    return _badges(
        list(Judge.objects.filter(festival=festival).select_related("user", "festival")), by=by, root=root
    )


@transaction.atomic
def badge_of(judge: Judge, *, by: User, root: str) -> tuple[SignInLink, Badge]:
    """The sign-in link of one judge, and the badge as `badges_of` prints it."""
    (badge,) = _badges([judge], by=by, root=root)
    return link_for(festival=judge.festival, user=judge.user, purpose=Purpose.BADGE, by=by), badge


@transaction.atomic
def replace_badge(*, judge: Judge, lost: int, by: User) -> bool:
    """Withdraw the judge's badge with the primary key `lost` and make a new one.

    The old badge signs nobody in any more, and the sessions that it began end. False when it is no valid
    badge of this judge, as when the form is sent twice; nothing changes then.
    """
    festival = lock(judge.festival)
    valid = SignInLink.objects.filter(revoked_at__isnull=True, purpose=Purpose.BADGE)
    if not valid.filter(pk=lost, user=judge.user, festival=festival).exists():
        return False
    log_event(by, "badge-replaced", judge, festival=festival, body={"name": judge.user.full_name})
    link_for(festival=festival, user=judge.user, purpose=Purpose.BADGE, by=by, fresh=True)
    return True


def _badges(judges: Iterable[Judge], *, by: User, root: str) -> list[Badge]:
    panels = _panels_of(judges)
    return [
        badge_document(
            name=judge.user.full_name,
            position=judge.position,
            panels="; ".join(panels[judge.pk]),
            link=link_for(festival=judge.festival, user=judge.user, purpose=Purpose.BADGE, by=by),
            root=root,
        )
        for judge in judges
    ]


def _panels_of(judges: Iterable[Judge]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.filter(judge__in=judges, panel__isnull=False)
    names = rows.values_list("judge_id", "panel__name", "panel__contest__name").distinct()
    for judge, panel, contest in names.order_by("panel__contest__position", "panel__name"):
        found[judge].append(f"{panel} – {contest}")
    return found
