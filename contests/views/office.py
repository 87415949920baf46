"""The organiser's pages of contests."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contests.access import contest_for_office, contest_for_organiser
from contests.actions.contests import change_contest, make_contest, remove_contest
from contests.actions.rounds import set_rounds
from contests.forms.contests import ContestEditForm, ContestForm, RoundFormSet, RoundsForm
from contests.queries.office import categories_of, contests_of, round_rows, rounds_of
from contests.responses import ask_ranking
from contests.steps import steps_of
from festival.access import festival_for_office, festival_for_organiser
from festival.forms import ConfirmForm, attempt, refuse
from festival.refusals import RuleBroken
from festival.requests import UserRequest
from festival.responses import form_page, is_confirmed


@login_required
def contest_list(request: UserRequest, slug: str) -> HttpResponse:
    """All contests of the festival."""
    festival = festival_for_office(request.user, slug)
    context = {"festival": festival, "contests": list(contests_of(festival))}
    return render(request, "contests/office_list.html", context)


@login_required
def contest_new(request: UserRequest, slug: str) -> HttpResponse:
    """Create a contest."""
    festival = festival_for_organiser(request.user, slug)
    form = ContestForm(request.POST or None, initial={"kind": "booth"})
    try:
        if form.is_valid():
            contest = make_contest(festival=festival, by=request.user, **form.cleaned_data)
            messages.success(request, _("The contest is created. Next: its criteria."))
            return redirect("contests:office-detail", festival.slug, contest.slug)
    except RuleBroken as refusal:
        refuse(form, refusal)
    return form_page(request, "contests/office_form.html", form, festival=festival)


@login_required
def contest_detail(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """One contest: its settings, and links to its criteria, judges, prizes, progress and results."""
    row = contest_for_office(request.user, slug, contest)
    steps = steps_of(row) if row.takes_scores else []
    context = {
        "festival": row.festival,
        "contest": row,
        "steps": steps,
        "next_step": next((step for step in steps if not step.done), None),
        "categories": categories_of(row),
        "rounds": rounds_of(row),
    }
    return render(request, "contests/office_detail.html", context)


@login_required
def contest_edit(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Change a contest's settings."""
    row = contest_for_organiser(request.user, slug, contest)
    form = ContestEditForm(request.POST or None, of=row)
    if attempt(form, change_contest, contest=row, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("contests:office-detail", slug, row.slug)
    return form_page(request, "contests/office_form.html", form, festival=row.festival, contest=row)


@login_required
def rounds(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """The rounds and their weights."""
    row = contest_for_organiser(request.user, slug, contest)
    data, shown = request.POST or None, round_rows(row)
    rows = RoundFormSet(data, initial=shown, prefix="rounds")
    form = RoundsForm(data, formset=rows, contest=row, shown=shown, read=round_rows)
    if form.is_valid():
        change = partial(set_rounds, contest=row, by=request.user, **form.cleaned_data)
        question, back = _("Change the rounds?"), request.path
        if asked := ask_ranking(request, change, contest=row, question=question, back=back):
            return asked
    if attempt(form, set_rounds, contest=row, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("contests:office-detail", slug, row.slug)
    return form_page(request, "contests/rounds.html", form, festival=row.festival, contest=row, formset=rows)


@login_required
def contest_delete(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Remove a contest after a confirmation."""
    row = contest_for_organiser(request.user, slug, contest)
    form = ConfirmForm(request.POST if is_confirmed(request) else None)
    if attempt(form, remove_contest, contest=row, by=request.user):
        messages.success(request, _("Removed: %(name)s.") % {"name": row.name})
        return redirect("contests:office-list", slug)
    return form_page(
        request,
        "_confirm.html",
        form,
        festival=row.festival,
        question=_("Remove this contest?"),
        name=row.name,
        consequence=_(
            "Its criteria, panels and prizes are removed as well. A contest with entries cannot be removed."
        ),
        verb=_("Remove"),
        back=reverse("contests:office-detail", args=[slug, row.slug]),
        danger=True,
    )
