"""Create, change, open, close and copy a festival."""

from __future__ import annotations

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, Membership, School, Signer, User
from festival.refusals import RuleBroken
from festival.rules import FESTIVAL_MOVES
from festival.states import move
from festival.text import slug as slug_of

RESERVED: Final = frozenset(
    {"new", "go", "b", "c", "admin", "accounts", "i18n", "healthz", "static", "media", "api", "festival"}
)
PAST: Final = {
    Festival.State.OPEN.value: "festival-opened",
    Festival.State.CLOSED.value: "festival-closed",
}


@transaction.atomic
def make_festival(
    *,
    by: User,
    name: str,
    slug: str = "",
    signer_authority: str = "",
    signer_title: str = "",
    signer_name: str = "",
    **facts: Any,
) -> Festival:
    """Create a draft festival with the user as its organiser.

    RuleBroken when the slug is taken or reserved.
    """
    address = free_slug(slug or slug_of(f"{name} {facts.get('school_year', '')}"))
    festival = _inserted(Festival(slug=address, name=name, **facts))
    Signer.objects.create(festival=festival, authority=signer_authority, title=signer_title, name=signer_name)
    Membership.objects.create(user=by, festival=festival, role=Membership.Role.ORGANISER)
    log_event(by, "festival-made", festival, festival=festival, body={"name": name, "slug": address})
    return festival


def free_slug(slug: str) -> str:
    """Return the slug if it may be used; RuleBroken when it is reserved or taken."""
    if not slug or slug in RESERVED:
        raise RuleBroken("slug-reserved", _("Please choose another address for the festival."))
    if Festival.objects.filter(slug=slug).exists():
        raise _slug_taken(slug)
    return slug


def _inserted(festival: Festival) -> Festival:
    """Insert the row; RuleBroken when its slug was taken after it was checked."""
    try:
        with transaction.atomic():
            festival.save(force_insert=True)
    except IntegrityError:
        if Festival.objects.filter(slug=festival.slug).exists():
            raise _slug_taken(festival.slug) from None
        raise
    return festival


def _slug_taken(slug: str) -> RuleBroken:
    words = {"slug": slug}
    return RuleBroken("slug-taken", _("The address “%(slug)s” belongs to another festival.") % words)


@transaction.atomic
def change_festival(*, festival: Festival, by: User, **facts: Any) -> None:
    """Write new settings and log which ones changed; does nothing when none did."""
    row = lock(festival)
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    if not changed:
        return
    Festival.objects.filter(pk=festival.pk).update(**{name: facts[name] for name in changed})
    festival.refresh_from_db()
    log_event(by, "festival-changed", festival, festival=festival, body={"fields": changed})


@transaction.atomic
def move_festival(*, festival: Festival, to: str, by: User) -> None:
    """Move the festival to the state `to`: open or closed."""
    row = lock(festival, state=festival.state)
    if to == Festival.State.OPEN and not row.schools.exists():
        raise RuleBroken("no-schools", _("Add the schools first: nobody could take part."))
    move(row, to, FESTIVAL_MOVES)
    log_event(by, PAST[to], row, festival=row)
    festival.refresh_from_db()


@transaction.atomic
def set_signers(*, festival: Festival, rows: list[dict[str, Any]], by: User) -> None:
    """Replace all signers by `rows`, one per kind of paper."""
    lock(festival)
    kinds = [row["kind"] for row in rows]
    if len(set(kinds)) < len(kinds):
        raise RuleBroken("signer-twice", _("Each kind of paper has one signer."))
    festival.signers.all().delete()
    Signer.objects.bulk_create(Signer(festival=festival, **row) for row in rows)
    log_event(by, "signers-changed", festival, festival=festival, body={"kinds": kinds})


@transaction.atomic
def copy_festival_settings(*, source: Festival, by: User, name: str, slug: str, school_year: str) -> Festival:
    """Copy settings, signers and schools to a new festival, without dates, decision or registrations."""
    festival = Festival.objects.get(pk=source.pk)
    festival.pk = None
    festival._state.adding = True
    festival.slug = free_slug(slug or slug_of(f"{name} {school_year}"))
    festival.name, festival.school_year = name, school_year
    festival.starts_on = festival.ends_on = festival.decision_on = None
    festival.registration_opens_at = festival.registration_closes_at = None
    festival.decision_number = festival.invitation_number = ""
    festival.state, festival.is_demo = Festival.State.DRAFT, False
    _inserted(festival)
    Membership.objects.create(user=by, festival=festival, role=Membership.Role.ORGANISER)
    Signer.objects.bulk_create(
        Signer(festival=festival, kind=row.kind, authority=row.authority, title=row.title, name=row.name)
        for row in source.signers.all()
    )
    School.objects.bulk_create(_copies_of_schools(source, festival))
    body = {"from": source.slug, "slug": festival.slug}
    log_event(by, "festival-copied", festival, festival=festival, body=body)
    return festival


def _copies_of_schools(source: Festival, festival: Festival) -> list[School]:
    schools = list(source.schools.all())
    for school in schools:
        school.pk = None
        school._state.adding = True
        school.festival = festival
        school.participation, school.participation_at = School.Participation.INVITED, None
        school.delegation_head = school.delegation_phone = ""
        school.delegation_size = None
    return schools
