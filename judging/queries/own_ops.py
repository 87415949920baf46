"""Score ops of a judge that are not counted, and that the judge should know of."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from judging.models import Judge, ScoreOp
from judging.queries.blockers import unresolved_ops

BY_URGENCY = (ScoreOp.Outcome.CONFLICT, ScoreOp.Outcome.QUARANTINED, ScoreOp.Outcome.LATE)


def uncounted_ops(judge: Judge) -> dict[int, ScoreOp]:
    """The judge's uncounted op of each own sheet, by the sheet's primary key; one query.

    A conflict or quarantined op until it is settled, a late one with other marks than the sheet until a newer
    op is applied. Of several, the conflict is named, which the judge settles, else the newest op.
    """
    applied = ScoreOp.objects.filter(
        sheet=OuterRef("sheet"), outcome=ScoreOp.Outcome.APPLIED, received_at__gt=OuterRef("received_at")
    )
    late = Q(outcome=ScoreOp.Outcome.LATE) & ~Q(payload_hash=F("sheet__payload_hash")) & ~Exists(applied)
    rows = ScoreOp.objects.filter(
        late | Q(pk__in=unresolved_ops().values("pk")),
        author=judge.user_id,
        sheet__assignment__judge=judge,
    ).only("sheet", "outcome", "reason", "received_at")
    found: dict[int, ScoreOp] = {}
    for op in sorted(rows, key=_order):
        found.setdefault(op.sheet_id or 0, op)
    return found


def _order(op: ScoreOp) -> tuple[int, float]:
    return BY_URGENCY.index(ScoreOp.Outcome(op.outcome)), -op.received_at.timestamp()
