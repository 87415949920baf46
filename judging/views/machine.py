"""The office's page of a round marked by machine."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from festival.forms import attempt, status_of
from festival.requests import UserRequest, query_text
from judging.access.office import machine_round_for_office
from judging.actions.machine import save_machine_marks
from judging.forms.machine import MachineMarksForm


@login_required
def machine_marks(request: UserRequest, slug: str, contest: str, round: int) -> HttpResponse:
    """Enter the marks of a machine round: paste, preview, save."""
    part = machine_round_for_office(request.user, slug, contest, round)
    form = MachineMarksForm(request.POST or None, round=part, fill=bool(query_text(request, "fill")))
    context = {"round": part, "by": request.user, "now": timezone.now()}
    if form.is_confirmed and attempt(form, save_machine_marks, **context):
        text = ngettext(
            "Saved: the marks of %(n)d entry.", "Saved: the marks of %(n)d entries.", form.changes
        )
        messages.success(request, text % {"n": form.changes})
        return redirect(request.path)
    is_good = not form.is_bound or form.is_valid()
    if form.is_bound:
        form.offer_save()
    status = 200 if is_good else status_of(form)
    page = {"festival": part.contest.festival, "contest": part.contest, "part": part, "form": form}
    return render(request, "judging/machine.html", page, status=status)
