"""The organiser's page of a prize scheme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from awards.actions.scheme import set_scheme
from awards.forms.scheme import SchemeForm, TierFormSet
from awards.pages.scheme import (
    SCHEMES,
    SchemePreview,
    entries_for_preview,
    scheme_initial,
    scheme_preview,
)
from contests.access import contest_for_organiser
from contests.models import Contest
from festival.forms import attempt
from festival.requests import UserRequest, query_text
from festival.responses import form_page


@login_required
def scheme(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """The scheme and its tiers, with a preview."""
    row = contest_for_organiser(request.user, slug, contest)
    form, tiers = _forms(request, row)
    if (
        tiers.is_bound
        and tiers.is_valid()
        and attempt(form, set_scheme, contest=row, tiers=tiers.rows(), by=request.user)
    ):
        messages.success(request, _("Saved."))
        return redirect("awards:scheme", slug, row.slug)
    context = {"festival": row.festival, "contest": row, "formset": tiers, "schemes": SCHEMES}
    return form_page(request, "awards/scheme.html", form, outcome=_outcome(form, tiers, row), **context)


@login_required
@require_POST
def preview(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """The preview for the values in the form."""
    row = contest_for_organiser(request.user, slug, contest)
    form, tiers = _forms(request, row)
    return render(request, "awards/_outcome.html", {"outcome": _outcome(form, tiers, row)})


def _forms(request: UserRequest, contest: Contest) -> tuple[SchemeForm, Any]:
    facts, rows = shown = scheme_initial(contest)
    if not rows:
        rows = [dict(tier) for tier in SCHEMES.get(query_text(request, "preset"), SCHEMES["1-3-3-6"])]
    data = request.POST or None
    form = SchemeForm(data, initial=facts)
    form.set_fingerprint(contest, shown=shown, read=scheme_initial)
    return form, TierFormSet(data, initial=rows, prefix="tiers")


def _outcome(form: SchemeForm, tiers: Any, contest: Contest) -> SchemePreview | None:
    if not form.is_bound:
        rows, facts = tiers.initial or [], form.initial
    elif form.is_valid() and tiers.is_valid():
        rows, facts = tiers.rows(), form.cleaned_data
    else:
        return None
    return scheme_preview(facts, rows, entries=entries_for_preview(contest))
