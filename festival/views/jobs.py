"""Pages of jobs: progress, and the file once it is done. Only for the user who started the job."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from festival.access import job_for_owner
from festival.models import Job
from festival.requests import UserRequest, is_in_query


@login_required
@require_safe
@never_cache
def job(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The page of one job."""
    return _page(request, job_for_owner(request.user, slug, pk), "festival/job.html")


@login_required
@require_safe
@never_cache
def job_progress(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The fragment of the page that is polled every second."""
    return _page(request, job_for_owner(request.user, slug, pk), "_job.html")


@login_required
@require_safe
@never_cache
def job_file(request: UserRequest, slug: str, pk: int) -> FileResponse:
    """The file that the job made."""
    row = job_for_owner(request.user, slug, pk)
    path = Path(settings.FESTIVAL_PAPERS) / Path(row.file).name
    if row.state != Job.State.DONE or not row.file or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=not is_in_query(request, "inline"), filename=row.file_name
    )


def _page(request: UserRequest, row: Job, template: str) -> HttpResponse:
    url = reverse("festival:job-progress", args=[row.festival.slug, row.pk])
    return render(request, template, {"festival": row.festival, "job": row, "job_url": url})
