"""Texts on what closing judging leaves unfinished, for the pages that ask before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import Contest
from festival.models import Festival
from judging.models import Panel
from judging.pages.assigning import entry_label
from judging.pages.lines import with_others
from judging.queries.blockers import judging_state
from judging.queries.open_sheets import OpenSheet, open_sheets, open_sheets_of_festival

MOST_LINES: Final = 60


def closing_lines(contest: Contest, *, panel: Panel | None = None) -> list[str]:
    """A line for each sheet that does not count yet: judge, entry, how far."""
    return sheet_lines(open_sheets(contest, panel=panel))


def festival_closing_lines(festival: Festival) -> list[str]:
    """`closing_lines` of all contests of a festival, each with its contest."""
    return sheet_lines(open_sheets_of_festival(festival), with_contest=True)


def freeze_lines(contest: Contest) -> list[str]:
    """`closing_lines` of a contest whose freeze is not blocked: its open sheets are waived."""
    return [] if judging_state(contest).blockers else closing_lines(contest)


def closing_consequence(count: int) -> str:
    """What closing means for this number of open sheets."""
    if not count:
        return _("All sheets are submitted. They can then no longer be changed.")
    return ngettext(
        "%(n)d sheet is not submitted. It will not count, and marks sent later arrive too late:",
        "%(n)d sheets are not submitted. They will not count, and marks sent later arrive too late:",
        count,
    ) % {"n": count}


def sheet_lines(sheets: Sequence[OpenSheet], *, with_contest: bool = False) -> list[str]:
    """The sheets as lines, at most `MOST_LINES`, and the number of the others."""
    lines = [_line(sheet, with_contest=with_contest) for sheet in sheets[:MOST_LINES]]
    return with_others(lines, count=len(sheets))


def _line(sheet: OpenSheet, *, with_contest: bool) -> str:
    where = [sheet.contest if with_contest else "", sheet.round]
    named = " · ".join(part for part in (sheet.judge, *where, entry_label(sheet.entry)) if part)
    return f"{named}: {_how_far(sheet)}"


def _how_far(sheet: OpenSheet) -> str:
    if not sheet.marked:
        return _("not started")
    if sheet.marked >= sheet.criteria:
        return _("all criteria marked, not submitted")
    return _("%(marked)d of %(all)d criteria marked") % {"marked": sheet.marked, "all": sheet.criteria}
