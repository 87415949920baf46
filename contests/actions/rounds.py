"""Set the rounds of a contest. The code of a round never changes, because other rows refer to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contests.actions.locks import lock_contest
from contests.judged import RoundUse, round_use
from contests.models import Contest, Round
from festival.audit import log_event
from festival.models import User
from festival.refusals import RuleBroken
from festival.text import free_code
from festival.text import slug as slug_of

CODE_LIMIT = 50


@dataclass(frozen=True, slots=True)
class RoundChanges:
    """A change of rounds, for rows that refer to a round by its code.

    coded    old code → new code; the only old code is the empty one of a contest's single round
    removed  codes of the removed rounds
    """

    coded: Mapping[str, str] = field(default_factory=dict)
    removed: Collection[str] = ()


Follower = Callable[[Contest, RoundChanges], None]
_followers: list[Follower] = []


def follow_rounds(follower: Follower) -> None:
    """Call `follower` in the transaction of every change of rounds; its RuleBroken undoes the change.

    For apps above this one that store codes of rounds; they register in `AppConfig.ready`.
    """
    _followers.append(follower)


@transaction.atomic
def set_rounds(*, contest: Contest, rows: Sequence[dict[str, Any]], by: User) -> None:
    """Replace the rounds by `rows`: `round` (primary key of an existing one), name, weight, marking.

    A single round needs no name and may have an empty code; it gets one with its name or when a second round
    is added. A code that is not empty never changes. RuleBroken for a removed round that is in use.
    """
    lock_contest(contest)
    _refuse_names(rows)
    standing = {row.pk: row for row in contest.rounds.all()}
    before = {pk: row.code for pk, row in standing.items()}
    kept = [standing.get(row.get("round") or 0) or Round(contest=contest) for row in rows]
    removed = [row for pk, row in standing.items() if pk not in {part.pk for part in kept}]
    _remove_rounds(removed)
    taken = {part.code for part in kept}
    for position, (part, row) in enumerate(zip(kept, rows, strict=True)):
        _refuse_other_marking(part, row["marking"])
        part.code = part.code or _new_code(row["name"], taken)
        part.name, part.position = row["name"], position
        part.weight, part.marking = row["weight"], row["marking"]
        part.save()
    coded = {before[part.pk]: part.code for part in kept if part.pk in before}
    changes = RoundChanges(
        {old: new for old, new in coded.items() if old != new}, [row.code for row in removed]
    )
    for follower in _followers:
        follower(contest, changes)
    body = {"name": contest.name, "rounds": [part.code for part in kept]}
    log_event(by, "rounds-changed", contest, festival=contest.festival, body=body)


def _new_code(name: str, taken: set[str]) -> str:
    base = slug_of(name, limit=CODE_LIMIT)
    return free_code(base, taken) if base else ""


def _refuse_names(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        raise RuleBroken("no-round", _("A contest has at least one round."))
    names = [slug_of(row["name"], limit=200) for row in rows]
    if len(names) > 1 and ("" in names or len(set(names)) < len(names)):
        raise RuleBroken("round-names", _("With several rounds each has a name of its own."))


def _refuse_other_marking(part: Round, marking: str) -> None:
    if part.marking != marking and round_use(part).is_assigned:
        raise RuleBroken(
            "round-assigned",
            _("“%(name)s” is assigned already; who marks it can no longer change.") % {"name": str(part)},
        )


def _remove_rounds(rows: Sequence[Round]) -> None:
    for row in rows:
        if round_use(row) != RoundUse():
            raise RuleBroken(
                "round-in-use",
                _("“%(name)s” has criteria or judges; remove those first.") % {"name": str(row)},
            )
        Round.objects.filter(pk=row.pk).delete()  # the object keeps its key
