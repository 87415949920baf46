"""The rubric of a contest: its criteria, given as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from contests.models import Contest, Round
from festival.audit import log_event
from festival.models import User
from festival.refusals import RuleBroken
from festival.text import free_code
from festival.text import slug as slug_of
from judging.actions.locks import lock_open
from judging.actions.settings import refuse_lost_tie_breaks
from judging.models import Criterion
from judging.queries.office import has_marks
from judging.rules.policy import CriterionRule, criterion_faults


@transaction.atomic
def set_criteria(*, contest: Contest, rows: Sequence[dict[str, Any]], by: User) -> None:
    """Set the criteria, in order: `criterion` (primary key of an existing one), name, description, maximum,
    step, weight, round (primary key or None).

    RuleBroken once marks exist and anything but names and descriptions changes: marks depend on the numbers.
    """
    contest = lock_open(contest)
    standing = {row.pk: row for row in contest.criteria.all()}
    wanted = [_criterion(contest, standing, row, position) for position, row in enumerate(rows)]
    _refuse_nonsense(wanted)
    if has_marks(contest):
        _refuse_other_numbers(contest, wanted)
    _remove([row for pk, row in standing.items() if pk not in {kept.pk for kept in wanted}])
    taken = {row.code for row in wanted if row.code}
    for row in wanted:
        row.code = row.code or free_code(slug_of(row.name, limit=40) or "tieu-chi", taken)
        row.save()
    removed = [row.code for row in standing.values() if row.code not in taken]
    refuse_lost_tie_breaks(contest, "criterion", removed)
    total = sum((row.maximum * row.weight for row in wanted), Decimal(0))
    body = {"contest": contest.slug, "criteria": len(wanted), "total": str(total.normalize())}
    log_event(by, "rubric-changed", contest, festival=contest.festival, body=body)


def _criterion(
    contest: Contest, standing: Mapping[int, Criterion], row: dict[str, Any], position: int
) -> Criterion:
    """The criterion with its new values, not saved yet."""
    known = standing.get(row.get("criterion") or 0)
    return Criterion(
        pk=known.pk if known else None,
        contest=contest,
        code=known.code if known else "",
        name=row["name"],
        description=row["description"],
        maximum=row["maximum"],
        step=row["step"],
        weight=row["weight"],
        round_id=row.get("round"),
        position=position,
    )


def _remove(rows: Sequence[Criterion]) -> None:
    for row in rows:
        try:
            row.delete()
        except ProtectedError:
            raise RuleBroken(
                "criterion-in-use",
                _("A judge has started a sheet with “%(name)s”; it can be renamed, but not removed.")
                % {"name": row.name},
            ) from None


def _refuse_nonsense(wanted: Sequence[Criterion]) -> None:
    for row in wanted:
        rule = CriterionRule(row.code or "x", maximum=row.maximum, step=row.step, weight=row.weight)
        faults = criterion_faults(rule)
        if faults:
            raise RuleBroken(faults[0].code, f"“{row.name}”: {fault_message(faults[0].code)}")


def fault_message(code: str) -> str:
    """The message about an invalid number of a criterion."""
    return {
        "maximum-not-positive": _("the maximum is more than 0."),
        "step-not-positive": _("the step is more than 0."),
        "step-not-hundredths": _("the step has at most two decimals."),
        "maximum-not-a-step": _("the maximum is a multiple of the step."),
        "weight-negative": _("the weight cannot be negative."),
    }.get(code, code)


def _numbers(row: Criterion) -> tuple[object, ...]:
    """The values that marks depend on; the order of the rubric is that of the list."""
    return row.pk, row.maximum, row.step, row.weight, row.round_id


def _refuse_other_numbers(contest: Contest, wanted: Sequence[Criterion]) -> None:
    if [_numbers(row) for row in contest.criteria.all()] != [_numbers(row) for row in wanted]:
        raise RuleBroken(
            "rubric-locked",
            _("Judges have started to mark: names and levels may change; points, order and number may not."),
        )


def copy_criteria(contests: Mapping[int, Contest], rounds: Mapping[int, Round]) -> None:
    """Copy the rubrics of copied contests; `contests` and `rounds` map old primary keys to new rows."""
    Criterion.objects.bulk_create(
        Criterion(
            contest=contests[row.contest_id],
            round=rounds[row.round_id] if row.round_id else None,
            code=row.code,
            name=row.name,
            description=row.description,
            maximum=row.maximum,
            step=row.step,
            weight=row.weight,
            position=row.position,
        )
        for row in Criterion.objects.filter(contest__in=contests)
    )
