"""Background work of the desk: printing, importing and exporting."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from weasyprint import Document

from contests.models import Contest
from desk.actions.files import import_upload
from desk.actions.printing import missing_in_papers, papers_of, print_order_of
from desk.exports import export_bundle, workbook, zipped
from festival.actions.jobs import Progress
from festival.models import Job
from festival.printing import layout, merged_pdf
from festival.text import slug


def print_papers(job: Job, progress: Progress) -> None:
    """Lay out a kind of paper and write the file; returns a text with letters that no font has."""
    code = str(job.params["kind"])
    contest = Contest.objects.filter(festival=job.festival, pk=job.params["contest"] or 0).first()
    served = str(job.params.get("root", ""))
    order = print_order_of(job.festival, contest=contest, by=job.created_by, served=served)
    parts = papers_of(code, order)
    job.message = missing_in_papers(parts)
    documents: Sequence[Document] = [layout(part) for part in progress.over(parts, total=len(parts))]
    job.file = _kept(merged_pdf(documents), name=f"{slug(job.festival.slug)}-{code}", suffix="pdf")
    job.file_name = f"{code}-{contest.slug if contest else job.festival.slug}.pdf"


def import_file(job: Job, progress: Progress) -> None:
    """Import a previewed file."""
    file, name = str(job.params["file"]), str(job.params["name"])
    progress.start(1)
    job.message = import_upload(file=file, name=name, by=job.created_by, festival=job.festival)
    progress.reached(1)


def export_festival(job: Job, progress: Progress) -> None:
    """Read the festival in one transaction, then write its files."""
    bundle = export_bundle(job.festival)
    kind = "xlsx" if job.params["kind"] == "xlsx" else "zip"
    data = workbook(bundle) if kind == "xlsx" else zipped(bundle, step=_steps(bundle.count, progress))
    job.file = _kept(data, name=slug(job.festival.slug), suffix=kind)
    job.file_name = f"{job.festival.slug}.{kind}"


def _kept(data: bytes, *, name: str, suffix: str) -> str:
    """Write a file for download by its owner; returns its name, which is random."""
    folder = Path(settings.FESTIVAL_PAPERS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = f"{name}-{secrets.token_hex(16)}.{suffix}"
    (folder / file).write_bytes(data)
    return file


def _steps(total: int, progress: Progress) -> Callable[[], None]:
    """A function that counts one written file as progress."""
    counted = iter(progress.over(range(total), total=total))

    def step() -> None:
        next(counted, None)

    return step
