"""Downloads of entries' files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from contests.access import attachment_for_school, attachment_for_viewer
from contests.actions.attachments import remove_attachment
from contests.models import Attachment
from festival.forms import refusal_of, status_of_refusal
from festival.requests import UserRequest


def sent(attachment: Attachment) -> FileResponse:
    """The file as a download with its original name, never shown inline."""
    response = FileResponse(attachment.file.open(), as_attachment=True, filename=attachment.name)
    response["Content-Type"] = attachment.content_type or "application/octet-stream"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def file(request: UserRequest, slug: str, pk: int) -> HttpResponseBase:
    """Download a file of an entry, for its school and the office."""
    return sent(attachment_for_viewer(request.user, slug, pk))


@login_required
@require_POST
def remove(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a file from a draft."""
    attachment = attachment_for_school(request.user, slug, pk)
    entry = attachment.entry
    refusal = refusal_of(remove_attachment, attachment=attachment, by=request.user)
    if refusal is not None:
        context = {"festival": entry.contest.festival, "entry": entry, "message": refusal.message}
        status = status_of_refusal(refusal)
        return render(request, "contests/school_refused.html", context, status=status)
    return redirect("contests:school-entry", slug, entry.contest.slug, entry.pk)
