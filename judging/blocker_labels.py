"""Texts for each kind of blocker: for one blocker, for a number of them, and for a settlement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from festival.text import format_points
from judging.models import Settlement

LABELS: Final[Mapping[str, Promise]] = {
    "no-entries": _("no entry is approved yet"),
    "no-criteria": _("the round has no criteria yet"),
    "entry-out": _("it has marks but is no longer approved"),
    "entry-unassigned": _("no judge is assigned"),
    "machine-unmarked": _("the machine's marks are not entered"),
    "sheet-missing": _("sheet not started"),
    "sheet-incomplete": _("criteria not marked"),
    "sheet-not-submitted": _("marked but not submitted"),
    "conflict": _("two tablets differ"),
    "quarantine": _("sheet waiting for review"),
    "discrepancy": _("discrepancy not settled"),
    "no-result": _("too few sheets count; it has no result and is not ranked"),
}
"""Text of one blocker by its code; it follows the entry, round and judge."""

COUNTS: Final[Mapping[str, Promise]] = {
    "no-entries": _("no entry is approved yet"),
    "no-criteria": ngettext_lazy(
        "%(count)d round has no criteria yet", "%(count)d rounds have no criteria yet", "count"
    ),
    "entry-out": ngettext_lazy(
        "%(count)d entry has marks but is no longer approved",
        "%(count)d entries have marks but are no longer approved",
        "count",
    ),
    "entry-unassigned": ngettext_lazy(
        "%(count)d entry has no judge", "%(count)d entries have no judge", "count"
    ),
    "machine-unmarked": ngettext_lazy(
        "%(count)d entry lacks the machine's marks", "%(count)d entries lack the machine's marks", "count"
    ),
    "sheet-missing": ngettext_lazy("%(count)d sheet not started", "%(count)d sheets not started", "count"),
    "sheet-incomplete": ngettext_lazy(
        "%(count)d sheet with criteria not marked", "%(count)d sheets with criteria not marked", "count"
    ),
    "sheet-not-submitted": ngettext_lazy(
        "%(count)d sheet marked but not submitted", "%(count)d sheets marked but not submitted", "count"
    ),
    "conflict": ngettext_lazy(
        "%(count)d conflict between two tablets", "%(count)d conflicts between two tablets", "count"
    ),
    "quarantine": ngettext_lazy("%(count)d sheet to be reviewed", "%(count)d sheets to be reviewed", "count"),
    "discrepancy": ngettext_lazy(
        "%(count)d discrepancy not settled", "%(count)d discrepancies not settled", "count"
    ),
    "no-result": ngettext_lazy("%(count)d entry has no result", "%(count)d entries have no result", "count"),
}


_SHEET: Final = _("This sheet is not counted: the result is made of the other sheets of the entry.")
_UNRANKED: Final = _("The entry has no result and is not ranked.")
WAIVED: Final[Mapping[str, Promise]] = {
    "entry-out": _("The entry stays out of the ranking; its sheets are kept."),
    "entry-unassigned": _UNRANKED,
    "machine-unmarked": _UNRANKED,
    "sheet-missing": _SHEET,
    "sheet-incomplete": _SHEET,
    "sheet-not-submitted": _SHEET,
    "conflict": _("The sheet stays as it is on the server; the other version is kept and does not count."),
    "quarantine": _("What was set aside is kept and does not count."),
    "discrepancy": _("The judges' totals stay as they are and count."),
    "no-result": _UNRANKED,
}
"""What the waiver of a blocker means, by its code."""


def blocker_label(code: str) -> str:
    """The text of one blocker of this kind."""
    return str(LABELS[code])


def blocker_count(code: str, count: int) -> str:
    """A phrase with the number of blockers of this kind."""
    return str(COUNTS[code] % {"count": count})


def settlement_message(row: Settlement) -> str:
    """A settlement as the minutes and the progress page print it: what was settled, how, and the reason.

    Reads `entry`, `round` and `judge__user` of the row.
    """
    about = [
        (row.entry.numbers or str(row.entry)) if row.entry else "",
        (row.round.name or row.round.code) if row.round else "",
        row.judge.user.full_name if row.judge else "",
        blocker_label(row.blocker) if row.kind == Settlement.Kind.WAIVED else "",
    ]
    points = "" if row.points is None else f" ({format_points(row.points)})"
    how = f"{row.get_kind_display()}{points}. {row.reason}"
    return ": ".join(part for part in [*about, how] if part)
