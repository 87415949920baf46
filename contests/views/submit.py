"""The summary of a school's entries before they are submitted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.access import contest_for_school, entry_for_school
from contests.actions.entries import submit_entries
from contests.models import Contest
from contests.pages.summary import Summary, entry_summary, people_summary
from contests.rules import EDITABLE
from festival.forms import SubmitForm, attempt
from festival.locks import versions_of
from festival.models import School
from festival.names import offered_names
from festival.requests import UserRequest, current_school
from festival.responses import form_page


@login_required
def submit_all(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Show the people who are ready, and who is not; submit those who are ready once confirmed."""
    school = current_school(request, slug)
    row = contest_for_school(school, contest)
    summary = people_summary(school, row, now=timezone.now())
    if not summary.ready and not summary.incomplete:
        return redirect("contests:school-entries", slug, contest)
    return _page(request, school, row, summary, done=("contests:school-entries", slug, contest))


@login_required
def submit(request: UserRequest, slug: str, contest: str, pk: int) -> HttpResponse:
    """Show what was saved of a product and what was left out; submit it once confirmed."""
    row = entry_for_school(request.user, slug, contest, pk)
    is_person = row.contest.kind == Contest.Kind.INDIVIDUAL
    if is_person or row.state not in EDITABLE:
        return redirect("contests:school-entry", slug, contest, pk)
    done = ("contests:school-entry", slug, contest, pk)
    return _page(request, row.school, row.contest, entry_summary(row), done=done)


def _page(
    request: UserRequest, school: School, contest: Contest, summary: Summary, *, done: tuple[Any, ...]
) -> HttpResponse:
    form = SubmitForm(request.POST or None, initial={"seen": versions_of(summary.ready)})
    where = {"contest": contest, "school": school, "by": request.user, "now": timezone.now()}
    if attempt(form, submit_entries, entries=summary.ready, **where):
        messages.success(request, _("%(contest)s: submitted.") % {"contest": contest.name})
        return redirect(*done)
    context = {
        "festival": school.festival,
        "school": school,
        "contest": contest,
        "summary": summary,
        "left_out": summary.left_out,
        "names": offered_names(summary.names),
        "is_ready": bool(summary.ready),
        "back": resolve_url(*done),
    }
    return form_page(request, "contests/school_submit.html", form, **context)
