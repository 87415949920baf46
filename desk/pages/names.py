"""The page that corrects names of frozen results: what changes, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import Contest
from desk.actions.name_corrections import Corrected
from judging.models import NameCorrection
from judging.queries.names import corrections_listed
from judging.queries.results import ResultLine, current_run
from judging.rules.states import CERTIFIED


@dataclass(frozen=True, slots=True)
class NamesPage:
    """What the page shows beside its form.

    consequences  of the correction that waits for its confirmation; empty while nothing waits
    corrections   earlier ones of this line, oldest first
    """

    consequences: Sequence[str]
    corrections: Sequence[NameCorrection]


def names_page(contest: Contest, line: ResultLine, waiting: Corrected | None) -> NamesPage:
    """The page of one frozen line."""
    run = current_run(contest)
    corrections = corrections_listed(run) if run else []
    return NamesPage(
        consequences_of(contest, waiting) if waiting else [],
        [row for row in corrections if row.entry_id == line.entry or row.school_code == line.school_code],
    )


def consequences_of(contest: Contest, waiting: Corrected) -> list[str]:
    """Sentences on what the correction changes: other contests, certificates; and that ranks stay."""
    others = [str(row) for row in waiting.contests if row != contest]
    return [
        _("Ranks, points and prizes stay as they are."),
        *(
            [_("The name changes in these results, too: %(names)s.") % {"names": "; ".join(others)}]
            if others
            else []
        ),
        papers_message(contest, waiting.papers),
    ]


def papers_message(contest: Contest, papers: int) -> str:
    """How many issued certificates the correction replaces."""
    if contest.state not in CERTIFIED:
        return _("No certificate is issued yet; they will be printed with the corrected name.")
    if not papers:
        return _("No certificate that was issued changes.")
    return ngettext(
        "%(n)d certificate that was issued is replaced by a new one with a new number; "
        "the check page of the old one leads to it. Print it again.",
        "%(n)d certificates that were issued are replaced by new ones with new numbers; "
        "the check pages of the old ones lead to them. Print them again.",
        papers,
    ) % {"n": papers}


def corrected_message(found: Corrected) -> str:
    """The message after a correction."""
    done = _("The name is corrected.")
    if not found.papers:
        return done
    replaced = ngettext(
        "%(n)d certificate was replaced: print it again.",
        "%(n)d certificates were replaced: print them again.",
        found.papers,
    ) % {"n": found.papers}
    return f"{done} {replaced}"
