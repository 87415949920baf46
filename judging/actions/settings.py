"""Settings of scoring: those of a contest, and those of a round that differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contests.actions.rounds import RoundChanges
from contests.models import Contest, Round
from festival.audit import log_event
from festival.models import User
from festival.refusals import RuleBroken
from judging.actions.locks import lock_open
from judging.models import Scoring
from judging.queries.settings import contest_rule
from judging.rules.policy import Fault, scoring_faults

HARMLESS = frozenset({"round-without-criterion", "no-round"})


@transaction.atomic
def set_scoring(*, contest: Contest, round: Round | None, by: User, **facts: Any) -> None:
    """Save the settings of the contest or of one round. RuleBroken for invalid settings."""
    contest = lock_open(contest)
    Scoring.objects.update_or_create(contest=contest, round=round, defaults=facts)
    faults = [fault for fault in scoring_faults(contest_rule(contest)) if fault.code not in HARMLESS]
    if faults:
        raise RuleBroken(faults[0].code, scoring_message(faults[0]))
    body = {"contest": contest.slug, "round": round.code if round else "", "fields": sorted(facts)}
    log_event(by, "scoring-changed", contest, festival=contest.festival, body=body)


def rename_round_tie_breaks(contest: Contest, changes: RoundChanges) -> None:
    """Replace codes of renamed rounds in tie-breaks. RuleBroken when a removed round is named in one."""
    scoring = Scoring.objects.filter(contest=contest, round=None).first()
    if scoring is not None and changes.coded:
        texts = {f"round:{old}": f"round:{new}" for old, new in changes.coded.items()}
        Scoring.objects.filter(pk=scoring.pk).update(
            tie_break=[texts.get(text, text) for text in scoring.tie_break]
        )
    refuse_lost_tie_breaks(contest, "round", changes.removed)


def refuse_lost_tie_breaks(contest: Contest, kind: str, removed: Collection[str]) -> None:
    """RuleBroken when a tie-break names one of the removed rounds or criteria."""
    scoring = Scoring.objects.filter(contest=contest, round=None).first()
    lost = [code for code in removed if scoring and f"{kind}:{code}" in scoring.tie_break]
    if lost:
        raise RuleBroken(
            "tie-break-in-use",
            _("What you removed decides between equal totals; choose another tie-break under Scoring first."),
        )


def scoring_message(fault: Fault) -> str:
    """The message about invalid settings."""
    messages = {
        "decimals-out-of-range": _("Decimals must be between 0 and 6."),
        "drop-negative": _("The number of marks left out cannot be negative."),
        "clip-negative": _("The distance cannot be negative."),
        "min-judges-negative": _("The number of judges cannot be negative."),
        "gate-not-a-share": _("The two thresholds must be between 0 and 100 per cent."),
        "gate-discuss-below-agree": _("The second threshold is not below the first."),
        "weights-all-zero": _("At least one round has a weight above 0."),
        "round-without-code": _("With several rounds each has a name of its own."),
        "tie-break-twice": _("The same tie-break is listed twice."),
        "tie-break-unknown-criterion": _("A tie-break names a criterion that is gone."),
        "tie-break-unknown-round": _("A tie-break names a round that is gone."),
    }
    return messages.get(fault.code, f"{fault.where}: {fault.code} {fault.value}")


def copy_scorings(contests: Mapping[int, Contest], rounds: Mapping[int, Round]) -> None:
    """Copy the settings of copied contests; the arguments map old primary keys to new rows."""
    copies = list(Scoring.objects.filter(contest__in=contests))
    for row in copies:
        row.contest = contests[row.contest_id]
        row.round = rounds[row.round_id] if row.round_id else None
        row.pk = None
        row._state.adding = True
    Scoring.objects.bulk_create(copies)
