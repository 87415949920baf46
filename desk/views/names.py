"""The page on which an organiser corrects misspelt names of frozen results."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from desk.access import ranked_entry_for_organiser
from desk.actions.name_corrections import Corrected, correct_names, preview_correction
from desk.forms.results import NamesForm
from desk.pages.names import corrected_message, names_page
from desk.queries.names import names_of
from festival.forms import attempt
from festival.requests import UserRequest, is_posted
from festival.responses import form_page, is_confirmed


@login_required
def names(request: UserRequest, slug: str, contest: str, pk: int) -> HttpResponse:
    """Type the names, see what changes, confirm; "again" returns to the typed names."""
    row, entry, line = ranked_entry_for_organiser(request.user, slug, contest, pk)
    form = NamesForm(request.POST or None, names=names_of(entry, line), kind=row.kind)
    found: list[Corrected] = []
    action = correct_names if is_confirmed(request) else preview_correction
    if form.is_bound and not is_posted(request, "again"):
        context = {"contest": row, "entry": entry, "by": request.user, "now": timezone.now()}
        attempt(form, lambda **given: found.append(action(**given)), **context)
        form.show_current_if_stale()
    if found and is_confirmed(request):
        messages.success(request, corrected_message(found[0]))
        return redirect("desk:results", slug, contest)
    page = names_page(row, line, found[0] if found else None)
    context = {"festival": row.festival, "contest": row, "line": line, "page": page}
    if not form.errors:
        return render(request, "desk/results_names.html", {"form": form, **context})
    return form_page(request, "desk/results_names.html", form, **context)
