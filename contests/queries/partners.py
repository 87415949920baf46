"""Schools that are partners in another school's registration."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from contests.models import Entry, RegistrationState

COUNTED = (RegistrationState.SUBMITTED, RegistrationState.RETURNED, RegistrationState.APPROVED)


def shares_an_entry() -> Exists:
    """Whether the school of the outer query is a partner in an entry that counts."""
    rows = Entry.partners.through.objects.filter(school=OuterRef("pk"), entry__state__in=COUNTED)
    return Exists(rows)
