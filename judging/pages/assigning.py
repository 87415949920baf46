"""Messages about assignments: what was done, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.messages import SUCCESS, WARNING
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import Entry
from judging.actions.judges import Distribution, Unassigned
from judging.models import Judge

Message = tuple[int, str]


def distribution_messages(result: Distribution) -> Iterator[Message]:
    """Level and text of each message about assigned entries."""
    yield SUCCESS, ngettext("%(n)d sheet made.", "%(n)d sheets made.", result.sheets) % {"n": result.sheets}
    if result.own_school:
        yield WARNING, _("Left out, own school: %(pairs)s.") % {"pairs": _pairs(result.own_school)}
    if result.nobody:
        yield (
            WARNING,
            _("None of the chosen judges may mark: %(entries)s.") % {"entries": _named(result.nobody)},
        )
    if result.elsewhere:
        kept = "; ".join(f"{row.judge} – {entry_label(row.entry)} ({row.panel})" for row in result.elsewhere)
        yield WARNING, _("Kept in another panel: %(pairs)s.") % {"pairs": kept}


def removal_messages(result: Unassigned) -> Iterator[Message]:
    """Level and text of each message about entries removed from a judge."""
    if result.removed:
        number = ngettext("%(n)d entry removed.", "%(n)d entries removed.", result.removed)
        yield SUCCESS, number % {"n": result.removed}
    if result.marked:
        yield (
            WARNING,
            _("Kept, because the judge has marked them: %(entries)s.") % {"entries": _named(result.marked)},
        )


def entry_label(entry: Entry) -> str:
    """An entry in a sentence for the office: its numbers, else its title."""
    return entry.numbers or str(entry)


def _named(entries: Iterable[Entry]) -> str:
    return "; ".join(entry_label(entry) for entry in entries)


def _pairs(pairs: Iterable[tuple[Judge, Entry]]) -> str:
    return "; ".join(f"{judge} – {entry_label(entry)}" for judge, entry in pairs)
