"""Issuing papers: a number in the register and a check code for each, once the table is certified."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Award, Certificate
from awards.queries.recipients import Recipient, participation_recipients, prize_recipients
from contests.models import Contest
from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, User
from festival.refusals import RuleBroken
from festival.rules import canonical_json
from judging.models import ResultRun
from judging.queries.results import current_run

CODE_BYTES = 16


def recipients_of(contest: Contest, kind: str) -> list[Recipient]:
    """Whom this kind of paper is for, as the contest stands. RuleBroken before the prizes are given."""
    run = current_run(contest)
    if run is None:
        raise RuleBroken("not-frozen", _("Freeze the scores and give the prizes first."))
    if kind == Certificate.Kind.PRIZE:
        return prize_recipients(run)
    return participation_recipients(contest, but=_winners(run))


@transaction.atomic
def issue_certificates(
    *, contest: Contest, kind: str, by: User, now: datetime | None = None
) -> list[Certificate]:
    """Enter every paper of this kind that is not in the register yet; those that are keep their numbers.

    Returns all standing papers of the kind in calling order. RuleBroken before the table is certified.
    """
    contest = _lock_certified(contest)
    now = now or timezone.now()
    wanted = recipients_of(contest, kind)
    standing = {key_of(paper): paper for paper in _standing(contest, kind)}
    fresh = [one for one in wanted if one.key not in standing]
    if fresh:
        made = Certificate.objects.bulk_create(_new(contest, kind, fresh, by=by, now=now))
        standing |= {key_of(paper): paper for paper in made}
        body = {"contest": contest.slug, "kind": kind, "count": len(made)}
        log_event(by, "certificates-issued", contest, festival=contest.festival, body=body, at=now)
    return [standing[one.key] for one in wanted]


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User) -> None:
    """Take a paper back; its check page says so."""
    if not reason.strip():
        raise RuleBroken("no-reason", _("Please write down why the paper is taken back."))
    rows = Certificate.objects.filter(pk=certificate.pk, state=Certificate.State.ISSUED)
    if rows.update(state=Certificate.State.REVOKED) != 1:
        raise RuleBroken("already-revoked", _("This paper has been taken back already."))
    body = {"number": certificate.register_number, "reason": reason.strip()}
    log_event(by, "certificate-revoked", certificate, festival=certificate.festival, body=body)


def key_of(paper: Certificate) -> tuple[int | None, int | None, int]:
    """What makes the paper one of its kind: entry, member, school."""
    return (paper.entry_id, paper.member_id, paper.school_id)


def text_hash(paper: Certificate) -> str:
    """SHA-256 of what the paper says, so that a forged copy is detected."""
    values = [paper.register_number, paper.recipient, paper.unit, paper.achievement, paper.kind]
    return sha256(canonical_json(values).encode()).hexdigest()


def _standing(contest: Contest, kind: str) -> Iterable[Certificate]:
    return Certificate.objects.filter(contest=contest, kind=kind, state=Certificate.State.ISSUED)


def _new(
    contest: Contest, kind: str, fresh: Sequence[Recipient], *, by: User, now: datetime
) -> list[Certificate]:
    first = _last_number(contest.festival) + 1
    papers = [
        Certificate(
            festival=contest.festival,
            contest=contest,
            kind=kind,
            entry=one.entry,
            member=one.member,
            school=one.school,
            award=one.award,
            register_number=number,
            check_code=secrets.token_urlsafe(CODE_BYTES),
            recipient=one.name,
            unit=one.unit,
            achievement=one.achievement,
            issued_at=now,
            issued_by=by,
        )
        for number, one in enumerate(fresh, start=first)
    ]
    for paper in papers:
        paper.text_hash = text_hash(paper)
    return papers


def _lock_certified(contest: Contest) -> Contest:
    """Lock the register, which is the festival's, and the certified contest: nobody reopens it meanwhile."""
    refusal = RuleBroken("not-certified", _("Papers are issued once the results are certified."))
    lock(contest.festival)
    return lock(contest, state__in=[Contest.State.CERTIFIED, Contest.State.PUBLISHED], refusal=refusal)


def _last_number(festival: Festival) -> int:
    """The highest number of the register; the festival is locked, so that two issues never share a number."""
    found = Certificate.objects.filter(festival=festival).aggregate(last=Max("register_number"))["last"]
    return found or 0


def _winners(run: ResultRun) -> set[int]:
    return set(Award.objects.filter(run=run).values_list("entry_id", flat=True))
