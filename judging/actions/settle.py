"""Settling what blocks a freeze: a discrepancy, a conflict, a missing sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from contests.models import Contest, Entry, Round
from festival.audit import log_event
from festival.locks import lock
from festival.models import User
from festival.refusals import RuleBroken
from festival.text import format_points
from judging.models import Judge, ScoreOp, Settlement
from judging.queries.blockers import judging_state
from judging.rules.discrepancy import Ruling, RulingFault, highest_result, ruling_fault
from judging.rules.states import Blocker


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
    """Store how a discrepancy of the judges was settled; the first marks are never altered.

    `points` is the result that the head of the jury decided; given with the kind `head` alone.
    RuleBroken unless the discrepancy exists now and the kind has what it needs (`ruling_fault`).
    """
    _refuse_without_reason(reason)
    _lock_unfrozen(contest)
    judged = judging_state(contest)
    gap = judged.gap_of(entry.pk, round.code)
    highest = highest_result(judged.rule.round(round.code), judges=gap.judges if gap else 1)
    ruling = Ruling(entry.pk, round.code, kind, points)  # type: ignore[arg-type]
    fault = ruling_fault(gap, ruling, highest=highest)
    if fault:
        raise RuleBroken(fault, _ruling_message(fault, highest=highest))
    subject = {"blocker": "discrepancy", "entry": entry, "round": round}
    return _write(contest, subject, kind=kind, points=points, reason=reason, by=by, now=now)


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
    """Waive one blocker with a reason, which is printed in the minutes.

    RuleBroken unless this blocker exists now and may be waived.
    """
    _refuse_without_reason(reason)
    _lock_unfrozen(contest)
    named = Blocker(
        blocker,  # type: ignore[arg-type]
        entry.pk if entry else None,
        round.code if round else "",
        judge.pk if judge else None,
        str(op.pk) if op else "",
    )
    if not named.is_waivable or named not in judging_state(contest).blockers:
        raise RuleBroken("not-blocking", _("This does not block the freeze now, or cannot be waived."))
    subject = {"blocker": blocker, "entry": entry, "round": round, "judge": judge, "op": op}
    return _write(contest, subject, kind=Settlement.Kind.WAIVED, points=None, reason=reason, by=by, now=now)


@transaction.atomic
def take_back_settlement(*, settlement: Settlement, by: User) -> None:
    """Revoke a settlement while nothing is frozen; StaleState when it is no longer in force."""
    _lock_unfrozen(settlement.contest)
    settlement = lock(settlement, superseded_at=None)
    body = _details(settlement)
    log_event(by, "settlement-taken-back", settlement, festival=settlement.contest.festival, body=body)
    settlement.delete()


def _write(
    contest: Contest,
    subject: Mapping[str, object],
    *,
    kind: str,
    points: Decimal | None,
    reason: str,
    by: User,
    now: datetime,
) -> Settlement:
    """A new settlement in force; the older one is superseded. The caller has locked the contest."""
    _supersede(contest, subject, by=by, now=now)
    settlement = Settlement.objects.create(
        contest=contest, kind=kind, points=points, reason=reason.strip(), by=by, at=now, **subject
    )
    body = _details(settlement)
    log_event(by, "settlement-written", settlement, festival=contest.festival, body=body, at=now)
    return settlement


def _supersede(contest: Contest, subject: Mapping[str, object], *, by: User, now: datetime) -> None:
    same = {name: subject.get(name) for name in ("blocker", "entry", "round", "judge", "op")}
    for older in Settlement.objects.live().filter(contest=contest, **_null_aware(same)):
        Settlement.objects.filter(pk=older.pk).update(superseded_at=now)
        log_event(by, "settlement-superseded", older, festival=contest.festival, body=_details(older), at=now)


def _details(row: Settlement) -> dict[str, object]:
    """Body of a settlement's audit events: what was settled, as people name it, how, and the reason."""
    about = {
        "entry": " ".join(filter(None, [row.entry.numbers, row.entry.title])) if row.entry else "",
        "round": (row.round.name or row.round.code) if row.round else "",
        "judge": row.judge.user.full_name if row.judge else "",
        "points": "" if row.points is None else format_points(row.points),
    }
    named = {key: value for key, value in about.items() if value}
    return {
        "contest": row.contest.slug,
        "blocker": row.blocker,
        **named,
        "kind": row.kind,
        "reason": row.reason,
    }


def _null_aware(values: dict[str, object]) -> dict[str, object]:
    """Filter arguments for these values; None becomes `isnull`."""
    return {
        name if value is not None else f"{name}__isnull": value if value is not None else True
        for name, value in values.items()
    }


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("no-reason", _("Please enter the reason; it is printed in the minutes."))


def _lock_unfrozen(contest: Contest) -> Contest:
    """Lock the contest while its scores may still change; StaleState once they are frozen."""
    return lock(contest, state__in=[Contest.State.OPEN, Contest.State.CLOSING])


def _ruling_message(fault: RulingFault, *, highest: Decimal) -> str:
    return {
        "no-discrepancy": _(
            "The judges' totals of this entry do not differ now; there is nothing to settle."
        ),
        "points-of-head": _("Only the head of the jury decides other points."),
        "points-needed": _("Please enter the points that the head of the jury decided."),
        "points-out-of-range": _("The points lie between 0 and %(maximum)s."),
        "third-judge-needed": _("A third judge settles it once three sheets of this entry are submitted."),
        "agreement-not-enough": _(
            "The totals differ too much for an agreement: a third judge has to mark, or the head to decide."
        ),
    }[fault] % {"maximum": format_points(highest)}
