"""Pages that lead an organiser from judging to published results."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from awards.actions.awarding import decide_tie, take_back_decision
from contests.access import contest_for_office, contest_for_organiser
from contests.models import Contest
from desk.access import decision_for_organiser
from desk.actions.steps import STEPS, take_step
from desk.forms.results import TieForm
from desk.pages.results import TieQuestion, results_page
from desk.queries.results import organisers_who_may_reopen
from festival.forms import attempt, refusal_of, status_of, status_of_refusal
from festival.refusals import RuleBroken
from festival.requests import UserRequest, posted_keys
from festival.responses import ask, form_page, is_confirmed
from judging.actions.results import reopen_results
from judging.forms.settle import ReasonForm
from judging.pages.closing import closing_consequence, freeze_lines

DONE = {
    "freeze": _("The scores are frozen."),
    "award": _("The prizes are awarded. Print the prize table for the signature."),
    "certify": _("The results are certified."),
    "publish": _("The results are published."),
}


@login_required
@require_GET
def results(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """The state of the contest, its blockers, the table, and the next step."""
    row = contest_for_office(request.user, slug, contest)
    return _page(request, row)


@login_required
@require_POST
def next_step(request: UserRequest, slug: str, contest: str, step: str) -> HttpResponse:
    """Freeze, award prizes, certify or publish."""
    row = contest_for_organiser(request.user, slug, contest)
    if step not in STEPS:
        raise Http404
    if step == "freeze" and not is_confirmed(request) and (lines := freeze_lines(row)):
        return _ask_freeze(request, row, lines)
    seen = next(iter(posted_keys(request, "run")), None)
    context = {"contest": row, "by": request.user, "now": timezone.now()}
    refusal = refusal_of(take_step, step=step, seen_run=seen, **context)
    if refusal is not None:
        messages.error(request, refusal.message)
        return _page(request, row, status=status_of_refusal(refusal))
    messages.success(request, DONE[step])
    return redirect("desk:results", slug, contest)


def _ask_freeze(request: UserRequest, contest: Contest, lines: list[str]) -> HttpResponse:
    """Ask before a freeze that leaves sheets unfinished, which were waived."""
    return ask(
        request,
        festival=contest.festival,
        question=str(_("Freeze the scores?")),
        name=contest.name,
        consequence=closing_consequence(len(lines)),
        lines=lines,
        verb=str(_("Freeze the scores")),
        back=reverse("desk:results", args=[contest.festival.slug, contest.slug]),
    )


@login_required
@require_POST
def decide(request: UserRequest, slug: str, contest: str, category: str, tier: str) -> HttpResponse:
    """Store the chair's decision on a tie at a prize's boundary."""
    row = contest_for_organiser(request.user, slug, contest)
    category = "" if category == "-" else category
    question = _question(row, category, tier)
    form = TieForm(request.POST, question=question)
    tied = [entry.pk for entry in question.entries]
    done = attempt(
        form,
        decide_tie,
        contest=row,
        category=category,
        tier=tier,
        tied=tied,
        by=request.user,
        now=timezone.now(),
    )
    if done:
        messages.success(request, _("The chair's decision is recorded."))
        return redirect("desk:results", slug, contest)
    return _page(request, row, tie_form=form, status=status_of(form))


@login_required
@require_POST
def undo_decision(request: UserRequest, slug: str, contest: str, pk: int) -> HttpResponse:
    """Delete a decision of the chair before certifying."""
    decision = decision_for_organiser(request.user, slug, contest, pk)
    try:
        take_back_decision(decision=decision, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:results", slug, contest)


@login_required
def reopen(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Reopen frozen results with a reason."""
    row = contest_for_organiser(request.user, slug, contest)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, reopen_results, contest=row, by=request.user, now=timezone.now()
    ):
        messages.success(request, _("The scores are open again."))
        return redirect("desk:results", slug, contest)
    others = organisers_who_may_reopen(row)
    context = {"festival": row.festival, "contest": row, "others": others, "may": request.user in others}
    return form_page(request, "desk/results_reopen.html", form, **context)


def _page(
    request: HttpRequest, contest: Contest, *, tie_form: TieForm | None = None, status: int = 200
) -> HttpResponse:
    page = results_page(contest)
    asked = tie_form.question if tie_form else None
    forms = [
        tie_form if tie_form and asked == question else TieForm(question=question) for question in page.ties
    ]
    context = {"festival": contest.festival, "contest": contest, "page": page, "tie_forms": forms}
    return render(request, "desk/results.html", context, status=status)


def _question(contest: Contest, category: str, tier: str) -> TieQuestion:
    for question in results_page(contest).ties:
        if (question.category, question.tier) == (category, tier):
            return question
    raise Http404
