"""What people write down about a matter that stops the freeze: a discrepancy, a conflict, a missing sheet."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from contests.models import Contest, Entry, Round
from festival.audit import log_event
from festival.locks import lock
from festival.models import User
from festival.refusals import RuleBroken
from judging.models import Judge, ScoreOp, Settlement
from judging.queries.settings import contest_rule


@transaction.atomic
def settle_discrepancy(
    *,
    contest: Contest,
    entry: Entry,
    round: Round,
    kind: str,
    reason: str,
    by: User,
    now: datetime,
    points: Decimal | None = None,
) -> Settlement:
    """Write how the judges of an entry were brought together; the first marks are never altered.

    `points` is the result that the head of the jury decided; only with the kind `head`.
    """
    if points is not None and kind != Settlement.Kind.HEAD:
        raise RuleBroken("points-of-head", _("Only the head of the jury decides other points."))
    maximum = contest_rule(contest).round(round.code).maximum
    if points is not None and not 0 <= points <= maximum:
        raise RuleBroken(
            "points-out-of-range", _("The points lie between 0 and %(maximum)s.") % {"maximum": maximum}
        )
    return _settle(
        contest, by, now, reason, kind=kind, blocker="discrepancy", entry=entry, round=round, points=points
    )


@transaction.atomic
def waive(
    *,
    contest: Contest,
    blocker: str,
    reason: str,
    by: User,
    now: datetime,
    entry: Entry | None = None,
    round: Round | None = None,
    judge: Judge | None = None,
    op: ScoreOp | None = None,
) -> Settlement:
    """Let the freeze pass one blocker, with a name and a reason that the minutes will show."""
    return _settle(
        contest,
        by,
        now,
        reason,
        kind=Settlement.Kind.WAIVED,
        blocker=blocker,
        entry=entry,
        round=round,
        judge=judge,
        op=op,
    )


@transaction.atomic
def take_back_settlement(*, settlement: Settlement, by: User) -> None:
    """Undo, while nothing is frozen."""
    _lock_unfrozen(settlement.contest)
    settlement = lock(settlement)
    body = {"blocker": settlement.blocker, "reason": settlement.reason}
    log_event(by, "settlement-taken-back", settlement, festival=settlement.contest.festival, body=body)
    settlement.delete()


def _settle(
    contest: Contest, by: User, now: datetime, reason: str, *, kind: str, blocker: str, **what: object
) -> Settlement:
    if not reason.strip():
        raise RuleBroken("no-reason", _("Please write down the reason; it is printed in the minutes."))
    _lock_unfrozen(contest)
    settlement = Settlement.objects.create(
        contest=contest, kind=kind, blocker=blocker, reason=reason.strip(), by=by, at=now, **what
    )
    body = {"blocker": blocker, "kind": kind, "reason": settlement.reason}
    log_event(by, "settlement-written", settlement, festival=contest.festival, body=body, at=now)
    return settlement


def _lock_unfrozen(contest: Contest) -> Contest:
    """Lock the contest while its scores may still change; StaleState once they are frozen."""
    return lock(contest, state__in=[Contest.State.OPEN, Contest.State.CLOSING])
