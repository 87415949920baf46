"""Printing papers: at once from the shell, as a job in the browser."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from weasyprint import Document

from contests.models import Contest
from desk.actions.paper_kinds import PARTS, Order
from desk.documents import KINDS, Kind
from festival.actions.jobs import Progress, start_job
from festival.models import Festival, Job, User
from festival.printing import Paper, bound, layout
from festival.refusals import RuleBroken
from festival.text import slug

TASK = "desk.actions.printing.do_printing"


def kind_of(code: str) -> Kind:
    """The kind with this code; RuleBroken that lists the known ones."""
    if code not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise RuleBroken(
            "no-such-kind",
            _("There is no paper “%(kind)s”. Known: %(known)s.") % {"kind": code, "known": known},
        )
    return KINDS[code]


def order_of(festival: Festival, *, contest: Contest | None, by: User) -> Order:
    """An order for one contest, or for all of the festival."""
    chosen = [contest] if contest else list(Contest.objects.filter(festival=festival))
    return Order(festival, chosen, by)


def print_papers(code: str, order: Order) -> bytes:
    """The papers as one PDF. RuleBroken when there is nothing to print yet."""
    return bound(_laid_out(code, order))


def start_printing(*, code: str, festival: Festival, contest: Contest | None, by: User) -> Job:
    """Queue the printing of a kind of paper."""
    kind = kind_of(code)
    title = f"{kind.name}" if contest is None else f"{kind.name} – {contest.name}"
    params = {"kind": code, "contest": contest.pk if contest else None}
    return start_job(festival=festival, kind="printing", title=title, task=TASK, params=params, by=by)


def do_printing(job: Job, progress: Progress) -> None:
    """The work of a printing job: lays out part by part, then writes the file."""
    code = str(job.params["kind"])
    contest = Contest.objects.filter(festival=job.festival, pk=job.params["contest"] or 0).first()
    order = order_of(job.festival, contest=contest, by=job.created_by)
    parts = list(_parts(code, order))
    documents: Sequence[Document] = [layout(part) for part in progress.over(parts, total=len(parts))]
    name = f"{slug(job.festival.slug)}-{code}-{secrets.token_hex(8)}.pdf"
    folder = Path(settings.FESTIVAL_PAPERS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / name).write_bytes(bound(documents))
    job.file, job.file_name = name, f"{code}-{contest.slug if contest else job.festival.slug}.pdf"


def _laid_out(code: str, order: Order) -> Iterator[Document]:
    return (layout(part) for part in _parts(code, order))


def _parts(code: str, order: Order) -> Iterator[Paper]:
    kind_of(code)
    return PARTS[code](order)
