"""Create a festival, its settings and signers, open and close it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from festival.access import festival_for_organiser, may_make_festivals
from festival.actions.festivals import change_festival, make_festival, move_festival, set_signers
from festival.forms import ConfirmForm, attempt, refuse, status_of
from festival.forms.festivals import FestivalForm, NewFestivalForm, SignerFormSet, form_of_preset
from festival.forms.stale_check import StaleCheckForm
from festival.presets import PRESETS
from festival.queries.schools import signer_rows
from festival.refusals import RuleBroken
from festival.registries import closing_notes, home_urls
from festival.requests import UserRequest, posted_text
from festival.responses import form_page, is_confirmed, report_saved

MOVED = {
    "open": gettext_lazy("The festival is now open."),
    "closed": gettext_lazy("The festival is now closed."),
}


@login_required
def new(request: UserRequest) -> HttpResponse:
    """Create a festival; `preset` fills in the issuing body and keeps what is typed."""
    if not may_make_festivals(request.user):
        raise Http404
    chosen = posted_text(request, "preset")
    if chosen in PRESETS:
        form = form_of_preset(PRESETS[chosen], request.POST)
    else:
        form = NewFestivalForm(request.POST or None)
    try:
        if form.is_valid():
            festival = make_festival(by=request.user, **form.cleaned_data)
            report_saved(request, _("The festival is created. Next: its schools."))
            return redirect(home_urls["organiser"], festival.slug)
    except RuleBroken as refusal:
        refuse(form, refusal)
    return form_page(request, "festival/new.html", form, presets=PRESETS, chosen=chosen)


@login_required
def settings(request: UserRequest, slug: str) -> HttpResponse:
    """The festival's settings."""
    festival = festival_for_organiser(request.user, slug)
    form = FestivalForm(request.POST or None, of=festival)
    if attempt(form, change_festival, festival=festival, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("festival:settings", festival.slug)
    return form_page(request, "festival/settings.html", form, festival=festival)


@login_required
def signers(request: UserRequest, slug: str) -> HttpResponse:
    """Who signs which kind of paper."""
    festival = festival_for_organiser(request.user, slug)
    rows = SignerFormSet(request.POST or None, initial=signer_rows(festival), prefix="signers")
    form = StaleCheckForm(request.POST or None, row=festival, shown=rows.initial, read=signer_rows)
    if (
        rows.is_bound
        and rows.is_valid()
        and attempt(form, set_signers, festival=festival, rows=rows.rows(), by=request.user)
    ):
        messages.success(request, _("Saved."))
        return redirect("festival:settings", festival.slug)
    context = {"festival": festival, "formset": rows, "form": form}
    return render(request, "festival/signers.html", context, status=status_of(form) if rows.is_bound else 200)


@login_required
def move(request: UserRequest, slug: str, to: str) -> HttpResponse:
    """Open or close the festival after a confirmation."""
    festival = festival_for_organiser(request.user, slug)
    form = ConfirmForm(request.POST if is_confirmed(request) else None)
    if attempt(form, move_festival, festival=festival, to=to, by=request.user):
        messages.success(request, MOVED[to])
        return redirect(home_urls["organiser"], festival.slug)
    lines = [line for notes in closing_notes.values() for line in notes(festival)] if to == "closed" else []
    return form_page(request, "festival/move.html", form, festival=festival, to=to, lines=lines)
