"""Messages about decisions on registrations."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booths.models import AnyRegistration, Booth
from contests.models import Entry, RegistrationState
from judging.queries.papers import name_in_table
from judging.queries.standing import marked_sheets, standing_of


def marks_message(registration: AnyRegistration) -> str:
    """The number of sheets with marks of an approved registration, and its current rank; "" without marks."""
    entry = registration.entry if isinstance(registration, Booth) else registration
    if entry is None or registration.state != RegistrationState.APPROVED:
        return ""
    standing = standing_of(entry)
    if not standing.sheets:
        return ""
    sheets = _sheets_message(standing.sheets)
    if standing.rank is None:
        return f"{sheets}."
    return _("%(sheets)s and ranks %(rank)d now.") % {"sheets": sheets, "rank": standing.rank}


def return_message(registration: AnyRegistration) -> str:
    """The number of sheets with marks of a registration that is not approved; "" without marks."""
    entry = registration.entry if isinstance(registration, Booth) else registration
    if entry is None or registration.state == RegistrationState.APPROVED:
        return ""
    sheets = marked_sheets(entry)
    return _sheets_message(sheets) + "." if sheets else ""


def _sheets_message(count: int) -> str:
    return ngettext("It already has %(n)d score sheet", "It already has %(n)d score sheets", count) % {
        "n": count
    }


def removal_message(sheets: int, *, is_blocking: bool) -> str:
    """The message about a registration that left its contest with marks, and whether it blocks the freeze."""
    kept = ngettext(
        "It already has %(n)d score sheet, which is kept.",
        "It already has %(n)d score sheets, which are kept.",
        sheets,
    ) % {"n": sheets}
    blocking = _(
        "The scores cannot be frozen until it is approved again, or an organiser confirms that it is out."
    )
    return f"{kept} {blocking}" if is_blocking else kept


def registration_name(registration: AnyRegistration) -> str:
    """The title, or the people of an entry in a contest of people."""
    name = name_in_table(registration.contest, registration) if isinstance(registration, Entry) else ""
    return name or str(registration)


def decision_message(registration: AnyRegistration) -> str:
    """The message after a decision: the new state, the name, and the candidate number where there is one."""
    registration.refresh_from_db()
    name = registration_name(registration)
    if isinstance(registration, Entry):
        number = registration.numbers
        name = _("%(name)s (No. %(number)s)") % {"name": name, "number": number} if number else name
    texts = {
        RegistrationState.APPROVED: _("Approved: %(name)s."),
        RegistrationState.RETURNED: _("Sent back: %(name)s."),
        RegistrationState.DECLINED: _("Declined: %(name)s."),
    }
    return texts[RegistrationState(registration.state)] % {"name": name}
