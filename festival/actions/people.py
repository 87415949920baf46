"""Users and their memberships in a festival."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, Membership, School, User
from festival.refusals import RuleBroken
from festival.signin import normalise_login
from festival.text import nfc, person_sort_key, search_key


@transaction.atomic
def add_member(
    *,
    festival: Festival,
    login: str,
    full_name: str,
    role: str,
    by: User | None,
    school: School | None = None,
    phone: str = "",
) -> Membership:
    """Add a membership, creating the user when the login is new.

    An existing user keeps his name. RuleBroken when the membership exists already.
    """
    person = person_with_login(login=login, full_name=full_name, phone=phone)
    membership, is_new = Membership.objects.get_or_create(
        user=person, festival=festival, role=role, school=school
    )
    if not is_new:
        raise RuleBroken("already-there", _("%(name)s already has this role.") % {"name": person.full_name})
    log_event(by, "member-added", membership, festival=festival, body={"login": person.login, "role": role})
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Remove a membership. RuleBroken for the last organiser, so that a festival always has one."""
    festival = lock(membership.festival)
    membership = lock(membership)
    organisers = Membership.objects.filter(festival=festival, role=Membership.Role.ORGANISER)
    if membership.role == Membership.Role.ORGANISER and organisers.count() == 1:
        raise RuleBroken("last-organiser", _("A festival keeps at least one organiser."))
    body = {"login": membership.user.login, "role": membership.role}
    log_event(by, "member-removed", membership, festival=festival, body=body)
    membership.delete()


def person_with_login(*, login: str, full_name: str, phone: str = "") -> User:
    """Return the user with this login, created without a password when new; the name is not changed."""
    name = normalise_login(login)
    person = User.objects.filter(login=name).first()
    if person is not None:
        return person
    person = User(login=name, phone=phone, email=name if "@" in name else "")
    set_person_name(person, full_name)
    person.set_unusable_password()
    person.save()
    return person


def set_person_name(person: User, full_name: str) -> None:
    """Set the full name and the keys derived from it; the caller saves."""
    person.full_name = nfc(full_name)
    person.sort_key = person_sort_key(person.full_name)
    person.search_key = search_key(f"{person.full_name} {person.login}")
