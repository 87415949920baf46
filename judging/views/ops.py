"""The office's page of a score op that is not counted."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from festival.labels import value_label
from festival.requests import UserRequest
from judging.access.office import op_for_office
from judging.pages.op_versions import op_versions


@login_required
@require_GET
def op(request: UserRequest, slug: str, contest: str, op: UUID) -> HttpResponse:
    """A conflict, late or quarantined op beside the sheet as it is saved."""
    row, sheet = op_for_office(request.user, slug, contest, op)
    context = {
        "festival": row.festival,
        "contest": sheet.assignment.entry.contest,
        "versions": op_versions(row, sheet),
        "reason": value_label(row.reason, key="reason") if row.reason else "",
    }
    return render(request, "judging/op.html", context)
