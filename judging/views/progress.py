"""Progress of judging for the office, and the pages that settle what blocks the freeze."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contests.access import contest_for_office, contest_for_organiser
from contests.models import Contest
from contests.responses import ask_ranking
from festival.forms import attempt, refusal_of
from festival.requests import UserRequest
from festival.responses import ask, form_page, is_confirmed
from judging.access.blockers import (
    BlockerContext,
    blocker_for_organiser,
    discrepancy_for_organiser,
    settlement_for_organiser,
)
from judging.actions.results import close_judging, resume_judging
from judging.actions.settle import settle_discrepancy, take_back_settlement, waive
from judging.blocker_labels import WAIVED, settlement_message
from judging.forms.settle import ReasonForm, SettlementForm
from judging.pages.closing import closing_consequence, closing_lines
from judging.pages.ranking import ranking_lines
from judging.pages.settling import marks_table, previous_settlement, settlement_initial
from judging.queries.progress import progress_page


@login_required
@require_GET
def progress(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Sheets by judge, discrepancies, and everything that the office has to decide."""
    row = contest_for_office(request.user, slug, contest)
    context = {"festival": row.festival, "contest": row, "page": progress_page(row)}
    return render(request, "judging/progress.html", context)


@login_required
@require_POST
def close(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Close judging, once the organiser has seen which sheets are open."""
    row = contest_for_organiser(request.user, slug, contest)
    if not is_confirmed(request) and row.takes_scores:
        lines = closing_lines(row)
        return ask(
            request,
            festival=row.festival,
            question=_("Close judging?"),
            name=row.name,
            consequence=closing_consequence(len(lines)),
            lines=lines,
            verb=_("Close judging"),
            back=reverse("judging:progress", args=[slug, contest]),
        )
    message = _("Judging is closed: sheets can no longer be changed.")
    return _to_progress(request, row, partial(close_judging, contest=row), message)


@login_required
@require_POST
def resume(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Open judging again."""
    row = contest_for_organiser(request.user, slug, contest)
    return _to_progress(request, row, partial(resume_judging, contest=row), _("Judging is resumed."))


@login_required
def settle(request: UserRequest, slug: str, contest: str, entry: int, round: str) -> HttpResponse:
    """Store how a discrepancy was settled."""
    code = "" if round == "-" else round
    subject = discrepancy_for_organiser(request.user, slug, contest, entry=entry, round=code)
    assert subject.round is not None and subject.judged is not None
    previous = previous_settlement(subject.contest, subject.entry, subject.round)
    form = SettlementForm(request.POST or None, initial=settlement_initial(previous))
    action = partial(settle_discrepancy, entry=subject.entry, round=subject.round)
    shown = {
        "heading": _("Settle a discrepancy"),
        "table": marks_table(subject.judged, subject.entry, subject.round),
        "previous": previous,
    }
    return _settlement_form(request, subject, form, action, shown, message=_("The settlement is recorded."))


@login_required
def waive_blocker(request: UserRequest, slug: str, contest: str, key: str) -> HttpResponse:
    """Waive one blocker with a reason."""
    subject = blocker_for_organiser(request.user, slug, contest, key)
    form, action = ReasonForm(request.POST or None), partial(waive, **subject.as_waiver())
    assert subject.line is not None
    shown = {"heading": _("Waive with a reason"), "consequence": WAIVED[subject.line.blocker.code]}
    message = _("It no longer blocks the freeze; the reason is recorded.")
    return _settlement_form(request, subject, form, action, shown, message=message)


@login_required
@require_POST
def undo_settlement(request: UserRequest, slug: str, contest: str, pk: int) -> HttpResponse:
    """Revoke a settlement or waiver while nothing is frozen, after a confirmation."""
    settlement = settlement_for_organiser(request.user, slug, contest, pk)
    row = settlement.contest
    undo = partial(take_back_settlement, settlement=settlement, by=request.user)
    if not is_confirmed(request) and not row.is_frozen:
        return ask(
            request,
            festival=row.festival,
            question=_("Revoke this settlement?"),
            name=settlement_message(settlement),
            consequence=_("It blocks the freeze again until it is settled anew."),
            lines=ranking_lines(undo, contest=row),
            verb=_("Revoke"),
            back=reverse("judging:progress", args=[slug, contest]),
            danger=True,
        )
    return _to_progress(request, row, partial(take_back_settlement, settlement=settlement), _("Revoked."))


def _to_progress(
    request: UserRequest, contest: Contest, action: Callable[..., object], message: str
) -> HttpResponse:
    """Run the action and return to the progress page with a message: what was done, or why not."""
    refusal = refusal_of(action, by=request.user)
    if refusal is None:
        messages.success(request, message)
    else:
        messages.error(request, refusal.message)
    return redirect("judging:progress", contest.festival.slug, contest.slug)


def _settlement_form(
    request: UserRequest,
    subject: BlockerContext,
    form: ReasonForm,
    action: Callable[..., object],
    shown: Mapping[str, Any],
    *,
    message: str,
) -> HttpResponse:
    """The page of a form that settles a blocker; redirects to the progress page once `action` succeeds.

    shown  `heading`, and what the page shows above the form
    """
    row = subject.contest
    facts = {"contest": row, "by": request.user, "now": timezone.now()}
    if form.is_valid():
        change = partial(action, **facts, **form.cleaned_data)
        if asked := _ask_first(request, subject, change, heading=shown["heading"]):
            return asked
    if attempt(form, action, **facts):
        messages.success(request, message)
        return redirect("judging:progress", row.festival.slug, row.slug)
    context = {"festival": row.festival, "contest": row, "subject": subject, **shown}
    return form_page(request, "judging/settle.html", form, **context)


def _ask_first(
    request: UserRequest, subject: BlockerContext, change: Callable[[], object], *, heading: str
) -> HttpResponse | None:
    """The question before a settlement that changes the ranking; see `ask_ranking`."""
    row = subject.contest
    return ask_ranking(
        request,
        change,
        contest=row,
        question=heading,
        name=f"{subject.entry.numbers} {subject.entry}".strip(),
        verb=_("Record"),
        back=reverse("judging:progress", args=[row.festival.slug, row.slug]),
    )
