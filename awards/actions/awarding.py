"""Award the prizes of a frozen contest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import Award, Prize, TieDecision
from awards.queries.allotting import frozen_allotments
from awards.rules import Allotment, BoundaryTie
from contests.models import Contest, Entry
from festival.audit import log_event
from festival.locks import lock
from festival.models import User
from festival.refusals import RuleBroken
from festival.states import stale
from judging.models import ResultRow, ResultRun
from judging.queries.results import current_run


@transaction.atomic
def award_prizes(*, contest: Contest, by: User, now: datetime) -> list[Award]:
    """Award prizes by the scheme and replace earlier awards of the run. Possible until certifying.

    RuleBroken when nothing is frozen, without a scheme, and while the chair has to decide a tie.
    """
    run = _run_to_award(contest)
    found = frozen_allotments(contest, run)
    if not found:
        raise RuleBroken("no-scheme", _("This contest has no prize scheme yet."))
    _refuse_open_ties(contest, found)
    prizes = {prize.code: prize for prize in Prize.objects.filter(scheme__contest=contest)}
    rows = {row.entry_id: row for row in ResultRow.objects.filter(run=run)}
    Award.objects.filter(run=run).delete()
    awards = Award.objects.bulk_create(
        Award(run=run, row=rows[int(won.entry)], entry_id=int(won.entry), prize=prizes[won.tier])
        for allotment in found.values()
        for won in allotment.awards
    )
    body = {"contest": contest.slug, "prizes": len(awards)}
    log_event(by, "prizes-awarded", run, festival=contest.festival, body=body, at=now)
    return awards


@transaction.atomic
def decide_tie(
    *,
    contest: Contest,
    category: str,
    tier: str,
    tied: Collection[int],
    given: Collection[int],
    reason: str,
    by: User,
    now: datetime,
) -> TieDecision:
    """Store which of the entries tied at a tier's boundary get the tier, as the chair decided."""
    run = _run_to_award(contest)
    if not reason.strip():
        raise RuleBroken("no-reason-of-chair", _("Please enter the chair's reason."))
    ties = frozen_allotments(contest, run).get(category)
    tie = next((t for t in ties.unresolved if t.tier == tier), None) if ties else None
    if tie is None or set(tie.entries) != set(tied):
        raise stale()
    if not set(given) <= set(tied) or len(set(given)) > tie.most:
        raise RuleBroken("too-many", _("At most %(most)d of these may get this prize.") % {"most": tie.most})
    decision = TieDecision.objects.create(
        run=run,
        category=category,
        prize=Prize.objects.get(scheme__contest=contest, code=tier),
        tied=sorted(tied),
        given=sorted(given),
        reason=reason.strip(),
        by=by,
        at=now,
    )
    body = {"contest": contest.slug, "tier": tier, "given": sorted(given), "reason": reason.strip()}
    log_event(by, "tie-decided", decision, festival=contest.festival, body=body, at=now)
    return decision


@transaction.atomic
def take_back_decision(*, decision: TieDecision, by: User) -> None:
    """Delete a decision of the chair, while nothing is certified."""
    if _run_to_award(decision.run.contest) != decision.run:
        raise stale()
    decision = lock(decision)
    body = {"contest": decision.run.contest.slug, "tier": decision.prize.code}
    log_event(by, "tie-decision-taken-back", decision, festival=decision.run.contest.festival, body=body)
    Award.objects.filter(run=decision.run).delete()
    decision.delete()


def _run_to_award(contest: Contest) -> ResultRun:
    """Lock the contest, so that it is not certified meanwhile, and return its frozen run."""
    refusal = RuleBroken("not-frozen", _("Prizes are awarded after the freeze and before certifying."))
    run = current_run(lock(contest, state=Contest.State.FROZEN, refusal=refusal))
    if run is None:
        raise stale()
    return run


def _refuse_open_ties(contest: Contest, found: dict[str, Allotment]) -> None:
    ties = [(category, tie) for category, part in found.items() for tie in part.unresolved]
    if not ties:
        return
    tiers = dict(Prize.objects.filter(scheme__contest=contest).values_list("code", "name"))
    named = "; ".join(_text_of(category, tie, tiers) for category, tie in ties)
    raise RuleBroken("tie-for-chair", _("The chair has to decide: %(ties)s.") % {"ties": named})


def _text_of(category: str, tie: BoundaryTie, tiers: dict[str, str]) -> str:
    entries = (
        Entry.objects.filter(pk__in=tie.entries).select_related("school", "contest").order_by("number_key")
    )
    names = ", ".join(f"{entry.numbers} {entry.title} ({entry.school.name})".strip() for entry in entries)
    place = f"{tiers[tie.tier]}, {category}" if category else tiers[tie.tier]
    return _("%(place)s: %(names)s are tied for %(places)d places") % {
        "place": place,
        "names": names,
        "places": tie.places,
    }
