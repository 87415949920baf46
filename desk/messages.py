"""Messages about a registration with marks that is to leave its contest."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booths.models import AnyRegistration, Booth
from contests.models import RegistrationState
from judging.queries.standing import standing_of


def marks_message(registration: AnyRegistration) -> str:
    """The number of sheets with marks of an approved registration, and its current rank; "" without marks."""
    entry = registration.entry if isinstance(registration, Booth) else registration
    if entry is None or registration.state != RegistrationState.APPROVED:
        return ""
    standing = standing_of(entry)
    if not standing.sheets:
        return ""
    sheets = ngettext(
        "It already has %(n)d score sheet", "It already has %(n)d score sheets", standing.sheets
    ) % {"n": standing.sheets}
    if standing.rank is None:
        return f"{sheets}."
    return _("%(sheets)s and ranks %(rank)d now.") % {"sheets": sheets, "rank": standing.rank}
