"""Progress of judging for the office, and the pages that settle what blocks the freeze."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from contests.access import contest_for_office, contest_for_organiser
from festival.forms import attempt
from festival.refusals import RuleBroken
from festival.requests import UserRequest
from festival.responses import form_page
from judging.access.blockers import (
    BlockerContext,
    blocker_for_organiser,
    discrepancy_for_organiser,
    settlement_for_organiser,
)
from judging.actions.results import close_judging, resume_judging
from judging.actions.settle import settle_discrepancy, take_back_settlement, waive
from judging.forms.settle import ReasonForm, SettlementForm
from judging.queries.progress import progress_page

TURNS: dict[str, tuple[Callable[..., object], Any]] = {
    "close": (close_judging, _("Judging is closed: sheets can no longer be changed.")),
    "resume": (resume_judging, _("Judging is resumed.")),
}


@login_required
@require_GET
def progress(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Sheets by judge, discrepancies, and everything that the office has to decide."""
    row = contest_for_office(request.user, slug, contest)
    context = {"festival": row.festival, "contest": row, "page": progress_page(row)}
    return render(request, "judging/progress.html", context)


@login_required
@require_POST
def close_or_resume(request: UserRequest, slug: str, contest: str, way: str) -> HttpResponse:
    """Close judging, or open it again."""
    row = contest_for_organiser(request.user, slug, contest)
    if way not in TURNS:
        raise Http404
    action, message = TURNS[way]
    try:
        action(contest=row, by=request.user)
        messages.success(request, message)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("judging:progress", slug, contest)


@login_required
def settle(request: UserRequest, slug: str, contest: str, entry: int, round: str) -> HttpResponse:
    """Store how a discrepancy was settled."""
    code = "" if round == "-" else round
    subject = discrepancy_for_organiser(request.user, slug, contest, entry=entry, round=code)
    form = SettlementForm(request.POST or None)
    assert subject.round is not None
    action = partial(settle_discrepancy, entry=subject.entry, round=subject.round)
    message = _("The settlement is recorded.")
    return _settlement_form(
        request, subject, form, action, heading=_("Settle a discrepancy"), message=message
    )


@login_required
def waive_blocker(request: UserRequest, slug: str, contest: str, key: str) -> HttpResponse:
    """Waive one blocker with a reason."""
    subject = blocker_for_organiser(request.user, slug, contest, key)
    form, action = ReasonForm(request.POST or None), partial(waive, **subject.as_waiver())
    message = _("It no longer blocks the freeze; the reason is recorded.")
    return _settlement_form(request, subject, form, action, heading=_("Waive with a reason"), message=message)


@login_required
@require_POST
def undo_settlement(request: UserRequest, slug: str, contest: str, pk: int) -> HttpResponse:
    """Revoke a settlement or waiver while nothing is frozen."""
    settlement = settlement_for_organiser(request.user, slug, contest, pk)
    try:
        take_back_settlement(settlement=settlement, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("judging:progress", slug, contest)


def _settlement_form(
    request: UserRequest,
    subject: BlockerContext,
    form: ReasonForm,
    action: Callable[..., object],
    *,
    heading: Any,
    message: Any,
) -> HttpResponse:
    """The page of a form that settles a blocker; redirects to the progress page once `action` succeeds."""
    row = subject.contest
    done = request.method == "POST" and attempt(
        form, action, contest=row, by=request.user, now=timezone.now()
    )
    if done:
        messages.success(request, message)
        return redirect("judging:progress", row.festival.slug, row.slug)
    context = {"festival": row.festival, "contest": row, "subject": subject, "heading": heading}
    return form_page(request, "judging/settle.html", form, **context)
