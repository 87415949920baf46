"""Store corrections of the names of a frozen run; the run itself does not change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from festival.models import User
from judging.models import NameCorrection, ResultRun
from judging.rules.names import Correction


def store_corrections(
    run: ResultRun, corrections: Iterable[Correction], *, reason: str, by: User, at: datetime
) -> list[NameCorrection]:
    """Store the corrections, in their order. The caller has locked the contest and compared the old names."""
    return NameCorrection.objects.bulk_create(
        NameCorrection(
            run=run,
            field=one.field,
            entry_id=one.entry,
            school_code=one.school_code,
            place=one.place,
            old=one.old,
            new=one.new,
            reason=reason,
            by=by,
            at=at,
        )
        for one in corrections
    )
