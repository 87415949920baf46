"""The office's list of registrations, and deciding about them."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from booths.models import AnyRegistration, Booth
from contests.queries.office import contests_of
from desk.access import registration_for_office
from desk.actions.registrations import approve_many, decide_registration, undo_approvals
from desk.forms.registrations import RegistrationFilterForm, RemarkForm
from desk.messages import decision_message, marks_message, registration_name
from desk.pages.registrations import ask_about, removal_of
from desk.queries.registrations import registrations_named, registrations_of, state_counts, with_labels
from festival.access import festival_for_office
from festival.forms import attempt
from festival.models import Festival
from festival.refusals import RuleBroken
from festival.requests import UserRequest, posted_text, posted_texts, query_text
from festival.responses import ask, form_page, is_confirmed
from judging.pages.ranking import ranking_lines

PER_PAGE = 100
JUST_APPROVED = "just-approved"


@login_required
def registrations(request: UserRequest, slug: str) -> HttpResponse:
    """All registrations, filtered by state, contest, school and search text."""
    festival = festival_for_office(request.user, slug)
    chosen = RegistrationFilterForm(request.GET).chosen()
    page = Paginator(registrations_of(festival, chosen=chosen), PER_PAGE).get_page(
        query_text(request, "page")
    )
    page.object_list = with_labels(page.object_list)
    counts = state_counts(festival, chosen=chosen)
    context = {
        "festival": festival,
        "page_obj": page,
        "chosen": chosen,
        "counts": [row for row in counts if row[2] or row[0] == chosen.get("state")],
        "all": sum(number for _state, _word, number in counts),
        "contests": list(contests_of(festival)),
        "just_approved": request.session.pop(JUST_APPROVED, []),
    }
    return render(request, "desk/registrations.html", context)


@login_required
@require_POST
def approve_ticked(request: UserRequest, slug: str) -> HttpResponse:
    """Approve all ticked registrations, or none; the next page offers to undo it."""
    festival = festival_for_office(request.user, slug)
    keys = posted_texts(request, "row")
    rows = registrations_named(festival, keys)
    try:
        number = approve_many(registrations=rows, by=request.user, now=timezone.now())
        request.session[JUST_APPROVED] = keys
        messages.success(request, ngettext("%(n)d approved.", "%(n)d approved.", number) % {"n": number})
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:registrations", festival.slug)


@login_required
@require_POST
def undo(request: UserRequest, slug: str) -> HttpResponse:
    """Undo the approvals made just before."""
    festival = festival_for_office(request.user, slug)
    rows = registrations_named(festival, posted_texts(request, "row"))
    try:
        undo_approvals(festival=festival, registrations=rows, by=request.user, now=timezone.now())
        messages.success(request, _("Approval undone; the registrations wait for approval again."))
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:registrations", festival.slug)


@login_required
def registration(request: UserRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """One registration with all its data, and the form of the decision."""
    festival = festival_for_office(request.user, slug)
    row = registration_for_office(festival, f"{kind}-{pk}")
    form = RemarkForm(request.POST or None, initial={"remark": row.remark})
    decided = attempt(
        form,
        decide_registration,
        registration=row,
        decision=posted_text(request, "decision"),
        is_confirmed=is_confirmed(request),
        by=request.user,
        now=timezone.now(),
    )
    if decided:
        messages.success(request, decision_message(row))
        return redirect("desk:registrations", festival.slug)
    if form.has_error(NON_FIELD_ERRORS, "has-marks"):
        return _ask_decision(request, festival, row, remark=form.cleaned_data["remark"])
    return _page(request, festival, row, form)


def _page(request: UserRequest, festival: Festival, row: AnyRegistration, form: RemarkForm) -> HttpResponse:
    context = {
        "festival": festival,
        "row": row,
        "name": registration_name(row),
        "is_booth": isinstance(row, Booth),
        "marks": marks_message(row),
        "removal": removal_of(row),
    }
    return form_page(request, "desk/registration.html", form, **context)


def _ask_decision(
    request: UserRequest, festival: Festival, row: AnyRegistration, *, remark: str
) -> HttpResponse:
    """Ask before an entry with marks leaves the ranking or returns to it; keeps what was typed."""
    decision = posted_text(request, "decision")
    kind = "booth" if isinstance(row, Booth) else "entry"
    question = ask_about(row, decision)
    act = partial(decide_registration, registration=row, decision=decision, remark=remark, is_confirmed=True)
    return ask(
        request,
        festival=festival,
        question=question.text,
        name=str(row),
        consequence=question.consequence,
        lines=ranking_lines(partial(act, by=request.user, now=timezone.now()), contest=question.contest),
        verb=question.verb,
        back=reverse("desk:registration", args=[festival.slug, kind, row.pk]),
        danger=decision != "approve",
    )
