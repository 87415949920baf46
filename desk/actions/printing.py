"""Print papers: at once from the shell, as a job in the browser."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from contests.models import Contest
from desk.actions.paper_kinds import PARTS, PrintOrder
from desk.documents import KINDS, Kind
from festival.actions.jobs import start_job
from festival.glyphs import missing_in, missing_message
from festival.models import Festival, Job, User
from festival.printing import Paper, layout, merged_pdf, printed_root
from festival.refusals import RuleBroken

TASK = "desk.tasks.print_papers"


def kind_of(code: str) -> Kind:
    """The kind of paper with this code; RuleBroken that lists the known ones."""
    if code not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise RuleBroken(
            "no-such-kind",
            _("There is no paper “%(kind)s”. Known: %(known)s.") % {"kind": code, "known": known},
        )
    return KINDS[code]


def print_order_of(festival: Festival, *, contest: Contest | None, by: User, served: str = "") -> PrintOrder:
    """An order for one contest, or for all of the festival; `served` is the address of the request."""
    chosen = [contest] if contest else list(Contest.objects.filter(festival=festival))
    return PrintOrder(festival, chosen, by, printed_root(served))


def print_papers(code: str, order: PrintOrder) -> tuple[bytes, str]:
    """The papers as one PDF, and a text with the letters that no font has ("" without any).

    RuleBroken when there is nothing to print yet.
    """
    parts = papers_of(code, order)
    return merged_pdf(layout(part) for part in parts), missing_in_papers(parts)


def missing_in_papers(parts: Sequence[Paper]) -> str:
    """A text with the letters that no font has and where they occur; "" without any."""
    return missing_message(missing_in(*(part.data for part in parts)))


def start_printing(
    *, code: str, festival: Festival, contest: Contest | None, by: User, root: str = ""
) -> Job:
    """Queue the printing of a kind of paper; `root` begins its addresses."""
    kind = kind_of(code)
    title = f"{kind.name}" if contest is None else f"{kind.name} – {contest.name}"
    params = {"kind": code, "contest": contest.pk if contest else None, "root": root}
    return start_job(festival=festival, kind="printing", title=title, task=TASK, params=params, by=by)


def papers_of(code: str, order: PrintOrder) -> list[Paper]:
    """The papers as documents of a few pages each. RuleBroken when there is nothing to print yet."""
    kind_of(code)
    return list(PARTS[code](order))
