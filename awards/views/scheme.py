"""The organiser's page of a prize scheme."""

from __future__ import annotations

from functools import partial
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
    rows_with_preset,
    scheme_initial,
    scheme_preview,
)
from contests.access import contest_for_organiser
from contests.models import Contest
from festival.forms import attempt, status_of
from festival.forms.row_editor import rows_as_sent
from festival.requests import UserRequest, is_posted, posted_text


@login_required
def scheme(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """The scheme and its tiers, with a preview."""
    row = contest_for_organiser(request.user, slug, contest)
    shown = scheme_initial(row)
    form, tiers = _forms(request, row, shown)
    if (
        tiers.is_bound
        and not is_posted(request, "preset")
        and tiers.is_valid()
        and attempt(form, set_scheme, contest=row, tiers=tiers.rows(), by=request.user)
    ):
        messages.success(request, _("Saved."))
        return redirect("awards:scheme", slug, row.slug)
    schemes = {} if shown[1] else SCHEMES
    context = {"festival": row.festival, "contest": row, "form": form, "formset": tiers, "schemes": schemes}
    context["outcome"] = _outcome(form, tiers, row)
    status = 200 if is_posted(request, "preset") or not form.is_bound else status_of(form)
    return render(request, "awards/scheme.html", context, status=status)


@login_required
@require_POST
def preview(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """The preview for the values in the form."""
    row = contest_for_organiser(request.user, slug, contest)
    form, tiers = _forms(request, row, scheme_initial(row))
    return render(request, "awards/_outcome.html", {"outcome": _outcome(form, tiers, row)})


def _forms(
    request: UserRequest, contest: Contest, shown: tuple[dict[str, Any], list[dict[str, Any]]]
) -> tuple[SchemeForm, Any]:
    """The forms of the page; `preset` fills in what is not typed."""
    facts, rows = shown
    data = request.POST or None
    form = SchemeForm(data, initial=facts)
    form.set_fingerprint(contest, shown=shown, read=scheme_initial)
    tiers = partial(TierFormSet, prefix="tiers")
    preset = SCHEMES.get(posted_text(request, "preset"))
    if preset:
        return form, tiers(rows_as_sent(rows_with_preset(tiers(data).typed_rows(), preset), prefix="tiers"))
    return form, tiers(data, initial=rows or [dict(tier) for tier in SCHEMES["1-3-3-6"]])


def _outcome(form: SchemeForm, tiers: Any, contest: Contest) -> SchemePreview | None:
    if not form.is_bound:
        rows, facts = tiers.initial or [], form.initial
    elif form.is_valid() and tiers.is_valid():
        rows, facts = tiers.rows(), form.cleaned_data
    else:
        return None
    return scheme_preview(facts, rows, entries=entries_for_preview(contest))
