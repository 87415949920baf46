"""Issue certificates of certified results, each with a number in the register and a check code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Award, Certificate
from awards.queries.recipients import (
    Recipient,
    all_recipients,
    day_of_papers,
    participation_recipients,
    prize_recipients,
)
from awards.rules import PaperText, register_plan
from contests.models import Contest
from festival.audit import log_event
from festival.codes import random_code
from festival.glyphs import refuse_missing_letters
from festival.locks import lock
from festival.models import Festival, User
from festival.refusals import RuleBroken
from festival.rules import canonical_json
from judging.models import ResultRun
from judging.queries.results import current_run

CODE_LENGTH = 16
State = Certificate.State


def recipients_of(contest: Contest, kind: str) -> list[Recipient]:
    """The recipients of this kind of certificate at this moment. RuleBroken before the prizes are awarded."""
    run = current_run(contest)
    if run is None:
        raise _too_early()
    if kind == Certificate.Kind.PRIZE:
        return prize_recipients(run)
    return participation_recipients(contest, run, but=_winners(run))


@transaction.atomic
def issue_certificates(
    *, contest: Contest, kind: str, by: User, now: datetime | None = None
) -> list[Certificate]:
    """Enter certificates of this kind that are not in the register yet; registered ones keep their numbers.

    Certificates whose text has changed are superseded. Returns all valid certificates of the kind in calling
    order, with the date that is printed. RuleBroken unless the results are certified at this moment.
    """
    contest = _lock_certified(contest)
    wanted = _reconcile(contest, issue=kind, by=by, now=now or timezone.now())
    return [paper for paper in wanted if paper.kind == kind]


@transaction.atomic
def replace_certificates(*, contest: Contest, by: User, now: datetime) -> int:
    """Compare issued certificates with results certified again; those with an unchanged text stay valid.

    Others are superseded, or revoked without a recipient. New certificates are entered when they are printed.
    Returns how many certificates are no longer valid.
    """
    standing = [paper.pk for paper in _standing(contest)]
    if not standing:
        return 0
    _reconcile(_lock_certified(contest), issue=None, by=by, now=now)
    return Certificate.objects.filter(pk__in=standing).exclude(state=State.ISSUED).count()


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User) -> None:
    """Revoke a certificate; its check page shows that."""
    if not reason.strip():
        raise RuleBroken("no-reason-to-revoke", _("Please enter the reason for revoking the certificate."))
    rows = Certificate.objects.filter(pk=certificate.pk, state=State.ISSUED)
    if rows.update(state=State.REVOKED) != 1:
        raise RuleBroken("already-revoked", _("This certificate has been revoked already."))
    body = {"number": certificate.register_number, "reason": reason.strip()}
    log_event(by, "certificate-revoked", certificate, festival=certificate.festival, body=body)


def text_hash(paper: Certificate) -> str:
    """SHA-256 of the certificate's text, with which a forged copy is detected."""
    values = [paper.register_number, paper.recipient, paper.unit, paper.achievement, paper.kind]
    return sha256(canonical_json(values).encode()).hexdigest()


def _reconcile(contest: Contest, *, issue: str | None, by: User, now: datetime) -> list[Certificate]:
    """Carry out `register_plan`; certificates without a predecessor are entered for the kind `issue` alone.

    Returns the valid certificates in calling order.
    """
    run = current_run(contest)
    if run is None:
        raise _too_early()
    standing, wanted = _standing(contest), all_recipients(contest, run)
    plan = register_plan([_text_of(paper) for paper in standing], [one.text for one in wanted])
    papers = {new: standing[old] for old, new in plan.kept.items()}
    _carry_over([(paper, wanted[new]) for new, paper in papers.items()], printed=issue)
    withdrawn = [standing[old] for old in plan.withdrawn]
    _take_out(withdrawn, State.REVOKED)
    _take_out([standing[old] for old in plan.superseded], State.SUPERSEDED)
    first = [new for new in plan.new if wanted[new].kind == issue]
    entered = sorted([*plan.superseded.values(), *first])
    made = _enter(contest, [wanted[new] for new in entered], by=by, now=now)
    papers |= dict(zip(entered, made, strict=True))
    replaced = [(standing[old], papers[new]) for old, new in plan.superseded.items()]
    _point_to_successors(replaced)
    if made:
        body = {"contest": contest.slug, "kind": issue or "", "count": len(made)}
        log_event(by, "certificates-issued", contest, festival=contest.festival, body=body, at=now)
    if replaced or withdrawn:
        numbers = {str(old.register_number): new.register_number for old, new in replaced}
        revoked = [paper.register_number for paper in withdrawn]
        body = {"contest": contest.slug, "superseded": numbers, "revoked": revoked}
        log_event(by, "certificates-superseded", contest, festival=contest.festival, body=body, at=now)
    return [papers[new] for new in sorted(papers)]


