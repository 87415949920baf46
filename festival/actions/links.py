"""Links and badges that sign users in. The token itself is never stored.

A token is the keyed digest of 128 random bits under the server's secret key, and only its SHA-256 is stored.
An invitation can therefore be shown and printed again, and a copy of the database gives no access.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import salted_hmac

from festival.audit import log_event
from festival.codes import code_bytes, printed_code
from festival.locks import lock
from festival.models import Festival, SignInLink, User

TOKEN_BYTES = 16
INVITATION_DAYS = 60
BADGE_DAYS_AFTER = 2


def token_of(link: SignInLink) -> str:
    """The secret part of the link's address: 128 bits as 26 letters that can be typed from paper."""
    digest = salted_hmac("festival.sign-in-link", link.nonce, algorithm="sha256").digest()
    return printed_code(digest[:TOKEN_BYTES])


def hash_of(token: str) -> str:
    """The SHA-256 of a token, as stored; a typed token may differ in case, and have O for 0.

    The hash is of the base 64 of the token's bytes: 22 letters, which older links contain as they are.
    """
    secret = code_bytes(token, TOKEN_BYTES)
    text = token if secret is None else base64.urlsafe_b64encode(secret).decode().rstrip("=")
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def link_for(
    *, festival: Festival, user: User, purpose: str, by: User | None, fresh: bool = False
) -> SignInLink:
    """Return the user's valid link, created when there is none; `fresh` revokes the old one first.

    Locks the festival, so that a user has one valid link of each purpose.
    """
    lock(festival)
    live = SignInLink.objects.filter(
        festival=festival, user=user, purpose=purpose, revoked_at__isnull=True
    ).first()
    if live is not None and not fresh and live.expires_at > timezone.now():
        return live
    if live is not None:
        revoke_link(link=live, by=by)
    link = SignInLink(
        festival=festival,
        user=user,
        purpose=purpose,
        nonce=secrets.token_hex(16),
        expires_at=_end_of(festival, purpose),
    )
    link.token_hash = hash_of(token_of(link))
    link.save()
    log_event(by, "link-made", link, festival=festival, body={"user": user.login, "purpose": purpose})
    return link


@transaction.atomic
def revoke_link(*, link: SignInLink, by: User | None) -> None:
    """Revoke the link; does nothing when it is revoked already."""
    live = SignInLink.objects.filter(pk=link.pk, revoked_at__isnull=True)
    if live.update(revoked_at=timezone.now()) == 1:
        log_event(by, "link-revoked", link, festival=link.festival, body={"user": link.user.login})


@transaction.atomic
def use_link(*, link: SignInLink, now: datetime) -> User:
    """Store that the link signed its user in, and return the user."""
    SignInLink.objects.filter(pk=link.pk).update(
        first_used_at=Coalesce(F("first_used_at"), now), last_used_at=now
    )
    log_event(link.user, "link-used", link, festival=link.festival, body={"purpose": link.purpose})
    return link.user


def live_link(token: str, *, now: datetime) -> SignInLink | None:
    """The link with this token if it is valid, else None."""
    return (
        SignInLink.objects.select_related("user", "festival")
        .filter(token_hash=hash_of(token), revoked_at__isnull=True, expires_at__gt=now, user__is_active=True)
        .first()
    )


def link_with_token(token: str) -> SignInLink | None:
    """The link with this token, valid or not: revoked, expired, or its user inactive. None when unknown."""
    return SignInLink.objects.select_related("user", "festival").filter(token_hash=hash_of(token)).first()


@transaction.atomic
def set_first_password(*, link: SignInLink, password: str, now: datetime) -> None:
    """Set the user's password by an invitation; other sessions of the user end.

    StaleState when the link was used or revoked after it was loaded: `may_set_password` depends on that.
    """
    lock(link, revoked_at=None, first_used_at=link.first_used_at)
    person = use_link(link=link, now=now)
    person.set_password(password)
    person.save(update_fields=["password"])
    log_event(person, "password-set", person, festival=link.festival, body={"by": "invitation"}, at=now)


def _end_of(festival: Festival, purpose: str) -> datetime:
    now = timezone.now()
    if purpose == SignInLink.Purpose.BADGE and festival.ends_on is not None:
        last_day = timezone.make_aware(datetime.combine(festival.ends_on, datetime.max.time()))
        return max(last_day + timedelta(days=BADGE_DAYS_AFTER), now + timedelta(days=BADGE_DAYS_AFTER))
    return now + timedelta(days=INVITATION_DAYS)
