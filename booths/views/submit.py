"""The summary of a booth's registration before it is submitted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booths.access import booth_for_school
from booths.actions.registration import submit_booth
from booths.models import Booth
from booths.pages.checklist import left_out_of
from booths.queries.public import public_partners
from contests.rules import EDITABLE
from festival.forms import SubmitForm, attempt
from festival.locks import versions_of
from festival.names import offered_names
from festival.requests import UserRequest
from festival.responses import form_page


@login_required
def submit(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Show what was saved and what was left out; submit it once confirmed."""
    row = booth_for_school(request.user, slug, pk)
    form = SubmitForm(request.POST or None, initial={"seen": versions_of([row])})
    if attempt(form, submit_booth, booth=row, by=request.user, now=timezone.now()):
        messages.success(request, _("“%(title)s” submitted.") % {"title": row.title})
        return redirect("booths:school-booth", slug, pk)
    if row.state not in EDITABLE:
        return redirect("booths:school-booth", slug, pk)
    return form_page(request, "booths/school_submit.html", form, **_summary(row))


def _summary(row: Booth) -> dict[str, Any]:
    """What the page shows of the booth: its content, what was left out, names to be looked at."""
    prefetch_related_objects([row], "products", "photos")
    return {
        "festival": row.festival,
        "booth": row,
        "shared": public_partners(row),
        "products": row.products.all(),
        "photos": row.photos.all(),
        "is_ready": True,
        "back": reverse("booths:school-booth", args=[row.festival.slug, row.pk]),
        "left_out": left_out_of(row),
        "names": offered_names([row.person, *(product.authors for product in row.products.all())]),
    }