def _standing(contest: Contest) -> list[Certificate]:
    return list(Certificate.objects.filter(contest=contest, state=State.ISSUED))


def _text_of(paper: Certificate) -> PaperText:
    holder = (paper.entry_id, paper.member_id, paper.school_id)
    return PaperText(holder, paper.kind, paper.recipient, paper.unit, paper.achievement)


def _carry_over(kept: Sequence[tuple[Certificate, Recipient]], *, printed: str | None) -> None:
    """Link kept certificates to the new run's awards; those printed now get the festival's current date."""
    for paper, recipient in kept:
        paper.member, paper.award = recipient.member, recipient.award
        if paper.kind == printed:
            paper.dated_on = day_of_papers(recipient.entry.contest.festival)
    Certificate.objects.bulk_update([paper for paper, _ in kept], ["member", "award", "dated_on"])


def _take_out(papers: Iterable[Certificate], state: str) -> None:
    Certificate.objects.filter(pk__in=[paper.pk for paper in papers]).update(state=state)


def _point_to_successors(replaced: Iterable[tuple[Certificate, Certificate]]) -> None:
    """Make superseded certificates, of any age, point to the valid one."""
    for old, new in replaced:
        Certificate.objects.filter(Q(pk=old.pk) | Q(superseded_by=old)).update(superseded_by=new)


def _enter(contest: Contest, fresh: Sequence[Recipient], *, by: User, now: datetime) -> list[Certificate]:
    """Enter new certificates in the register. RuleBroken when a name has letters that cannot be printed."""
    refuse_missing_letters(*(one.text for one in fresh))
    first = _last_number(contest.festival) + 1
    papers = [
        Certificate(
            festival=contest.festival,
            contest=contest,
            kind=one.kind,
            entry=one.entry,
            member=one.member,
            school=one.school,
            award=one.award,
            register_number=number,
            check_code=random_code(CODE_LENGTH),
            recipient=one.name,
            unit=one.unit,
            achievement=one.achievement,
            dated_on=day_of_papers(contest.festival),
            issued_at=now,
            issued_by=by,
        )
        for number, one in enumerate(fresh, start=first)
    ]
    for paper in papers:
        paper.text_hash = text_hash(paper)
    return Certificate.objects.bulk_create(papers)


def _lock_certified(contest: Contest) -> Contest:
    """Lock the festival, which owns the register, and the certified contest, so that it stays certified."""
    refusal = RuleBroken("not-certified", _("Papers are issued once the results are certified."))
    lock(contest.festival)
    return lock(contest, state__in=[Contest.State.CERTIFIED, Contest.State.PUBLISHED], refusal=refusal)


def _last_number(festival: Festival) -> int:
    """The highest number of the register. The festival is locked, so that no number is used twice."""
    found = Certificate.objects.filter(festival=festival).aggregate(last=Max("register_number"))["last"]
    return found or 0


def _winners(run: ResultRun) -> set[int]:
    return set(Award.objects.filter(run=run).values_list("entry_id", flat=True))


def _too_early() -> RuleBroken:
    return RuleBroken("no-certificates-yet", _("Freeze the scores and award the prizes first."))
