"""Results of a contest: close judging, freeze, certify, publish, reopen."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from contests.models import Contest
from festival.audit import log_event
from festival.locks import lock
from festival.models import ChainHead, User
from festival.refusals import RuleBroken
from festival.states import move
from judging.actions.settings import scoring_message
from judging.blocker_labels import blocker_count
from judging.messages import refuse_step
from judging.models import ResultRow, ResultRun
from judging.queries.blockers import JudgingState, judging_state
from judging.queries.freezing import DIGEST_VERSION, digest_of, rules_as_json, with_printed_text
from judging.queries.results import ResultLine, live_lines
from judging.rules.policy import ContestRule, scoring_faults
from judging.rules.states import CONTEST_MOVES, FROZEN, may_certify, may_reopen

State = Contest.State


@transaction.atomic
def close_judging(*, contest: Contest, by: User) -> None:
    """Close judging: sheets no longer change, and ops received later are `late`."""
    move(_lock_before(contest, State.CLOSING), State.CLOSING, CONTEST_MOVES)
    log_event(by, "judging-closed", contest, festival=contest.festival, body={"contest": contest.slug})
    contest.refresh_from_db()


@transaction.atomic
def resume_judging(*, contest: Contest, by: User) -> None:
    """Open judging again, as long as nothing is frozen."""
    refusal = RuleBroken("not-closing", _("Judging is not closed."))
    move(lock(contest, state=State.CLOSING, refusal=refusal), State.OPEN, CONTEST_MOVES)
    log_event(by, "judging-resumed", contest, festival=contest.festival, body={"contest": contest.slug})
    contest.refresh_from_db()


@transaction.atomic
def freeze_results(*, contest: Contest, by: User, now: datetime) -> ResultRun:
    """Store the current table in an immutable run and return it. RuleBroken while anything blocks it.

    The contest is locked first, so that a score op and a freeze run one after the other.
    """
    row = _lock_before(contest, State.FROZEN)
    judged = judging_state(row)
    refuse_while_blocked(judged)
    refuse_unknown_tie_breaks(judged.rule)
    lines = with_printed_text(live_lines(row, judged.rule))
    move(row, State.FROZEN, CONTEST_MOVES, frozen_at=now, frozen_by=by)
    rules = rules_as_json(judged.rule)
    head = ChainHead.objects.filter(chain=str(contest.festival_id)).values_list("hash", flat=True).first()
    run = ResultRun.objects.create(
        contest=contest,
        frozen_by=by,
        frozen_at=now,
        digest=digest_of(rules, lines),
        digest_version=DIGEST_VERSION,
        rules=rules,
        registered=len(lines),
        audit_head=head or "",
    )
    ResultRow.objects.bulk_create(
        [_row_of(run, position, line) for position, line in enumerate(lines, start=1)]
    )
    body = {"contest": contest.slug, "digest": run.digest, "entries": len(lines)}
    log_event(by, "results-frozen", run, festival=contest.festival, body=body, at=now)
    contest.refresh_from_db()
    return run


def refuse_unknown_tie_breaks(rule: ContestRule) -> None:
    """RuleBroken when a tie-break names a round or criterion that no longer exists."""
    for fault in scoring_faults(rule):
        if fault.code.startswith("tie-break-unknown"):
            raise RuleBroken(fault.code, scoring_message(fault))


def refuse_while_blocked(judged: JudgingState) -> None:
    """RuleBroken with the number of blockers of each kind, when there are any."""
    if not judged.blockers:
        return
    counts = Counter(blocker.code for blocker in judged.blockers)
    listed = "; ".join(blocker_count(code, count) for code, count in counts.items())
    raise RuleBroken("blocked", _("The scores cannot be frozen yet: %(list)s.") % {"list": listed})


@transaction.atomic
def certify_results(*, contest: Contest, by: User, now: datetime) -> None:
    """Certify a frozen table. RuleBroken for the organiser who froze it."""
    row = _lock_before(contest, State.CERTIFIED)
    if not may_certify(frozen_by=row.frozen_by_id, by=by.pk):
        raise RuleBroken(
            "same-person", _("Another organiser than the one who froze the scores has to certify them.")
        )
    move(row, State.CERTIFIED, CONTEST_MOVES, ~Q(frozen_by=by), certified_at=now, certified_by=by)
    log_event(
        by, "results-certified", contest, festival=contest.festival, body={"contest": contest.slug}, at=now
    )
    contest.refresh_from_db()


@transaction.atomic
def publish_results(*, contest: Contest, by: User, now: datetime) -> None:
    """Publish the certified table. RuleBroken before it is certified."""
    move(_lock_before(contest, State.PUBLISHED), State.PUBLISHED, CONTEST_MOVES, published_at=now)
    log_event(
        by, "results-published", contest, festival=contest.festival, body={"contest": contest.slug}, at=now
    )
    contest.refresh_from_db()


@transaction.atomic
def reopen_results(*, contest: Contest, by: User, reason: str, now: datetime) -> None:
    """Open a frozen contest again. The run stays stored as it was.

    RuleBroken for the organisers who froze and certified it.
    """
    if not reason.strip():
        raise RuleBroken("no-reason-to-reopen", _("Please enter the reason for reopening the scores."))
    refusal = RuleBroken("nothing-to-reopen", _("The scores are not frozen."))
    row = lock(contest, state__in=FROZEN, refusal=refusal)
    if not may_reopen(frozen_by=row.frozen_by_id, certified_by=row.certified_by_id, by=by.pk):
        raise RuleBroken(
            "same-person-reopens", _("Another organiser has to reopen what you froze or certified.")
        )
    was = row.state
    move(
        row,
        State.OPEN,
        CONTEST_MOVES,
        ~Q(frozen_by=by),
        ~Q(certified_by=by),
        frozen_at=None,
        frozen_by=None,
        certified_at=None,
        certified_by=None,
        published_at=None,
    )
    body = {"contest": contest.slug, "from": was, "reason": reason.strip()}
    log_event(by, "results-reopened", contest, festival=contest.festival, body=body, at=now)
    contest.refresh_from_db()


def _lock_before(contest: Contest, to: str) -> Contest:
    """Lock the contest and return it. RuleBroken that says why it cannot be moved to `to` now."""
    row = lock(contest)
    refuse_step(row.state, to)
    return row


def _row_of(run: ResultRun, position: int, line: ResultLine) -> ResultRow:
    return ResultRow(
        run=run,
        entry_id=line.entry,
        position=position,
        category=line.category,
        rank=line.rank,
        tied=line.tied,
        points=line.points,
        judges=line.judges,
        number=line.number,
        school_code=line.school_code,
        title=line.title,
        name=line.name,
        school=line.school,
        detail=line.detail,
    )
